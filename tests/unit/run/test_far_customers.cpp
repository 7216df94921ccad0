// Customers whose numbers need more than 32 bits, as simulated tests have them: the executors
// agree, and nobody is somebody else again.
#include <set>

#include <catch2/catch.hpp>

#include "cohort/shard.h"
#include "unit/run/one_step.h"

namespace journeylab {
namespace {

Scenario wanderers() {
  return small_scenario(
      "  a: {wait: 'exponential(mean=0.1)', revenue: u, goal: g,\n"
      "      outcomes: {on: {chance: p, go: a}, out: {end: x}}}\n",
      "attributes: {u: 'uniform(low=0, high=1)'}\n"
      "segments: {some: {share: 30%, p: 0.8}, others: {share: rest, p: 0.5}}\n"
      "metrics: {r: {mean: revenue}, k: {retained: {from: g}, at: 1 hour}}\n");
}

RunTally tally_from(const Scenario& scenario, std::uint64_t first, std::uint64_t n,
                    std::size_t batch) {
  const TallyShape shape = tally_shape(scenario, {0}, false);
  const std::vector<JourneyPlan> plans{compile(scenario, 0)};
  ShardRunner runner(shape, plans, 1, batch, {});
  return runner.run(first, n);
}

double revenue_from(const Scenario& scenario, std::uint64_t first) {
  return tally_from(scenario, first, 1000, 4096).variants[0].flow.steps[0].revenue.value();
}

}  // namespace

TEST_CASE("the executors agree on customers beyond 2^32", "[run]") {
  const Scenario scenario = wanderers();
  for (const int bits : {32, 40, 53, 63}) {
    INFO("from 2^" << bits << " on");
    // Across the border where there is one: tiles are aligned.
    const std::uint64_t first = (std::uint64_t{1} << bits) - tile_customers + 1;
    const std::uint64_t n = tile_customers + 1000;
    CHECK(tally_from(scenario, first, n, 4096) == tally_from(scenario, first, n, 0));
  }
}

TEST_CASE("a customer's number does not come round again after 2^32", "[run]") {
  const Scenario scenario = wanderers();
  std::set<double> revenues{revenue_from(scenario, 1)};
  for (const int bits : {31, 32, 33, 40, 53, 63}) {
    revenues.insert(revenue_from(scenario, (std::uint64_t{1} << bits) + 1));
  }
  CHECK(revenues.size() == 7);
}

}  // namespace journeylab
