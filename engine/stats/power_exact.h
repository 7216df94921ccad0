// The exact power of a test of two proportions, by summing over all outcomes of two binomials: a
// check of the formulas where arms are small or events rare. Theory: engine/methods/power.md.
#pragma once

#include <cstdint>

#include "stats/power_two_proportions.h"

namespace journeylab {

/// Which test decides.
enum class ExactlyPowered : std::uint8_t {
  z_pooled,    ///< the pooled normal test
  z_unpooled,  ///< the unpooled one
  fisher,      ///< Fisher's exact test
};

/// Whole customers of both arms.
struct WholeSizes {
  std::uint64_t control = 0;
  std::uint64_t treat = 0;
};

/// The chance that the test decides for the side on which treatment truly is (`both`: for either;
/// with equal shares upwards). Outcomes of a chance below 1e-18 an arm are left out. Throws
/// std::invalid_argument for an empty arm, a share outside 0 and 1, or more than 2^25 outcomes
/// (2^21 of Fisher's test).
[[nodiscard]] double exact_power(const TwoShares& shares, const WholeSizes& sizes,
                                 ExactlyPowered test, const TestLevel& level,
                                 PowerTails tails = PowerTails::near);

}  // namespace journeylab
