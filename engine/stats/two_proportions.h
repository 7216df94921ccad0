// The difference of two independent proportions, from the counts of both arms: intervals of
// treatment less control. Definitions, coverage and when to use which:
// engine/methods/proportions.md. All are two-sided at a confidence in (0, 1) and need n >= 1 in
// both arms; control comes first.
#pragma once

#include "stats/estimated.h"
#include "tally/tally.h"

namespace journeylab {

/// p_treat - p_control with the unpooled standard error and Newcombe's interval, the default. No
/// value, and why, where an arm is empty.
[[nodiscard]] Estimated proportion_difference(const ShareTally& control, const ShareTally& treat,
                                              double confidence);

/// p_treat - p_control, with one rounding: x_t n_c - x_c n_t is formed without cancellation.
[[nodiscard]] double share_difference(const ShareTally& control, const ShareTally& treat);

/// Hybrid of both arms' Wilson intervals (Newcombe 1998b, method 10). Always in [-1, 1]; good
/// coverage from small arms on.
[[nodiscard]] Interval newcombe_interval(const ShareTally& control, const ShareTally& treat,
                                         double confidence);

/// The same of the continuity-corrected limits (Newcombe 1998b, method 11): conservative.
[[nodiscard]] Interval newcombe_corrected_interval(const ShareTally& control,
                                                   const ShareTally& treat, double confidence);

/// Unpooled normal interval, not clipped; covers too little for small counts and has no width where
/// both arms are at an end.
[[nodiscard]] Interval wald_difference_interval(const ShareTally& control, const ShareTally& treat,
                                                double confidence);

/// Wald's with one success and one failure added to each arm, around the adjusted difference
/// (Agresti and Caffo 2000); not clipped.
[[nodiscard]] Interval agresti_caffo_interval(const ShareTally& control, const ShareTally& treat,
                                              double confidence);

/// All differences that the score test does not reject, variance at the restricted maximum of the
/// likelihood times N / (N - 1) (Miettinen and Nurminen 1985, eq. 8). An end is -1 or 1 exactly
/// where the estimate is.
[[nodiscard]] Interval miettinen_nurminen_interval(const ShareTally& control,
                                                   const ShareTally& treat, double confidence);

/// The same without N / (N - 1) (Mee 1984).
[[nodiscard]] Interval mee_interval(const ShareTally& control, const ShareTally& treat,
                                    double confidence);

/// Variance of p_treat - p_control where the true difference is `difference` in [-1, 1], at the
/// restricted maximum of the likelihood (Farrington and Manning 1990).
[[nodiscard]] double restricted_variance(const ShareTally& control, const ShareTally& treat,
                                         double difference);

/// An arm as it is expected, of a size that need not be whole: `failures` is n - successes, with
/// its digits.
struct ExpectedArm {
  double n = 0.0;
  double successes = 0.0;
  double failures = 0.0;
};

/// The same of expected arms.
[[nodiscard]] double restricted_variance(const ExpectedArm& control, const ExpectedArm& treat,
                                         double difference);

}  // namespace journeylab
