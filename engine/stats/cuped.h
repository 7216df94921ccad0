// CUPED: a difference of means, or of ratios, made sharper by what was known of the customers
// before the experiment. From summaries of both arms, with one or several covariates. Formulas and
// when not to use it: engine/methods/cuped.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/two_means.h"

namespace journeylab {

/// Means and covariances (divisor n - 1) of several variables of an arm's customers.
struct ArmMoments {
  std::uint64_t n = 0;
  std::vector<double> mean;
  std::vector<double> covariance;  ///< row by row, mean.size() squared
  /// Exact less the doubles above, where known, else empty: what is left of a variance by a
  /// covariate that nearly is the outcome, and of means far from 0, lives on it.
  std::vector<double> mean_rounding = {};
  std::vector<double> covariance_rounding = {};

  [[nodiscard]] double covariance_of(std::size_t i, std::size_t j) const {
    return covariance[i * mean.size() + j];
  }
};

/// Moments of columns of equal length, by two passes, with what the doubles round off.
[[nodiscard]] ArmMoments arm_moments(std::span<const std::vector<double>> columns);

/// Mean of variable i under treatment less control's.
[[nodiscard]] double mean_gap(const ArmMoments& control, const ArmMoments& treat, std::size_t i);

/// Where the slopes of the outcome on the covariates come from.
enum class CupedSlope : std::uint8_t {
  pooled_total,   ///< all customers, the arm ignored (Deng et al. 2013, eq. 4)
  pooled_within,  ///< all customers, about their arms' means: the default
  per_arm,        ///< each arm its own, as with interactions (Lin 2013)
};

/// An effect on adjusted means, mean(y) - slopes * (mean(x) - overall mean of x).
struct CupedResult {
  std::vector<double> slopes;  ///< one a covariate; empty where each arm has its own
  double control_mean = 0.0;   ///< adjusted
  double treat_mean = 0.0;
  EffectTest test;
  /// Adjusted over unadjusted variance of the effect: 0.6 means 40 % fewer customers do.
  double variance_left = 1.0;
};

/// Welch's test of the adjusted means. Variable 0 of the moments is the outcome, the others are the
/// covariates, which the treatment cannot have touched. Covariates that are constant or
/// combinations of others add nothing and get the least slopes. No degrees of freedom are charged.
[[nodiscard]] CupedResult cuped_test(const ArmMoments& control, const ArmMoments& treat,
                                     CupedSlope slope, const MeanTestOptions& options);

/// The same of a ratio metric: variables 0 and 1 are numerator and denominator, the others the
/// covariates. The ratio is replaced by its linear part, (numerator - R denominator) / mean
/// denominator about the arm's R (Deng, Knoblich and Lu 2018). For a covariate that is itself a
/// ratio give its numerator and denominator as two.
[[nodiscard]] CupedResult cuped_ratio_test(const ArmMoments& control, const ArmMoments& treat,
                                           CupedSlope slope, const MeanTestOptions& options);

}  // namespace journeylab
