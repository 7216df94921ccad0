// The answer of analyze for programs. Where a number is missing the value is null (an empty field
// in CSV) and `reason` says why.
#pragma once

#include <string>

#include "dataset/trial_analysis.h"

namespace journeylab {

/// The whole answer as JSON.
[[nodiscard]] std::string write_trial_json(const TrialPlan& plan, const TrialData& data,
                                           const TrialAnalysis& analysis,
                                           const std::string& version);

/// A row for each comparison.
[[nodiscard]] std::string write_trial_csv(const TrialPlan& plan, const TrialData& data,
                                          const TrialAnalysis& analysis);

}  // namespace journeylab
