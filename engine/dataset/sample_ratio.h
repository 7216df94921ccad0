// The check that comes before all others: are the arms as large as they should be?
#pragma once

#include "dataset/trial_analysis.h"

namespace journeylab {

/// Pearson's chi-square of the arms' sizes against the split of the plan (equal if it names none).
/// Throws InputError where the split names an arm that is not in the data, or leaves one out.
[[nodiscard]] SampleRatio sample_ratio(const TrialData& data, const TrialPlan& plan);

}  // namespace journeylab
