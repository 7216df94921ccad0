// The answers of simulate and compare as JSON, for programs. The keys are described by
// results.schema.json beside this file and do not change from version to version; new ones may
// come. Where a number is missing the value is null and `reason` beside it says why.
#pragma once

#include <string>

#include "experiment/analysis.h"
#include "experiment/facts.h"
#include "scenario/scenario.h"

namespace journeylab {

/// The whole answer. `analysis` is of this scenario: its lists are as long as the scenario's.
/// `comparisons` is empty unless `compare`.
[[nodiscard]] std::string write_answer(const Scenario& scenario, const RunFacts& facts,
                                       const Analysis& analysis, bool compare);

}  // namespace journeylab
