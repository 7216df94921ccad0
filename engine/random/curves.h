// Gamma, beta and Poisson by Boost.Math: cumulative distributions that never throw, and their
// inversion by Newton's method on the logarithm of the smaller tail. For the sources of this room.
#pragma once

#include "random/distribution.h"

namespace journeylab {

/// Gamma with scale 1.
[[nodiscard]] Probability gamma_cumulative(double shape, double x) noexcept;
[[nodiscard]] Probability beta_cumulative(double alpha, double beta, double x) noexcept;
[[nodiscard]] Probability poisson_cumulative(double mean, double x) noexcept;

/// A gamma or beta distribution on the scale where its quantiles are smooth in the normal quantile
/// of the same probability: y = log(x) for gamma (scale 1), y = log(x / (1 - x)) for beta.
struct Curve {
  Family family;
  double first;     ///< shape or alpha
  double second;    ///< beta, of beta
  double constant;  ///< log of the density's divisor: log Gamma(shape), log B(alpha, beta)
};

[[nodiscard]] Curve curve_of(Family family, double first, double second) noexcept;

/// A point of a curve: the value y at the normal quantile z, and dy/dz there.
struct CurvePoint {
  double y;
  double slope;
};

/// The point at probability p, whose normal quantile is z, by at most 100 Newton steps from
/// `start`. Both tails of these families are log-concave in y, so the steps converge from anywhere.
[[nodiscard]] CurvePoint solve(const Curve& curve, Probability p, double z, double start) noexcept;

/// A first guess at the y of normal quantile z, for `solve`.
[[nodiscard]] double guess(const Curve& curve, Probability p, double z) noexcept;

/// The smallest count k with P(X <= k) at least p, by bisection from the Cornish-Fisher expansion;
/// exact as far as the cumulative distribution is.
[[nodiscard]] double poisson_quantile(double mean, Probability p) noexcept;

}  // namespace journeylab
