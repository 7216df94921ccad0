// What a group sequential trial says when it has stopped: the p-value, the median-unbiased drift
// and its interval in the stagewise ordering, in which an earlier crossing is more extreme than a
// later one (Tsiatis, Rosner and Mehta 1984; Jennison and Turnbull 2000, section 8.4). Right for
// the looks that were made, whatever the later ones would have been. Theory:
// engine/methods/sequential.md.
#pragma once

#include <span>

#include "stats/estimated.h"
#include "stats/sequential_density.h"

namespace journeylab {

struct StoppedTrial {
  double p_greater = 1.0;  ///< one-sided, for a drift above 0
  double p_less = 1.0;
  double p_value = 1.0;  ///< two-sided: twice the smaller
  /// Of the mean of Z at full information; times the standard error at full information it is the
  /// effect. An end may be infinite where the trial says nothing on that side.
  double drift = 0.0;
  Interval interval = {};
};

/// For a trial that stopped at the last of `bounds` looks with statistic `z`, the fractions of
/// information being those of its looks (the last need not be 1). Throws std::invalid_argument if
/// there are no looks, or more looks than fractions.
[[nodiscard]] StoppedTrial stopped_trial(std::span<const double> information,
                                         std::span<const LookBounds> bounds, double z,
                                         double confidence);

}  // namespace journeylab
