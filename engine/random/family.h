// The families of distributions that the scenario language knows, and the ways to state them.
// Sampling and moments are in random/distribution.h.
#pragma once

#include <cstdint>

namespace journeylab {

enum class Family : std::uint8_t {
  exponential,  ///< (mean)
  lognormal,    ///< (mu, sigma) of the logarithm
  normal,       ///< (mean, sd)
  gamma,        ///< (shape, scale)
  weibull,      ///< (shape, scale), P(X > x) = exp(-(x/scale)^shape)
  uniform,      ///< (low, high), half-open at the top
  triangular,   ///< (low, mode, high)
  beta,         ///< (alpha, beta)
  bernoulli,    ///< (p)
  poisson,      ///< (mean)
  geometric,    ///< (p), failures before the success
  pareto,       ///< (scale, shape), P(X > x) = (scale/x)^shape
  empirical,    ///< the rows of a column, equally likely
};

/// How the parameters are stated; every other form is turned into the canonical one above.
enum class Form : std::uint8_t {
  canonical,
  median_sigma,  ///< lognormal(median, sigma)
  mean_sd,       ///< of the variable itself: lognormal, gamma, beta
};

}  // namespace journeylab
