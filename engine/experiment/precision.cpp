#include "experiment/precision.h"

#include <algorithm>
#include <cmath>

#include "experiment/comparisons.h"
#include "experiment/metrics.h"

namespace journeylab {
namespace {

std::size_t leading_metric(const Scenario& scenario) {
  for (std::size_t m = 0; m < scenario.metrics.size(); ++m) {
    if (scenario.metrics[m].primary) return m;
  }
  return 0;
}

std::optional<double> width_of(const Estimate& estimate) {
  if (!estimate.low || !estimate.high) return std::nullopt;
  return *estimate.high - *estimate.low;
}

std::optional<double> share_of_value(const Estimate& estimate) {
  const std::optional<double> width = width_of(estimate);
  if (!width || estimate.value.value_or(0.0) == 0.0) return std::nullopt;
  return *width / std::abs(*estimate.value);
}

}  // namespace

std::optional<double> interval_width(const Scenario& scenario,
                                     const std::vector<std::size_t>& variants,
                                     const RunTally& tally, const AnalysisOptions& options,
                                     bool relative) {
  const std::size_t first = options.compare ? 1 : 0;
  if (scenario.metrics.empty() || variants.size() <= first) return std::nullopt;
  const std::size_t metric = leading_metric(scenario);
  const MeasuredMetric leading = measured(scenario, scenario.metrics[metric]);
  double widest = 0.0;
  for (std::size_t v = first; v < variants.size(); ++v) {
    std::optional<double> width;
    if (options.compare) {
      const Effect effect = overall_effect(leading, metric, tally, v, options.confidence);
      width = width_of(relative ? effect.relative : effect.difference);
    } else {
      const MetricTally all = total(tally.variants[v].metrics[metric]);
      const Estimate estimate = metric_result(leading, all, options.confidence).estimate;
      width = relative ? share_of_value(estimate) : width_of(estimate);
    }
    if (!width) return std::nullopt;
    widest = std::max(widest, *width);
  }
  return widest;
}

}  // namespace journeylab
