// A planned test made ready: on which days it looks, which bounds hold there, all computed once and
// before any customer is simulated. Theory: engine/methods/experiment.md.
#pragma once

#include <cstdint>
#include <vector>

#include "scenario/test_plan.h"
#include "stats/always_valid.h"
#include "stats/sequential_density.h"
#include "trial/stop_table.h"
#include "trial/test_model.h"

namespace journeylab {

/// When a plan takes customers and looks.
struct Schedule {
  std::uint32_t entry_days = 0;      ///< customers enter on days 1..entry_days
  std::uint32_t last_day = 0;        ///< of the last look
  std::vector<std::uint32_t> looks;  ///< days, rising; the last is last_day
};

/// A plan with everything filled in. Comparisons are those of each variant with control.
struct PreparedDesign {
  PlannedDesign plan;
  Schedule schedule;
  double alpha = 0.05;  ///< of the plan as a whole
  double level = 0.05;  ///< of one comparison: alpha, shared out where the correction does so
  CorrectionWord correction = CorrectionWord::holm;
  double nominal_coverage = 0.95;   ///< what the reported intervals claim
  std::vector<double> information;  ///< planned fraction at each look; of group sequential plans
  std::vector<LookBounds> bounds;   ///< at each look, in favour of the arm upwards
  StopTable stop_table;             ///< of stagewise intervals
  double critical = 0.0;            ///< of Dunnett's intervals
  AsymptoticSequence sequence;      ///< of always_valid
  MixtureTest mixture;              ///< of always_valid
};

/// The plan that is called like its design and leaves everything else to defaults.
[[nodiscard]] PlannedDesign built_in_plan(Design design);

/// The days of a plan for a metric that needs `window` days. Throws InputError where no customer
/// would be mature at any look, looks lie beyond the last day, or before anybody is mature.
[[nodiscard]] Schedule schedule_of(const PlannedDesign& plan, const TestPlan& test,
                                   std::uint32_t window);

/// Everything else. `information` is what a look on a day knows, on any scale. Throws InputError
/// for what a design cannot do: corrections that need one analysis, looks that add no information.
[[nodiscard]] PreparedDesign prepare_design(const PlannedDesign& plan, const Schedule& schedule,
                                            const TestPlan& test, const TestModel& model,
                                            const std::vector<double>& information,
                                            double baseline);

}  // namespace journeylab
