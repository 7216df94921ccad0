// Two proportions of the same customers, from their 2x2 table: the difference, the ratio, and
// McNemar's test. The two intervals and the asymptotic test are one score statistic, so they agree
// on what excludes no effect. Formulas and coverage: engine/methods/proportions.md.
#pragma once

#include "stats/estimated.h"
#include "tally/tally.h"

namespace journeylab {

/// p_variant - p_control with the score interval of Tango (1998, eq. 2.1), which inverts the test
/// at the restricted maximum of the likelihood. Right for any n, and with no or few customers that
/// differ. The ends are exactly -1 or 1 only where the estimate is. No value at n = 0.
[[nodiscard]] Estimated paired_difference(const PairedShareTally& pairs, double confidence);

/// p_variant / p_control - 1 with the score interval of Nam and Blackwelder (2002) and Tang, Tang
/// and Chan (2003); the standard error is by the delta method. Exactly -1 as low where the variant
/// has no success; no value, and why, where control has none.
[[nodiscard]] Estimated paired_relative_difference(const PairedShareTally& pairs,
                                                   double confidence);

struct McNemarTest {
  double p_value = 1.0;     ///< two-sided; 1 if no customer differs
  double ln_p_value = 0.0;  ///< finite where p_value underflows to 0
  bool exact = true;
};

/// The most customers who differ for which McNemar's test is the exact binomial one.
inline constexpr std::uint64_t most_exact_pairs = 1000;

/// McNemar's test (1947): twice the smaller binomial tail at 1/2, at most 1, up to
/// `most_exact_pairs` customers who differ; beyond, the normal limit without continuity correction.
[[nodiscard]] McNemarTest mcnemar_test(const PairedShareTally& pairs);

}  // namespace journeylab
