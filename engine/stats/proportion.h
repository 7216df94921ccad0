// Intervals for one proportion from its counts. Definitions, coverage and when to use which:
// engine/methods/proportions.md. All are two-sided at a confidence in (0, 1) and need n >= 1.
#pragma once

#include "stats/estimated.h"
#include "tally/tally.h"

namespace journeylab {

/// The score interval without continuity correction (Wilson 1927; Newcombe 1998a, method 3). The
/// default: mean coverage is near nominal for every p. Low is exactly 0 at no success, high exactly
/// 1 at no failure; neither end loses digits for rare events.
[[nodiscard]] Interval wilson_interval(const ShareTally& share, double confidence);

/// Exact tails (Clopper and Pearson 1934): coverage is never below nominal, and mostly well above.
[[nodiscard]] Interval clopper_pearson_interval(const ShareTally& share, double confidence);

/// The score interval with continuity correction (Newcombe 1998a, method 4): conservative, to be
/// compared with exact tails. Low is 0 at no success, high 1 at no failure; inside [0, 1].
[[nodiscard]] Interval wilson_corrected_interval(const ShareTally& share, double confidence);

/// p -+ z sqrt(p (1 - p) / n) (Laplace 1812), not clipped. Only for comparison with what others
/// print: it has no width at the ends, and covers far too little for rare events.
[[nodiscard]] Interval wald_interval(const ShareTally& share, double confidence);

/// Wald's interval around the centre of Wilson's (Agresti and Coull 1998), not clipped: it can
/// leave [0, 1].
[[nodiscard]] Interval agresti_coull_interval(const ShareTally& share, double confidence);

/// Equal-tailed quantiles of Beta(x + 1/2, n - x + 1/2), at the ends too.
[[nodiscard]] Interval jeffreys_interval(const ShareTally& share, double confidence);

/// Jeffreys' with low 0 at no success and high 1 at no failure (Brown, Cai and DasGupta 2001,
/// section 4.1.2), so that it can hold a p of 0 or 1.
[[nodiscard]] Interval jeffreys_closed_interval(const ShareTally& share, double confidence);

/// The part of an interval that lies in [0, 1].
[[nodiscard]] Interval clipped_to_shares(const Interval& interval);

/// successes / n with sqrt(p (1 - p) / n) and Wilson's interval; nothing, and why, at n = 0.
[[nodiscard]] Estimated proportion(const ShareTally& share, double confidence);

}  // namespace journeylab
