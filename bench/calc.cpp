// calc: closed-form requests answered, against the same lines only parsed as JSON. The ratio of the
// two rows is what the statistics, their checks and the answer's text cost beside reading.
#include "calc/calc.h"

#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace journeylab {
namespace {

const std::vector<std::string>& requests() {
  static const std::vector<std::string> lines = [] {
    std::vector<std::string> all;
    for (int i = 0; i < 2000; ++i) {
      const int n = 1000 + 37 * i;
      const std::string counts =
          fmt::format(R"("x1": {}, "n1": {}, "x2": {}, "n2": {})", n / 9, n, n / 8, n + i % 50);
      all.push_back(fmt::format(R"({{"method": "two_proportion_diff", {}}})", counts));
      all.push_back(fmt::format(R"({{"method": "two_proportion_ratio", {}}})", counts));
      all.push_back(fmt::format(R"({{"method": "two_proportion_test", {}}})", counts));
      all.push_back(fmt::format(R"({{"method": "proportion_ci", "x": {}, "n": {}}})", n / 9, n));
      all.push_back(fmt::format(
          R"({{"method": "means_test", "n1": {}, "mean1": 10.1, "sd1": 2.3, "n2": {}, "mean2": 11.4, )"
          R"("sd2": 2.9}})",
          n, n + i));
    }
    return all;
  }();
  return lines;
}

void parse_requests(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& line : requests()) {
      benchmark::DoNotOptimize(nlohmann::ordered_json::parse(line));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(requests().size()));
}
BENCHMARK(parse_requests)->Unit(benchmark::kMillisecond);

void answer_requests(benchmark::State& state) {
  for (auto _ : state) {
    std::size_t number = 0;
    for (const std::string& line : requests()) {
      benchmark::DoNotOptimize(calc_answer(line, ++number));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(requests().size()));
}
BENCHMARK(answer_requests)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace journeylab
