// Size and expected size of an always-valid test, the mixture sequential probability ratio test
// (stats/always_valid.h), that is looked at a planned number of times and given up at the last: by
// the same integration as group sequential designs, whose own sizes are in group_sequential.h.
// Theory: engine/methods/power.md.
#pragma once

#include <vector>

#include "stats/group_sequential.h"

namespace journeylab {

/// Two-sided. The mixing variance is that of the planned effect: tau = mixing times the effect.
struct AlwaysValidPlan {
  double alpha = 0.05;
  double power = 0.8;  ///< to cross on the effect's side by the last look, above alpha / 2
  double mixing = 1.0;
  std::vector<double> information = {};  ///< rising fractions, the last is 1
};

/// The statistic at which the mixture test with tau^2 = spread times the variance at full
/// information rejects: |Z| at information t with Z^2 = (1 + 1 / (spread t)) (2 ln(1 / alpha) +
/// ln(1 + spread t)) (Johari, Koomen, Pekelis and Walsh 2022, eq. 6 solved for the estimate).
[[nodiscard]] double mixture_bound(double spread, double t, double alpha);

/// Bounds, drift, inflation over the fixed two-sided test, and expected sizes: exact for a normal
/// statistic with independent increments. Throws std::invalid_argument for a plan outside its
/// ranges. The error over the planned looks (`none`) is below alpha, which would hold for any
/// number.
[[nodiscard]] SequentialDesign always_valid_design(const AlwaysValidPlan& plan);

}  // namespace journeylab
