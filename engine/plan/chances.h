// Chances of outcomes to cumulative thresholds, in the order written.
#pragma once

#include <cstdint>
#include <span>

#include "plan/draws.h"

namespace journeylab {

enum class ChanceFault : std::uint8_t {
  none,
  not_a_chance,  ///< NaN, below 0 or above 1
  sum_above_one,
  sum_below_one,  ///< and no way takes the rest
};

/// What is wrong and where.
struct ChanceCheck {
  ChanceFault fault = ChanceFault::none;
  std::size_t way = 0;  ///< of not_a_chance
  double value = 0.0;   ///< the chance or the sum
};

/// Fills `thresholds` (as long as `chances`). `rest` is the way without a chance (its entry is not
/// read), or chances.size(). A way of chance 0 is never taken; the last way with a chance above 0
/// takes all that is left, so that rounding leaves no gap.
[[nodiscard]] ChanceCheck cumulative_thresholds(std::span<const double> chances, std::size_t rest,
                                                std::span<Threshold> thresholds) noexcept;

}  // namespace journeylab
