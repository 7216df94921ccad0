// The program as a whole, run over and over inside this process: what simulate, compare, experiment
// and analyze say, held against what is true.
#pragma once

#include <cstdint>
#include <vector>

#include "statistical/whole/calibration.h"
#include "statistical/whole/known.h"

namespace journeylab::whole {

/// Intervals of simulate and of compare, and p-values of compare against the twin.
struct ComparedRuns {
  Table estimates;
  Table curves;
  Table differences;
  Table p_values;
};
[[nodiscard]] ComparedRuns compared_runs(const std::vector<KnownScenario>& scenarios,
                                         std::uint64_t runs);

/// Simulated tests of control against its twin: false alarms of plans, coverage of what they
/// report, and the p-values of a single look.
struct SimulatedTests {
  Table plans;
  Table p_values;
};
[[nodiscard]] SimulatedTests simulated_tests(const std::vector<KnownScenario>& scenarios,
                                             std::uint64_t replicates);

/// Rows of such tests, written as experiment --rows does and read as analyze does.
struct AnalyzedRows {
  Table intervals;
  Table p_values;
};
[[nodiscard]] AnalyzedRows analyzed_rows(const std::vector<KnownScenario>& scenarios,
                                         std::uint64_t tests);

}  // namespace journeylab::whole
