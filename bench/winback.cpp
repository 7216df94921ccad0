// End to end: scenarios/winback.yaml, control alone, through both executors and on every vector
// path of the machine, and control with its variant in one run. Rates are of customers (in each
// variant) and of step visits. Compare rows of one run with each other: absolute rates are the
// machine's.
#include <string>

#include <benchmark/benchmark.h>

#include "run/run.h"
#include "yaml/read_scenario.h"

namespace journeylab {
namespace {

const Scenario& winback() {
  static const Scenario scenario =
      read_scenario(std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/winback.yaml");
  return scenario;
}

std::uint64_t step_visits(const RunTally& tally) {
  std::uint64_t visits = 0;
  for (const VariantTally& variant : tally.variants) {
    for (const StepTally& step : variant.flow.steps) visits += step.visits;
  }
  return visits;
}

void run_winback(benchmark::State& state, Executor executor, std::vector<std::size_t> variants,
                 VectorPath path = fastest_vector_path()) {
  RunOptions options;
  options.vector_path = path;
  options.variants = std::move(variants);
  options.paired = options.variants.size() > 1;
  options.customers = 1 << 20;
  options.executor = executor;
  options.threads = static_cast<int>(state.range(0));
  std::uint64_t visits = 0;
  for (auto _ : state) {
    ++options.seed;
    const RunResult result = run(winback(), options);
    visits += step_visits(result.tally);
  }
  const auto runs = static_cast<double>(state.iterations());
  state.counters["customers"] = benchmark::Counter(runs * static_cast<double>(options.customers),
                                                   benchmark::Counter::kIsRate);
  state.counters["visits"] =
      benchmark::Counter(static_cast<double>(visits), benchmark::Counter::kIsRate);
}

BENCHMARK_CAPTURE(run_winback, reference, Executor::reference, {0})
    ->Arg(1)
    ->ArgName("threads")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_winback, batch, Executor::batch, {0})
    ->Arg(1)
    ->Arg(2)
    ->ArgName("threads")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_winback, batch_paired, Executor::batch, {0, 1})
    ->Arg(1)
    ->Arg(2)
    ->ArgName("threads")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

const bool has_registered_paths = [] {
  for (const VectorPath path : vector_paths()) {
    const std::string name = "run_winback/batch_" + std::string(name_of(path));
    benchmark::RegisterBenchmark(
        name.c_str(),
        [path](benchmark::State& state) { run_winback(state, Executor::batch, {0}, path); })
        ->Arg(1)
        ->ArgName("threads")
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
}  // namespace journeylab
