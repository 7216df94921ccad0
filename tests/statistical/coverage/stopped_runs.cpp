#include "stopped_runs.h"

#include <algorithm>
#include <cmath>

#include "experiment/effects.h"
#include "experiment/metrics.h"
#include "run/run.h"
#include "stats/retention.h"

namespace journeylab::testing {
namespace {

constexpr double confidence = 0.95;
constexpr double z = 1.959963984540054;

struct Looked {
  Estimate estimate;
  std::optional<double> width;  // without any rule
};

Looked look(const StoppedCase& stopped, const MeasuredMetric& metric, const RunTally& tally,
            bool relative) {
  Looked looked;
  const VariantTally& last = tally.variants.back();
  if (stopped.compare) {
    const PairedTallies tallies{tally.variants[0].metrics[0][0], last.metrics[0][0],
                                last.paired[0][0]};
    const Effect effect = effect_of(metric, tallies, confidence);
    looked.estimate = relative ? effect.relative : effect.difference;
  } else {
    looked.estimate = metric_result(metric, last.metrics[0][0], confidence).estimate;
  }
  const Estimate& estimate = looked.estimate;
  if (!estimate.low || !estimate.high || *estimate.low == *estimate.high) return looked;
  looked.width = *estimate.high - *estimate.low;
  if (relative && !stopped.compare) *looked.width /= std::abs(*estimate.value);
  return looked;
}

std::uint64_t whole_shards(std::uint64_t customers) {
  return (customers + shard - 1) / shard;
}

RunTally no_customers(const StoppedCase& stopped) {
  RunTally tally;
  tally.variants.resize(stopped.compare ? 2 : 1);
  return tally;
}

}  // namespace

StoppedRuns stopped_runs(const StoppedCase& stopped, StoppingRule rule, double needed,
                         bool relative, int runs, Random& random) {
  constexpr std::uint64_t most_customers = std::uint64_t{1} << 32;
  const MeasuredMetric metric = measured(stopped.scenario, stopped.scenario.metrics[0]);
  const std::vector<std::size_t> variants =
      stopped.compare ? std::vector<std::size_t>{0, 1} : std::vector<std::size_t>{0};
  AnalysisOptions options;
  options.compare = stopped.compare;
  double wanted = 2.0 * z * stopped.one_customer / std::sqrt(needed);
  if (relative)
    wanted *= stopped.compare ? std::abs(stopped.relative_truth / stopped.truth)
                              : 1.0 / std::abs(stopped.truth);
  const double truth = relative && stopped.compare ? stopped.relative_truth : stopped.truth;
  StoppedRuns result;
  for (int r = 0; r < runs; ++r) {
    RunTally tally = no_customers(stopped);
    std::uint64_t next = rule == StoppingRule::engine ? first_look : shard;
    for (;;) {
      stopped.add(tally, whole_shards(next) - tally.customers / shard, random);
      tally.customers = whole_shards(next) * shard;
      const std::optional<double> width =
          rule == StoppingRule::engine
              ? interval_width(stopped.scenario, variants, tally, options, relative)
              : look(stopped, metric, tally, relative).width;
      if ((width && *width <= wanted) || tally.customers >= most_customers) {
        const Estimate estimate = look(stopped, metric, tally, relative).estimate;
        const bool holds = estimate.low && *estimate.low <= truth && truth <= *estimate.high;
        result.covered += holds ? 1.0 : 0.0;
        result.customers += static_cast<double>(tally.customers);
        break;
      }
      next = rule == StoppingRule::engine ? look_after(tally.customers)
                                          : tally.customers + tally.customers / 4;
      next = std::max(next, tally.customers + shard);
    }
  }
  result.covered /= runs;
  result.customers /= runs;
  return result;
}

}  // namespace journeylab::testing
