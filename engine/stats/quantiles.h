// Quantiles of a sample, their distribution-free intervals, and the difference of two arms'
// quantiles. Definitions and when to use which: engine/methods/quantiles.md.
#pragma once

#include <cstdint>
#include <span>

#include "stats/estimated.h"
#include "stats/two_means.h"

namespace journeylab {

/// The nine definitions of Hyndman and Fan (1996); type 7 is what most programs mean.
enum class QuantileType : std::uint8_t {
  type1 = 1,
  type2,
  type3,
  type4,
  type5,
  type6,
  type7,
  type8,
  type9,
};

/// Quantile at `prob` in [0, 1] of numbers in increasing order, at least one, by R's arithmetic: a
/// position within 4 units in the last place of a whole one is that one.
[[nodiscard]] double quantile(std::span<const double> sorted, double prob,
                              QuantileType type = QuantileType::type7);

/// Smallest k with P(X <= k) >= tail of a binomial, or, `upper`, with P(X > k) <= tail.
[[nodiscard]] std::uint64_t binomial_quantile(std::uint64_t n, double prob, double tail,
                                              bool upper);

/// Type 7 quantile with the interval between two order statistics whose ranks are binomial
/// quantiles (Thompson 1936; Conover 1999, section 3.2). An end beyond the sample is infinite. No
/// value of an empty sample.
[[nodiscard]] Estimated quantile_estimate(std::span<const double> sorted, double prob,
                                          double confidence);

/// One arm's quantile, as a difference needs it.
struct QuantileSummary {
  std::uint64_t n = 0;
  std::uint64_t limits_n = 0;  ///< how many values the limits come from: n, or a part of it
  double value = 0.0;
  double low = 0.0;  ///< 95 % limits
  double high = 0.0;
};

/// The summary of a whole sample in increasing order, limits as of quantile_estimate.
[[nodiscard]] QuantileSummary summarised_quantile(std::span<const double> sorted, double prob);

/// Treatment's quantile less control's, or that over |control's|: the variance is read off the 95 %
/// limits, (limits_n / n) (n - 1) ((high - low) / (2 z))^2, at least 1e-5 from n = 100 on;
/// Welch's test of it (Deng, Knoblich and Lu 2018, section 4; as the program GrowthBook does it).
[[nodiscard]] EffectTest quantile_difference(const QuantileSummary& control,
                                             const QuantileSummary& treat, bool relative,
                                             const MeanTestOptions& options);

}  // namespace journeylab
