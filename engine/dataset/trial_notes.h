// What a reader of an analysis must know beside its numbers. For the sources of this room.
#pragma once

#include "dataset/trial_analysis.h"

namespace journeylab {

/// Rows and values that were left out, metrics that never vary, log-rank tests, and segments whose
/// effects contradict the total.
[[nodiscard]] std::vector<std::string> trial_notes(const TrialData& data, const TrialPlan& plan,
                                                   const std::vector<TrialComparison>& comparisons);

}  // namespace journeylab
