// Ratios of two independent proportions: the risk ratio, the relative lift (the ratio less 1) and
// the odds ratio, treatment over control. Definitions and when to use which:
// engine/methods/proportions.md. All intervals are two-sided at a confidence in (0, 1); control
// comes first, and both arms need n >= 1. Where a method has no finite answer it says why.
#pragma once

#include "stats/estimated.h"
#include "tally/tally.h"

namespace journeylab {

/// Risk ratio with the interval of its logarithm (Katz, Baptista, Azen and Pike 1978). The standard
/// error is that of the logarithm. Needs a success in both arms.
[[nodiscard]] Estimated katz_ratio(const ShareTally& control, const ShareTally& treat,
                                   double confidence);

/// Katz's ratio less 1; the standard error stays that of the logarithm.
[[nodiscard]] Estimated katz_lift(const ShareTally& control, const ShareTally& treat,
                                  double confidence);

/// Katz's with 1/2 added to successes and customers of both arms (Walter 1975; Gart and Nam 1988):
/// has an answer for every count; the estimate is the adjusted ratio.
[[nodiscard]] Estimated walter_ratio(const ShareTally& control, const ShareTally& treat,
                                     double confidence);

/// Relative lift with the symmetric interval of the delta method; only for comparison with what
/// others print. Needs a success in control.
[[nodiscard]] Estimated delta_lift(const ShareTally& control, const ShareTally& treat,
                                   double confidence);

/// Relative lift with Fieller's limits (1954) and the normal quantile; no interval where control is
/// not clearly above 0.
[[nodiscard]] Estimated fieller_lift(const ShareTally& control, const ShareTally& treat,
                                     double confidence);

/// Risk ratios that the score test does not reject (Koopman 1984). The estimate is infinite where
/// control has no success; low is 0 where treatment has none, high infinite where control has none.
/// No value where neither has.
[[nodiscard]] Estimated koopman_ratio(const ShareTally& control, const ShareTally& treat,
                                      double confidence);

/// The same with the variance times N / (N - 1) (Miettinen and Nurminen 1985, eq. 10).
[[nodiscard]] Estimated miettinen_nurminen_ratio(const ShareTally& control, const ShareTally& treat,
                                                 double confidence);

/// Odds ratios that the score test does not reject, with N / (N - 1) (Miettinen and Nurminen 1985,
/// eq. 12). Low is 0 and high infinite where the estimate is; no value where an arm tells nothing.
[[nodiscard]] Estimated miettinen_nurminen_odds_ratio(const ShareTally& control,
                                                      const ShareTally& treat, double confidence);

/// Odds ratio with the interval of its logarithm (Woolf 1955); needs all four cells above 0. The
/// standard error is that of the logarithm.
[[nodiscard]] Estimated woolf_odds_ratio(const ShareTally& control, const ShareTally& treat,
                                         double confidence);

/// Woolf's with 1/2 added to all four cells, always (Haldane 1956; Anscombe 1956).
[[nodiscard]] Estimated haldane_odds_ratio(const ShareTally& control, const ShareTally& treat,
                                           double confidence);

}  // namespace journeylab
