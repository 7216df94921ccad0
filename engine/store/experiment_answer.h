// The answer of experiment for programs, described by experiment.schema.json beside this file.
// Where a number is missing the value is null (an empty field in CSV) and `reason` says why.
#pragma once

#include <string>

#include "experiment/test_results.h"
#include "scenario/scenario.h"

namespace journeylab {

[[nodiscard]] std::string write_experiment_json(const Scenario& scenario,
                                                const TestResults& results);

/// A row for each plan, world and variant.
[[nodiscard]] std::string write_experiment_csv(const TestResults& results);

}  // namespace journeylab
