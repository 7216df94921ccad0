// Cumulative distributions with both tails precise. For the sources of this room.
#pragma once

#include "random/canonical.h"

namespace journeylab {

/// P(X <= x) and its complement before truncation, for every family but `empirical`; not for
/// distributions without spread.
[[nodiscard]] Probability whole_cumulative(Family family, const Parameters& canonical, double x);

}  // namespace journeylab
