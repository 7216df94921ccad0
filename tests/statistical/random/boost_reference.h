// What Boost.Math says of a distribution, for tests to compare ours with: densities and both tails
// from its own formulas, truncation and moments worked out here. Nothing of engine/random is used
// but the statement of the distribution.
#pragma once

#include <array>
#include <functional>
#include <string>

#include "random/distribution.h"

namespace journeylab::test {

struct Reference {
  std::function<double(double)> below;    ///< P(X <= x), truncated
  std::function<double(double)> above;    ///< P(X > x), truncated
  std::function<double(double)> density;  ///< or probability, truncated
  double low = 0.0;                       ///< of the support, truncated
  double high = 0.0;
  bool discrete = false;
};

/// For every family but `empirical`.
[[nodiscard]] Reference reference_of(const DistributionSpec& spec);

/// The mean, the variance and the fourth central moment, by quadrature of the density or by
/// summation.
struct Moments {
  double mean = 0.0;
  double variance = 0.0;
  double fourth = 0.0;
};
[[nodiscard]] Moments moments_of(const Reference& reference);

/// A distribution under a name for messages.
struct NamedSpec {
  std::string name;
  DistributionSpec spec;
};

[[nodiscard]] DistributionSpec stated(Family family, std::array<double, 3> parameters,
                                      Form form = Form::canonical);
[[nodiscard]] DistributionSpec truncated(DistributionSpec spec, double low, double high);

}  // namespace journeylab::test
