#include "random/truncation.h"

#include <cmath>

#include "random/cumulative.h"

namespace journeylab {
namespace {

double mass_between(const Probability& low, const Probability& high) noexcept {
  if (low.below > 0.5) return low.above - high.above;
  if (high.above > 0.5) return high.below - low.below;
  return 1.0 - low.below - high.above;
}

}  // namespace

Window window_of(Family family, const Parameters& canonical, double low, double high) {
  if (const auto constant = constant_value(family, canonical)) {
    const bool inside = low <= *constant && *constant <= high;
    return {.below_low = {.below = 0.0, .above = 1.0},
            .up_to_high = {.below = 1.0, .above = 0.0},
            .mass = inside ? 1.0 : 0.0};
  }
  // Of whole numbers, those below `low` end with the one before its ceiling.
  const double before = is_counting(family) ? std::ceil(low) - 1.0 : low;
  const Probability below_low = whole_cumulative(family, canonical, before);
  const Probability up_to_high = whole_cumulative(family, canonical, high);
  return {.below_low = below_low,
          .up_to_high = up_to_high,
          .mass = mass_between(below_low, up_to_high)};
}

}  // namespace journeylab
