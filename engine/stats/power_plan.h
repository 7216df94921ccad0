// What every calculation of power and sample size shares: the error that a test may make, the power
// that it shall have, and the sizes of its arms. Sizes are real numbers until they are rounded up.
// Theory: engine/methods/power.md.
#pragma once

#include <cstdint>

namespace journeylab {

/// The error of the first kind that a test may make, over all its sides together.
struct TestLevel {
  double alpha = 0.05;  ///< inside 0 and 1
  int sides = 2;        ///< 1: only a difference in the expected direction is decided
};

/// What a size is asked for.
struct SizePlan {
  TestLevel level = {};
  double power = 0.8;  ///< above the error of one side, below 1
  double ratio = 1.0;  ///< customers of treatment for each one of control, above 0
};

/// Customers of both arms.
struct ArmSizes {
  double control = 0.0;
  double treat = 0.0;
};

/// Which decisions count as found: those in the direction of the effect, or wrong ones as well.
enum class PowerTails : std::uint8_t { near, both };

/// z that is exceeded on one side with the error of that side. Throws std::invalid_argument for a
/// level outside the ranges above.
[[nodiscard]] double critical_value(const TestLevel& level);

/// The normal deviations that a plan asks for: the effect over its standard error is their sum.
struct PlanDeviations {
  double level = 0.0;  ///< of the error of one side
  double power = 0.0;  ///< of the power; below 0 where the power is below one half
  [[nodiscard]] double sum() const noexcept { return level + power; }
};

/// Throws std::invalid_argument for a plan outside the ranges above.
[[nodiscard]] PlanDeviations plan_deviations(const SizePlan& plan);

/// Both arms of a plan from the size of control.
[[nodiscard]] inline ArmSizes arms_of(const SizePlan& plan, double control) noexcept {
  return {.control = control, .treat = plan.ratio * control};
}

/// Throws std::invalid_argument unless both arms have customers.
void check_sizes(const ArmSizes& sizes);

/// The power of a normal statistic: `shift` is the effect over the standard error, `scale` the
/// standard error without effect over that with it. Tiny powers keep their digits.
[[nodiscard]] double normal_power(double shift, double scale, const TestLevel& level,
                                  PowerTails tails);

/// A size rounded up to whole customers; one that exceeds a whole number only by the rounding of a
/// double is that number.
[[nodiscard]] double whole_customers(double size);

}  // namespace journeylab
