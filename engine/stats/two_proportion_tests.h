// Tests of two independent proportions from their counts: normal, score, chi-square, likelihood
// ratio and Fisher's exact. Definitions and when to use which: engine/methods/proportions.md.
// Control comes first; both arms need n >= 1. Every p-value comes with its logarithm, right far out
// in the tail. Where the statistic is 0 / 0 there is none, and the outcome says why.
#pragma once

#include "stats/tails.h"
#include "tally/tally.h"

namespace journeylab {

/// z with the pooled variance; the null hypothesis is no difference. Its square is Pearson's
/// chi-square.
[[nodiscard]] TestOutcome pooled_z_test(const ShareTally& control, const ShareTally& treat,
                                        Alternative alternative);

/// z of p_treat - p_control - `null_difference` with the unpooled variance (Wald).
[[nodiscard]] TestOutcome unpooled_z_test(const ShareTally& control, const ShareTally& treat,
                                          Alternative alternative, double null_difference);

/// Score test of p_treat - p_control = `null_difference` in (-1, 1), with the variance at the
/// restricted maximum of the likelihood (Farrington and Manning 1990) and, if `corrected`, times
/// N / (N - 1) (Miettinen and Nurminen 1985).
[[nodiscard]] TestOutcome score_test(const ShareTally& control, const ShareTally& treat,
                                     Alternative alternative, double null_difference,
                                     bool corrected);

/// Pearson's chi-square with one degree of freedom (1900), without continuity correction.
[[nodiscard]] TestOutcome chi_square_test(const ShareTally& control, const ShareTally& treat);

/// The same with each |O - E| reduced by 1/2, at most to 0 (Yates 1934): conservative.
[[nodiscard]] TestOutcome yates_test(const ShareTally& control, const ShareTally& treat);

/// Likelihood ratio, 2 sum O ln(O / E), against chi-square with one degree of freedom (Wilks 1938).
[[nodiscard]] TestOutcome g_test(const ShareTally& control, const ShareTally& treat);

/// Fisher's exact test (1934), conditional on the total of successes. Two-sided: the tables that
/// are at most as probable as this one, with a slack of 1e-7 (as R). Right for any n; the work
/// grows with the standard deviation of the count.
[[nodiscard]] TestOutcome fisher_test(const ShareTally& control, const ShareTally& treat,
                                      Alternative alternative);

/// Non-inferiority: rejects that treatment is worse than control by `margin` > 0 or more, by the
/// one-sided score test of Farrington and Manning. For a share that should be low, exchange the
/// arms.
[[nodiscard]] TestOutcome non_inferiority_test(const ShareTally& control, const ShareTally& treat,
                                               double margin);

/// Equivalence by two one-sided score tests (Schuirmann 1987): rejects that the difference lies
/// outside (`low`, `high`); the outcome is the weaker of both.
[[nodiscard]] TestOutcome equivalence_test(const ShareTally& control, const ShareTally& treat,
                                           double low, double high);

}  // namespace journeylab
