// From simulated customers to what a test is sized from: a metric's arms and effects with their
// simulation noise.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "experiment/analysis.h"
#include "experiment/sizing.h"
#include "scenario/scenario.h"
#include "tally/tally.h"

namespace journeylab {

/// The metric as it is sized; its window is in days.
[[nodiscard]] SizedMetric sized_metric(const Scenario& scenario, const Metric& metric);

/// A run of control and variants that were compared, customer by customer.
struct SimulatedArms {
  const Scenario& scenario;
  const std::vector<std::size_t>& variants;  ///< in Scenario::variants, control first
  const RunTally& tally;
  const Analysis& analysis;
};

/// Every arm's value and the variance of one entering customer; weights are 1. Throws
/// std::invalid_argument where a value is missing, saying why.
[[nodiscard]] std::vector<SizedArm> simulated_arms(const SimulatedArms& run, std::size_t metric);

/// The effects of arms 1.., from the same customers in both: their noise is far smaller than that
/// of either value. The log hazard ratio of a time has a noise as if customers were not the same.
[[nodiscard]] std::vector<SizedEffect> simulated_effects(const SimulatedArms& run,
                                                         std::size_t metric,
                                                         const std::vector<SizedArm>& arms);

/// What a guardrail needs: that the worsening is within what is accepted.
struct GuardrailSizing {
  std::string metric;
  std::string variant;
  double limit = 0.0;           ///< accepted relative worsening
  double margin = 0.0;          ///< the same on the metric's scale
  double worsening = 0.0;       ///< expected, relative; negative is an improvement
  std::optional<double> total;  ///< customers of the whole test that show it; none: it is broken
  double power = 0.0;           ///< at the size of the answer
  std::string reason;           ///< why there is no size
};

/// Every guardrail of the scenario for every variant, each by a one-sided test of non-inferiority
/// at the question's alpha, normal, at the sizes of `size`.
[[nodiscard]] std::vector<GuardrailSizing> guardrail_sizes(const SimulatedArms& run,
                                                           const SizingQuestion& question,
                                                           const SizeInDays& size);

}  // namespace journeylab
