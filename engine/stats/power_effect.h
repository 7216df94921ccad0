// Power and size of a test of any effect whose estimate is about normal, from the variance that one
// customer adds in each arm: means, ratios of sums, shares, retention, any of them adjusted by what
// was known before. Non-inferiority and equivalence as well. Theory: engine/methods/power.md.
#pragma once

#include "stats/power_plan.h"

namespace journeylab {

/// Variance of one customer's contribution: the estimate's is control / n_control + treat /
/// n_treat. At least one is above 0.
struct ArmVariances {
  double control = 0.0;
  double treat = 0.0;
};

/// Sizes at which a difference of `effect` (not 0) is found: n_control = (z_a + z_b)^2 (v_control +
/// v_treat / r) / effect^2. Throws std::invalid_argument for an effect of 0, no variance, or a plan
/// outside its ranges; so do the functions below.
[[nodiscard]] ArmSizes size_for_effect(double effect, const ArmVariances& variances,
                                       const SizePlan& plan);

[[nodiscard]] double power_of_effect(double effect, const ArmVariances& variances,
                                     const ArmSizes& sizes, const TestLevel& level,
                                     PowerTails tails = PowerTails::near);

/// The smallest effect, above 0, found with the plan's power by arms of these sizes (its ratio is
/// not read).
[[nodiscard]] double detectable_effect(const ArmVariances& variances, const ArmSizes& sizes,
                                       const SizePlan& plan);

/// Sizes that show that the difference is above -margin (margin > 0, higher is better), where it
/// truly is `effect` > -margin; the level is that of one side.
[[nodiscard]] ArmSizes size_for_noninferiority(double effect, double margin,
                                               const ArmVariances& variances, const SizePlan& plan);

/// The chance that both one-sided tests (Schuirmann 1987) place the difference inside -margin and
/// margin, each at the level's alpha / sides of one side; 0 where the arms are too small for any.
[[nodiscard]] double power_of_equivalence(double effect, double margin,
                                          const ArmVariances& variances, const ArmSizes& sizes,
                                          const TestLevel& level);

/// Sizes for it, by root finding; `effect` is inside the margin.
[[nodiscard]] ArmSizes size_for_equivalence(double effect, double margin,
                                            const ArmVariances& variances, const SizePlan& plan);

/// Means, variances and covariance of a numerator and a denominator of one customer.
struct RatioMoments {
  double mean_numerator = 0.0;
  double mean_denominator = 1.0;
  double variance_numerator = 0.0;
  double variance_denominator = 0.0;
  double covariance = 0.0;
};

/// Variance of one customer's contribution to a ratio of sums by the delta method: (v_num - 2 R cov
/// + R^2 v_den) / mean_den^2. Throws std::invalid_argument for a mean denominator of 0.
[[nodiscard]] double ratio_variance(const RatioMoments& moments);

/// What is left of a variance once a measure known before, of the given correlation with it, has
/// been accounted for: 1 - correlation^2 (Deng, Xu, Kohavi and Walker 2013, eq. 4). Throws
/// std::invalid_argument outside -1 and 1.
[[nodiscard]] double variance_left(double correlation);

/// Customers in clusters that are assigned as wholes.
struct Clusters {
  double mean_size = 1.0;             ///< customers a cluster, at least 1
  double variation = 0.0;             ///< standard deviation of the size over its mean, at least 0
  double intraclass_correlation = 0;  ///< from 0 to 1
};

/// The factor on the sample size, 1 + ((1 + cv^2) m - 1) icc (Kish 1965; Eldridge, Ashby and Kerry
/// 2006). Throws std::invalid_argument outside of these ranges.
[[nodiscard]] double design_effect(const Clusters& clusters);

}  // namespace journeylab
