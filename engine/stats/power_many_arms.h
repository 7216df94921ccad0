// Power and size of tests of several groups at once: equality of means and of shares, and many
// variants against one control. Theory: engine/methods/power.md.
#pragma once

#include <span>
#include <vector>

#include "stats/dunnett.h"
#include "stats/power_plan.h"

namespace journeylab {

/// Customers of each of `groups` equal groups at which the F test of equal means has the power, by
/// the noncentral F distribution; `spread` is Cohen's f, the standard deviation of the means over
/// that of the customers. Throws std::invalid_argument for fewer than two groups, a spread that is
/// not above 0, or a plan outside its ranges (sides and ratio are not read).
[[nodiscard]] double group_size_for_anova(int groups, double spread, const SizePlan& plan);

/// Its power with n customers (> 1) in each group.
[[nodiscard]] double power_of_anova(int groups, double spread, double n, double alpha);

/// All customers at which the chi-square test with df degrees of freedom has the power, by the
/// noncentral chi-square distribution; `distance` is Cohen's w, the root of the sum of (p - p0)^2 /
/// p0 over the cells.
[[nodiscard]] double total_size_for_chi_square(double distance, double df, const SizePlan& plan);

/// Its power with n customers in all.
[[nodiscard]] double power_of_chi_square(double distance, double df, double n, double alpha);

/// The error of each of `arms` comparisons that Bonferroni's correction leaves. Holm's is at least
/// as powerful, and as powerful for finding any effect at all.
[[nodiscard]] TestLevel bonferroni_level(const TestLevel& level, int arms);

/// Several variants against one control by Dunnett's test. The shifts are the true effects over
/// their standard errors, one for each arm of the design.
struct ManyArmsPower {
  double critical = 0.0;          ///< of each statistic
  std::vector<double> each = {};  ///< of each arm, in its effect's direction
  double any = 0.0;               ///< at least one is found, in its direction
  double all = 0.0;               ///< all are found
};
[[nodiscard]] ManyArmsPower power_of_dunnett(const DunnettDesign& design, double alpha,
                                             std::span<const double> shifts);

/// Several variants with effects and variances of their own.
struct ManyArms {
  std::vector<double> effects = {};    ///< of each variant, none is 0
  double control_variance = 1.0;       ///< of one customer
  std::vector<double> variances = {};  ///< of one customer of each variant
  std::vector<double> ratios = {};     ///< customers for each one of control
};

/// What a size shall find: the variant that is hardest to see, at least one, or all of them.
enum class FindGoal : std::uint8_t { each, any, all };

/// Customers of control at which Dunnett's test (normal, known variances) has the plan's power (its
/// ratio is not read). Throws std::invalid_argument for lists of different lengths, an effect of 0.
[[nodiscard]] double control_size_for_dunnett(const ManyArms& arms, FindGoal goal,
                                              const SizePlan& plan);

}  // namespace journeylab
