// Curves over time or age, thinned to what a reader can use.
#pragma once

#include <optional>

#include "experiment/metrics.h"

namespace journeylab {

/// The curve of a retention or a time to a goal with pointwise intervals; nothing for other kinds
/// and without customers. About 200 points, evenly over the borders, besides every `at` and
/// `within` of the scenario, the last border that is known, and for a goal those between which many
/// reach it.
[[nodiscard]] std::optional<Curve> metric_curve(const Scenario& scenario,
                                                const MeasuredMetric& measured,
                                                const MetricTally& tally, double confidence);

/// The same for a goal, from when the first customers of a run reached it: the share of the
/// metric's customers who have by each time, up to the horizon, whatever the metric's `within`;
/// also quantiles of the time among those who do.
[[nodiscard]] std::optional<Curve> goal_curve(const Scenario& scenario,
                                              const MeasuredMetric& measured,
                                              const ReachTally& tally, double confidence);

}  // namespace journeylab
