// In which cell of a curve a time or an age lies.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"

namespace journeylab {

/// Finds cells among the borders of a curve, which outlive it. Borders lie about evenly, so a few
/// comparisons about where it should be find one, without a branch that depends on the age.
class CurveCells {
 public:
  explicit CurveCells(const std::vector<Ticks>& borders)
      : borders_(borders),
        cells_per_tick_(borders.empty() || !(borders.back() > 0.0)
                            ? 0.0
                            : static_cast<double>(borders.size() - 1) / borders.back()) {}

  /// About how many cells lie in a tick; 0 where there are none.
  [[nodiscard]] double cells_per_tick() const noexcept { return cells_per_tick_; }

  /// The number of the first border that an age does not pass: how many lie below it.
  [[nodiscard]] std::size_t first_border_from(Ticks age) const noexcept {
    constexpr std::int64_t looked_at = 4;
    const std::int64_t last = static_cast<std::int64_t>(borders_.size()) - looked_at;
    const std::int64_t guess = static_cast<std::int64_t>(age * cells_per_tick_) - 1;
    const std::int64_t begin = std::min(std::max<std::int64_t>(guess, 0), last);
    if (begin >= 0) {
      const double* border = borders_.data() + begin;
      std::int64_t passed = 0;
      for (std::int64_t i = 0; i < looked_at; ++i) passed += border[i] < age ? 1 : 0;
      if (passed > 0 && passed < looked_at) return static_cast<std::size_t>(begin + passed);
    }
    return static_cast<std::size_t>(std::lower_bound(borders_.begin(), borders_.end(), age) -
                                    borders_.begin());
  }

  /// The cell (border[k], border[k+1]] of an age; age 0 lies in the first.
  [[nodiscard]] std::size_t cell_of(Ticks age) const noexcept {
    return std::max<std::size_t>(first_border_from(age), 1) - 1;
  }

 private:
  const std::vector<Ticks>& borders_;
  double cells_per_tick_;
};

}  // namespace journeylab
