// Means, and ratios of means, of the same customers under control and under a variant. Formulas,
// assumptions and what happens where few customers differ: engine/methods/means.md.
#pragma once

#include <optional>
#include <string>

#include "stats/estimated.h"
#include "tally/tally.h"

namespace journeylab {

/// A difference with its two-sided test of no difference.
struct TestedDifference {
  Estimated difference;
  std::optional<double> p_value;  ///< none where there is no standard error to test with
  std::string test;               ///< "paired t", "sign"
};

/// Variant's mean less control's (two variables), by Student's t of the customers' differences. The
/// degrees of freedom are those of the customers who differ, less one (at least one): who does not
/// differ tells nothing about the spread of a difference. Where every customer differs by the same
/// amount the interval is that amount, and the p-value that of the sign test, 2^(1 - n).
[[nodiscard]] TestedDifference paired_mean_difference(const PairedMeanTally& pairs,
                                                      double confidence);

/// (Variant's mean - control's) / |control's|, with Fieller's interval (1954) for paired variables
/// and the standard error of the delta method. No interval where Fieller's is unbounded, that is
/// where control's mean is not clearly different from 0; no value where it is 0.
[[nodiscard]] Estimated paired_mean_relative(const PairedMeanTally& pairs, double confidence);

/// Variant's ratio of means less control's (four variables: numerator and denominator of control,
/// then of the variant), by the delta method on the same customers; degrees of freedom as above.
[[nodiscard]] TestedDifference paired_ratio_difference(const PairedMeanTally& pairs,
                                                       double confidence);

/// (Variant's ratio - control's) / |control's|. The interval is the delta method's on the logarithm
/// of the quotient where both ratios have the same sign, else on the quotient itself.
[[nodiscard]] Estimated paired_ratio_relative(const PairedMeanTally& pairs, double confidence);

}  // namespace journeylab
