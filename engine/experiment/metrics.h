// One metric over one set of customers: which estimator answers for which kind of metric, and what
// stands beside it. Methods: engine/methods/proportions.md, means.md, survival.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/analysis.h"
#include "stats/estimated.h"

namespace journeylab {

/// A metric with the borders of its curve, which its tallies are counted in.
struct MeasuredMetric {
  const Metric* metric = nullptr;
  std::vector<Ticks> borders;  ///< empty for kinds without a curve
  double ticks_per_unit = 1.0;
};

[[nodiscard]] MeasuredMetric measured(const Scenario& scenario, const Metric& metric);

/// Number of the border at which a retention metric is read. The metric is a retention.
[[nodiscard]] std::size_t read_border(const MeasuredMetric& measured);

/// A statistic's answer with the customers and the method behind it; a missing interval has no
/// method.
[[nodiscard]] Estimate estimate_from(const Estimated& estimated, std::uint64_t n,
                                     std::string method);

/// The time by which `wanted` customers (above 0; it may be a fraction) have first reached a goal,
/// from the first reaches per cell of the metric's curve, straight within a cell; nothing where
/// fewer reach it.
[[nodiscard]] std::optional<double> time_of_reach(const MeasuredMetric& measured,
                                                  const std::vector<std::uint64_t>& first,
                                                  double wanted);

/// The metric's estimate at a two-sided confidence in (0, 1), and its summary for a time to a goal.
[[nodiscard]] MetricResult metric_result(const MeasuredMetric& measured, const MetricTally& tally,
                                         double confidence);

}  // namespace journeylab
