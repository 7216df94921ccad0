// The score test of a ratio of two independent proportions inverted: limits of the risk ratio and
// of the odds ratio (Miettinen and Nurminen 1985). The restricted maximum of the likelihood is in
// closed form, each root written so that nothing cancels.
#pragma once

#include "stats/estimated.h"
#include "tally/tally.h"

namespace journeylab {

/// Risk ratios, treatment over control, whose score is within `z`; `scale` multiplies the variance.
/// Some arm must have a success. Low is 0 where treatment has none, high infinite where control has
/// none.
[[nodiscard]] Interval risk_ratio_limits(const ShareTally& control, const ShareTally& treat,
                                         double z, double scale);

/// Odds ratios whose score, variance times N / (N - 1), is within `z`. There must be a success and
/// a failure in some arm.
[[nodiscard]] Interval odds_ratio_limits(const ShareTally& control, const ShareTally& treat,
                                         double z);

}  // namespace journeylab
