// The part of a distribution that truncation leaves. For the sources of this room.
#pragma once

#include "random/canonical.h"

namespace journeylab {

struct Window {
  Probability below_low;   ///< P(X < low) and its complement
  Probability up_to_high;  ///< P(X <= high) and its complement
  double mass;             ///< P(low <= X <= high), taken on the side where nothing cancels
};

[[nodiscard]] Window window_of(Family family, const Parameters& canonical, double low, double high);

}  // namespace journeylab
