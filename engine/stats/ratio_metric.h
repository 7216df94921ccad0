// Metrics that are a ratio of two sums over an arm's customers, as revenue per order where the
// customer and not the order was randomised: the difference and the lift of two arms by the delta
// method. Formulas: engine/methods/means.md.
#pragma once

#include <cstdint>

#include "stats/two_means.h"

namespace journeylab {

/// Numerator and denominator over the customers of an arm; divisor n - 1.
struct RatioSummary {
  std::uint64_t n = 0;
  double mean_numerator = 0.0;
  double mean_denominator = 0.0;
  double variance_numerator = 0.0;
  double variance_denominator = 0.0;
  double covariance = 0.0;
};

/// Mean numerator over mean denominator, and the variance of one customer's share in it,
/// (v_num - 2 R cov + R^2 v_den) / mean_den^2 (Deng, Knoblich and Lu 2018, eq. 2). The variance is
/// a sum of squares, so that it is not negative where both are nearly proportional.
[[nodiscard]] MeanSummary linearised(const RatioSummary& arm);

/// R_t - R_c with Welch's degrees of freedom, or the normal (`student` false). Nothing, and why,
/// where a denominator's mean is 0.
[[nodiscard]] EffectTest ratio_difference(const RatioSummary& control, const RatioSummary& treat,
                                          const MeanTestOptions& options, bool student);

/// (R_t - R_c) / |R_c| by the delta method, degrees of freedom of the difference.
[[nodiscard]] EffectTest ratio_lift(const RatioSummary& control, const RatioSummary& treat,
                                    const MeanTestOptions& options);

}  // namespace journeylab
