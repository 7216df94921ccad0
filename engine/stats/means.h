// One mean, and the ratio of two means of the same customers, from their moments. Formulas and
// assumptions: engine/methods/means.md.
#pragma once

#include "stats/estimated.h"
#include "tally/comoments.h"

namespace journeylab {

/// Mean of variable i with Student's interval, n - 1 degrees of freedom. Without customers no
/// value; with one no interval; where all are equal the interval is the value itself.
[[nodiscard]] Estimated mean_estimate(const Comoments& moments, std::size_t i, double confidence);

/// Mean of variable 0 over mean of variable 1, interval by the delta method (variance of
/// (x - R y) / mean y) with Student's quantile, n - 1 degrees of freedom. No value where the mean
/// of variable 1 is 0.
[[nodiscard]] Estimated ratio_of_means(const Comoments& moments, double confidence);

/// value -+ critical * error.
[[nodiscard]] Interval symmetric_interval(double value, double error, double critical);

}  // namespace journeylab
