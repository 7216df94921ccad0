// Simulated tests against plain simulation: replicates of 2 x 20,000 customers of
// scenarios/winback.yaml, each under its effect and under none (three streams of customers), judged
// by three plans, beside `run` of as many customers. Compare the rates of customers in one run with
// each other: what the replicates cost beyond their customers is the difference.
#include "trial/experiment.h"

#include <string>

#include <benchmark/benchmark.h>

#include "trial/design.h"
#include "yaml/read_scenario.h"

namespace journeylab {
namespace {

constexpr std::uint64_t replicates = 100;
constexpr std::uint64_t customers_of_a_replicate = 3 * 20000;

Scenario winback_test() {
  Scenario scenario = read_scenario(std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/winback.yaml");
  scenario.test_plan.traffic = 40000.0 / 28;
  return scenario;
}

void count_customers(benchmark::State& state, std::uint64_t customers) {
  state.counters["customers"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(customers),
                         benchmark::Counter::kIsRate);
}

void simulated_tests(benchmark::State& state, std::vector<Design> designs) {
  const Scenario scenario = winback_test();
  ExperimentRequest request;
  for (const Design design : designs) request.plans.push_back(built_in_plan(design));
  request.replicates = replicates;
  request.threads = static_cast<int>(state.range(0));
  request.reference_customers = 1;
  for (auto _ : state) {
    ++request.seed;
    benchmark::DoNotOptimize(run_experiment(scenario, request));
  }
  count_customers(state, replicates * customers_of_a_replicate);
}

// The same customers, as far as the tests follow them, without a test.
void plain_simulation(benchmark::State& state) {
  Scenario scenario = winback_test();
  const Ticks conversion_window = 60.0 * 86400.0 * ticks_per_second;
  scenario.horizon = conversion_window;
  scenario.metrics.resize(1);
  RunOptions options;
  options.variants = {0};
  options.customers = replicates * customers_of_a_replicate;
  options.threads = static_cast<int>(state.range(0));
  for (auto _ : state) {
    ++options.seed;
    benchmark::DoNotOptimize(run(scenario, options));
  }
  count_customers(state, options.customers);
}

BENCHMARK(plain_simulation)
    ->Arg(1)
    ->Arg(2)
    ->ArgName("threads")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(simulated_tests, three_plans,
                  {Design::fixed, Design::obrien_fleming, Design::peeking})
    ->Arg(1)
    ->Arg(2)
    ->ArgName("threads")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(simulated_tests, bandit, {Design::bandit})
    ->Arg(1)
    ->ArgName("threads")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace journeylab
