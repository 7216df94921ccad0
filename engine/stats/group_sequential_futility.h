// One-sided group sequential designs that also stop for futility: alpha is spent on the upper
// bound, beta on the lower one, and the two meet at the last look (Pampallona and Tsiatis 1994;
// Jennison and Turnbull 2000, chapter 7). Theory: engine/methods/sequential.md.
#pragma once

#include <vector>

#include "stats/group_sequential.h"

namespace journeylab {

struct FutilityPlan {
  Spending alpha_spending = {};
  Spending beta_spending = {};
  double alpha = 0.025;  ///< one-sided
  double beta = 0.2;     ///< 1 - power; alpha + beta below 1
  /// Binding: the upper bound counts on stopping at the lower one, so going on beyond it breaks the
  /// error. Not binding: it does not, and the error holds in any case.
  bool binding = false;
  std::vector<double> information = {};
};

struct FutilityDesign {
  std::vector<LookBounds> bounds = {};
  std::vector<double> alpha_spent = {};  ///< cumulative, as planned
  std::vector<double> beta_spent = {};
  double drift = 0.0;
  double inflation = 1.0;
  double expected_none = 1.0;  ///< as in SequentialDesign, when both bounds are heeded
  double expected_full = 1.0;
  CrossingProbabilities none = {};
  CrossingProbabilities full = {};
};

/// Throws std::invalid_argument for a plan outside the ranges above.
[[nodiscard]] FutilityDesign futility_design(const FutilityPlan& plan);

}  // namespace journeylab
