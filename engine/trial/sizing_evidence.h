// The statistic of one simulated test, from the tallies of two arms with different customers. For
// the sources of this room.
#pragma once

#include "experiment/metrics.h"
#include "tally/tally.h"

namespace journeylab {

/// z of the effect, above 0 where the variant's value (of a time: its rate of reaching the goal)
/// is higher: pooled test of shares, Welch's and the delta method's t turned into z by its p-value,
/// Kaplan-Meier's difference over Greenwood's errors, log-rank. 0 where nothing can be said.
[[nodiscard]] double unpaired_statistic(const MeasuredMetric& metric, const MetricTally& control,
                                        const MetricTally& treat);

}  // namespace journeylab
