// A stated distribution in the terms that the formulas use: canonical parameters, and what follows
// from the family alone. For the sources of this room.
#pragma once

#include <array>
#include <optional>

#include "random/distribution.h"

namespace journeylab {

using Parameters = std::array<double, 3>;

/// Whether all values are whole numbers (bernoulli, poisson, geometric).
[[nodiscard]] bool is_counting(Family family) noexcept;

/// The canonical parameters of a spec whose own are each in range. Log-normal: sigma^2 =
/// log(1 + (sd/mean)^2), mu = log(mean) - sigma^2 / 2. Gamma: shape = (mean/sd)^2, scale =
/// sd^2 / mean. Beta: alpha + beta = mean (1 - mean) / sd^2 - 1, alpha = mean (alpha + beta).
[[nodiscard]] Parameters canonical_parameters(const DistributionSpec& spec) noexcept;

/// The only value of a distribution without spread (sd = 0, low = high and their like), if it is
/// one.
[[nodiscard]] std::optional<double> constant_value(Family family,
                                                   const Parameters& canonical) noexcept;

/// The range of what can be drawn before truncation; infinite ends included.
struct Support {
  double low;
  double high;
};
[[nodiscard]] Support support_of(const DistributionSpec& spec) noexcept;

}  // namespace journeylab
