// Binomial probabilities of all counts at once, for sums over two arms.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <boost/math/distributions/binomial.hpp>

namespace journeylab::coverage {

/// P(X = 0), ..., P(X = n).
inline std::vector<double> binomial_weights(std::uint64_t n, double p) {
  const boost::math::binomial_distribution<double> law(static_cast<double>(n), p);
  std::vector<double> weights;
  for (std::uint64_t x = 0; x <= n; ++x) {
    weights.push_back(boost::math::pdf(law, static_cast<double>(x)));
  }
  return weights;
}

/// Sizes of two arms.
struct Arms {
  std::uint64_t control = 0;
  std::uint64_t treat = 0;
};

/// The arms of every table of two proportions, and the rates over which they are summed.
inline const std::vector<Arms> two_arms{{10, 10}, {20, 20}, {60, 60}, {10, 60}, {60, 15}};
inline const std::vector<double> rates{0.001, 0.01, 0.05, 0.1, 0.2,  0.3,
                                       0.5,   0.7,  0.8,  0.9, 0.95, 0.99};

/// Whether 5 successes and 5 failures are expected in each arm.
inline bool ample(const Arms& arms, double control, double treat) {
  const auto c = static_cast<double>(arms.control);
  const auto t = static_cast<double>(arms.treat);
  return std::min({c * control, c * (1.0 - control), t * treat, t * (1.0 - treat)}) >= 5.0 - 1e-9;
}

}  // namespace journeylab::coverage
