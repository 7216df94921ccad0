// Power, size and smallest detectable difference of Student's t test of two means with one standard
// deviation, by the noncentral t distribution: what power_effect.h says by the normal one is a
// customer or two short in small tests. Theory: engine/methods/power.md.
#pragma once

#include "stats/power_plan.h"

namespace journeylab {

/// A difference of means (not 0) and the standard deviation (above 0) of both arms.
struct MeanDifference {
  double difference = 0.0;
  double deviation = 1.0;
};

/// Power with n_control + n_treat - 2 degrees of freedom, above 0; sizes need not be whole. Throws
/// std::invalid_argument outside of the ranges; so do the functions below. A difference of 0 has a
/// power too: the error.
[[nodiscard]] double power_of_student_test(const MeanDifference& means, const ArmSizes& sizes,
                                           const TestLevel& level,
                                           PowerTails tails = PowerTails::near);

/// Real sizes at which it has the planned power; never below 2.1 customers in all.
[[nodiscard]] ArmSizes size_for_student_test(const MeanDifference& means, const SizePlan& plan,
                                             PowerTails tails = PowerTails::near);

/// The smallest difference, above 0, found with the plan's power (its ratio is not read).
[[nodiscard]] double detectable_mean_difference(double deviation, const ArmSizes& sizes,
                                                const SizePlan& plan,
                                                PowerTails tails = PowerTails::near);

/// P(T > t) of the noncentral t distribution, df > 0, with its digits in the far tail too: the
/// normal tail over the distribution of the standard deviation by Gauss-Legendre panels.
[[nodiscard]] double noncentral_student_tail(double t, double df, double noncentrality);

}  // namespace journeylab
