// From the outcomes of all replicates to rates, spreads and regret, each with its Monte Carlo
// error.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "experiment/test_results.h"
#include "trial/outcome.h"

namespace journeylab {

/// What is true of the arms, to hold outcomes against.
struct World {
  std::vector<double> effects;  ///< of arms 1.. on the deciding metric
  bool effects_known = true;
  double direction = 1.0;        ///< of a good effect
  std::vector<double> values;    ///< by arm, per customer, more is better; empty: no regret
  std::vector<double> arrivals;  ///< customers who come by each day, in the test or not; the last
                                 ///< is the end of the period
};

/// Outcomes beyond the first `sample_paths` may have lost their paths.
inline constexpr std::size_t sample_paths = 20;

[[nodiscard]] WorldFindings summarise(std::span<const PlanOutcome> outcomes, const World& world,
                                      double confidence);

/// successes of n, with Wilson's interval.
[[nodiscard]] Estimate rate(std::uint64_t successes, std::uint64_t n, double confidence);

}  // namespace journeylab
