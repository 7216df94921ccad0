// Fieller's limits of a quotient of two independent estimates, as a relative difference. Used for
// proportions and for means; formulas in engine/methods/means.md.
#pragma once

#include <optional>

#include "stats/estimated.h"

namespace journeylab {

/// An estimate with its sampling variance.
struct Measured {
  double value = 0.0;
  double variance = 0.0;
};

/// Limits of treat / control - 1 (Fieller 1954): all ratios r with |treat - r control| within
/// `critical` standard errors. Nothing where the set is unbounded, that is where control is not
/// `critical` standard errors away from 0. Independent, normal estimates are assumed.
[[nodiscard]] std::optional<Interval> fieller_interval(const Measured& control,
                                                       const Measured& treat, double critical);

/// (treat - control) / |control| with the standard error of the delta method,
/// sqrt(v_t / c^2 + v_c t^2 / c^4). No value where control is 0.
[[nodiscard]] Estimated relative_difference(const Measured& control, const Measured& treat,
                                            double critical);

}  // namespace journeylab
