// From the options of analyze, and the analysis file if there is one, to what the data are asked.
#pragma once

#include "cli/options.h"
#include "dataset/trial_plan.h"

namespace journeylab {

/// What the options ask for. Throws UsageError where something is missing or cannot be understood,
/// InputError and FileError of the analysis file.
[[nodiscard]] TrialPlan trial_plan(const AnalyzeOptions& options);

/// An analysis file: a YAML map of arm, control, metrics (a map of NAME to conversion, retention or
/// mean: COLUMN, ratio: [NUM, DEN] or time: [TIME, EVENT], with covariate and better), segments,
/// split, confidence and adjust. Throws InputError with every problem, FileError.
[[nodiscard]] TrialPlan read_trial_plan(const std::string& path);

}  // namespace journeylab
