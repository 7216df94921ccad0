// What will a test plan do? Thousands of simulated tests under the scenario's effect and under none
// at all, each judged by every plan. Theory: engine/methods/experiment.md.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "experiment/test_results.h"
#include "run/run.h"
#include "scenario/scenario.h"

namespace journeylab {

struct ExperimentRequest {
  std::vector<PlannedDesign> plans;  ///< at least one
  std::uint64_t replicates = 2000;
  std::uint64_t seed = 1;
  int threads = 0;
  double confidence = 0.95;  ///< of the intervals of simulation noise
  /// Half the width that the intervals of false alarms and power may have; none: all replicates.
  std::optional<double> precision;
  std::uint64_t reference_customers = 200000;  ///< at least, of the run that values the arms
  std::string version;
  std::function<void(const Progress&)> progress;
  std::stop_token stop;
};

/// Runs replicates until they are all done, precise enough, or asked to stop. Throws InputError for
/// a plan that cannot be, RunError for a model that does what it may not.
[[nodiscard]] TestResults run_experiment(const Scenario& scenario,
                                         const ExperimentRequest& request);

/// The plan of the scenario with that name, else the built-in one. Throws InputError with the
/// nearest name.
[[nodiscard]] PlannedDesign plan_named(const Scenario& scenario, const std::string& name);

}  // namespace journeylab
