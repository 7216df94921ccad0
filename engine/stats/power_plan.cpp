#include "stats/power_plan.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "stats/distributions.h"

namespace journeylab {

double critical_value(const TestLevel& level) {
  if (!(level.alpha > 0.0 && level.alpha < 1.0)) {
    throw std::invalid_argument("alpha is not between 0 and 1");
  }
  if (level.sides != 1 && level.sides != 2) throw std::invalid_argument("sides is not 1 or 2");
  return normal_quantile_above(level.alpha / level.sides);
}

PlanDeviations plan_deviations(const SizePlan& plan) {
  const double critical = critical_value(plan.level);
  if (!(plan.power > 0.0 && plan.power < 1.0)) {
    throw std::invalid_argument("the power is not between 0 and 1");
  }
  if (!(plan.power > plan.level.alpha / plan.level.sides)) {
    throw std::invalid_argument("the power is not above alpha, which a test without effect has");
  }
  if (!(plan.ratio > 0.0 && std::isfinite(plan.ratio))) {
    throw std::invalid_argument("the ratio of the arms is not above 0");
  }
  return {.level = critical, .power = -normal_quantile_above(plan.power)};
}

void check_sizes(const ArmSizes& sizes) {
  if (!(sizes.control > 0.0 && sizes.treat > 0.0 && std::isfinite(sizes.control) &&
        std::isfinite(sizes.treat))) {
    throw std::invalid_argument("an arm has no customers");
  }
}

double normal_power(double shift, double scale, const TestLevel& level, PowerTails tails) {
  const double bound = critical_value(level) * scale;
  const double near = normal_tail(bound - shift);
  const bool far_counts = tails == PowerTails::both && level.sides == 2;
  return far_counts ? near + normal_tail(bound + shift) : near;
}

double whole_customers(double size) {
  const double nearest = std::round(size);
  const double rounding = 8.0 * std::numeric_limits<double>::epsilon() * size;
  return std::abs(size - nearest) <= rounding ? nearest : std::ceil(size);
}

}  // namespace journeylab
