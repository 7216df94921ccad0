// Peak memory of 1 million and of 100 million customers of scenarios/winback.yaml, all variants:
// columns are per batch, so it does not grow. Exits with 1 if the larger run needs over 5% more.
#include <string>

#include <fmt/format.h>
#include <sys/resource.h>

#include "run/run.h"
#include "yaml/read_scenario.h"

namespace {

// Of this process so far, in MiB.
double peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

double peak_after(const journeylab::Scenario& scenario, std::uint64_t customers) {
  journeylab::RunOptions options;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) options.variants.push_back(v);
  options.paired = true;
  options.customers = customers;
  static_cast<void>(journeylab::run(scenario, options));
  fmt::print("{:>11} customers: peak memory {:.1f} MiB\n", customers, peak_memory());
  return peak_memory();
}

}  // namespace

int main() {
  const journeylab::Scenario scenario =
      journeylab::read_scenario(std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/winback.yaml");
  const double small = peak_after(scenario, 1'000'000);
  const double large = peak_after(scenario, 100'000'000);
  fmt::print("ratio {:.3f}\n", large / small);
  return large <= 1.05 * small ? 0 : 1;
}
