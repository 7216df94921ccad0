// Curves that a sum of centred observations crosses at any time with a chance of at most alpha, as
// functions of its accumulated variance v (Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of
// Statistics 49:1055). Not asymptotic: valid at every sample size for observations of the stated
// kind. Theory and choice: engine/methods/always_valid.md.
#pragma once

#include <cstdint>

namespace journeylab {

/// Where a mixture boundary is tightest, and the error there.
struct BoundaryTuning {
  double variance = 1.0;  ///< v > 0 at which the curve is about tightest
  double alpha = 0.05;    ///< inside 0 and 1; inside 0 and 0.5 for the one-sided boundaries
};

// All take v >= 0 (stitching v > 0), the chance alpha in (0, 1) of ever crossing, and throw
// std::invalid_argument outside of these ranges.

/// Normal mixture, both sides together (eq. 14): sums that are sub-Gaussian.
[[nodiscard]] double normal_mixture_two_sided(double v, double alpha, const BoundaryTuning& tuning);
/// Normal mixture, upwards only.
[[nodiscard]] double normal_mixture_one_sided(double v, double alpha, const BoundaryTuning& tuning);

/// Gamma-exponential mixture, upwards: sums that are sub-exponential with scale c > 0.
[[nodiscard]] double gamma_exponential_mixture(double v, double alpha, const BoundaryTuning& tuning,
                                               double c);
/// Gamma-Poisson mixture, upwards: sums that are sub-Poisson with scale c > 0 (bounded above by c).
[[nodiscard]] double gamma_poisson_mixture(double v, double alpha, const BoundaryTuning& tuning,
                                           double c);

/// Beta-binomial mixture: observations between -g and h (g, h > 0); at most v / g, which no sum
/// passes.
[[nodiscard]] double beta_binomial_mixture(double v, double alpha, const BoundaryTuning& tuning,
                                           double g, double h, int sides);

/// How a polynomially stitched boundary is built.
struct Stitching {
  double first_variance = 1.0;  ///< the boundary counts from here on
  double c = 0.0;               ///< scale of a sub-gamma sum; 0 sub-Gaussian
  double s = 1.4;               ///< > 1: how the error is spread over the epochs
  double eta = 2.0;             ///< > 1: ratio of the epochs
};

/// The stitched boundary, of the order of the law of the iterated logarithm (eq. 10).
[[nodiscard]] double polynomial_stitching(double v, double alpha, const Stitching& stitching);

}  // namespace journeylab
