// One metric of one arm against control, by the estimators that fit its kind. For the sources of
// this room.
#pragma once

#include "dataset/trial_analysis.h"

namespace journeylab {

/// Fills everything of a comparison that does not depend on other comparisons: both arms'
/// estimates, difference, lift, test; no adjusted p-value, no verdict.
[[nodiscard]] TrialComparison compare_arms(const TrialMetric& metric, const TrialTally& control,
                                           const TrialTally& treatment, double confidence);

/// Log-rank p-value of all arms' times to the event, if it can be had.
[[nodiscard]] std::optional<double> logrank_p_value(const std::vector<const TrialTally*>& arms);

}  // namespace journeylab
