// Algebra on moments that loses no digits where variables nearly coincide: differences of paired
// variables, and variances of combinations as sums of squares.
#pragma once

#include <array>
#include <span>

#include "tally/comoments.h"

namespace journeylab {

/// Moments of (control's variables, variant's less control's) from those of (control's, variant's):
/// `joint` has 2 or 4 variables, control's first.
[[nodiscard]] Comoments control_and_differences(const Comoments& joint);

/// Variance, divisor n - 1, of sum_i weights[i] x_i; never negative. 0 when n < 2.
[[nodiscard]] double combination_variance(const Comoments& moments,
                                          std::span<const double> weights);

/// Whether the spread of a difference, the last half of the variables of `differences` as
/// control_and_differences makes them, is at or below what rounding in the sums of `joint` leaves:
/// 1e-12 of the larger spread. Nothing can be said about such a spread except that it is tiny.
[[nodiscard]] bool spread_is_lost(const Comoments& joint, const Comoments& differences);

}  // namespace journeylab
