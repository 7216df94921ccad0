#include "stats/power_many_arms.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/non_central_f.hpp>

#include "stats/distributions.h"
#include "stats/gauss_panel.h"
#include "stats/power_effect.h"
#include "stats/root.h"

namespace journeylab {
namespace {

using boost::math::complement;

// P(no rejection) of the F test.
double missed_by_anova(int groups, double spread, double n, double alpha) {
  const double between = groups - 1.0;
  const double within = (n - 1.0) * groups;
  const double bound = quantile(complement(boost::math::fisher_f(between, within), alpha));
  const double shift = n * groups * spread * spread;
  return cdf(boost::math::non_central_f(between, within, shift), bound);
}

double missed_by_chi_square(double distance, double df, double n, double alpha) {
  const double bound = quantile(complement(boost::math::chi_squared(df), alpha));
  return cdf(boost::math::non_central_chi_squared(df, n * distance * distance), bound);
}

void check_spread(double spread) {
  if (!(spread > 0.0 && std::isfinite(spread))) {
    throw std::invalid_argument("the effect is not above 0");
  }
}

void check_groups(int groups) {
  if (groups < 2) throw std::invalid_argument("there are fewer than two groups");
}

void check_alpha(double alpha) {
  static_cast<void>(critical_value({.alpha = alpha, .sides = 1}));
}

// The size above `least` at which the chance of a miss, which falls with the size, is 1 - power.
template <typename Missed>
double size_where(const Missed& missed, double least, double power) {
  const auto spare = [&](double n) {
    return std::log(1.0 - power) - std::log(std::max(missed(n), 1e-300));
  };
  double high = 2.0 * least;
  while (spare(high) < 0.0) high *= 2.0;
  const double low = high == 2.0 * least ? least : high / 2.0;
  return find_root(spare, low, high);
}

// The chance that all (`none` false) or none (true) of the arms' statistics are beyond the critical
// value, given the control's deviation z.
double jointly(const DunnettDesign& design, std::span<const double> shifts, double critical,
               double z, bool none) {
  double chance = 1.0;
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    const double both = design.n_arms[i] + design.n_control;
    // Control's deviation moves arms with effects of opposite signs apart.
    const double load = std::copysign(std::sqrt(design.n_arms[i] / both), shifts[i]);
    const double own = std::sqrt(design.n_control / both);
    const double at = (critical - std::abs(shifts[i]) - load * z) / own;
    chance *= normal_tail(none ? -at : at);
  }
  return chance;
}

double joint_chance(const DunnettDesign& design, std::span<const double> shifts, double critical,
                    bool none) {
  double sum = 0.0;
  for (double low = -9.0; low < 9.0; low += 0.25) {
    for_panel(low, low + 0.25, [&](double z, double weight) {
      sum += weight * std::exp(-0.5 * z * z) * jointly(design, shifts, critical, z, none);
    });
  }
  return sum / std::sqrt(2.0 * std::numbers::pi);
}

void check_arms(const ManyArms& arms) {
  if (arms.effects.empty() || arms.effects.size() != arms.variances.size() ||
      arms.effects.size() != arms.ratios.size()) {
    throw std::invalid_argument("effects, variances and ratios are not of the same arms");
  }
  for (const double effect : arms.effects) {
    if (!(effect != 0.0 && std::isfinite(effect))) {
      throw std::invalid_argument("the effect is 0, which no number of customers shows");
    }
  }
}

// The design in which an arm's size, over that of control, gives its statistic's correlation where
// variances differ: n / v takes the place of n.
DunnettDesign design_of(const ManyArms& arms, double control, int sides) {
  DunnettDesign design{.n_control = control / arms.control_variance, .n_arms = {}, .sides = sides};
  for (std::size_t i = 0; i < arms.ratios.size(); ++i) {
    design.n_arms.push_back(control * arms.ratios[i] / arms.variances[i]);
  }
  return design;
}

std::vector<double> shifts_of(const ManyArms& arms, double control) {
  std::vector<double> shifts;
  for (std::size_t i = 0; i < arms.effects.size(); ++i) {
    const double variance =
        arms.control_variance / control + arms.variances[i] / (control * arms.ratios[i]);
    shifts.push_back(arms.effects[i] / std::sqrt(variance));
  }
  return shifts;
}

double found(const ManyArmsPower& power, FindGoal goal) {
  if (goal == FindGoal::any) return power.any;
  if (goal == FindGoal::all) return power.all;
  return *std::min_element(power.each.begin(), power.each.end());
}

ManyArmsPower power_beyond(const DunnettDesign& design, double critical,
                           std::span<const double> shifts) {
  ManyArmsPower power{.critical = critical};
  for (const double shift : shifts) power.each.push_back(normal_tail(critical - std::abs(shift)));
  if (shifts.size() == 1) {
    power.any = power.all = power.each.front();
    return power;
  }
  power.any = 1.0 - joint_chance(design, shifts, critical, true);
  power.all = joint_chance(design, shifts, critical, false);
  return power;
}

}  // namespace

double group_size_for_anova(int groups, double spread, const SizePlan& plan) {
  check_groups(groups);
  check_spread(spread);
  static_cast<void>(
      plan_deviations({.level = {.alpha = plan.level.alpha, .sides = 1}, .power = plan.power}));
  return size_where([&](double n) { return missed_by_anova(groups, spread, n, plan.level.alpha); },
                    1.0 + 0.2 / groups, plan.power);
}

double power_of_anova(int groups, double spread, double n, double alpha) {
  check_groups(groups);
  check_spread(spread);
  check_alpha(alpha);
  if (!(n > 1.0)) throw std::invalid_argument("a group has not more than one customer");
  return 1.0 - missed_by_anova(groups, spread, n, alpha);
}

double total_size_for_chi_square(double distance, double df, const SizePlan& plan) {
  check_spread(distance);
  if (!(df > 0.0)) throw std::invalid_argument("the degrees of freedom are not above 0");
  static_cast<void>(
      plan_deviations({.level = {.alpha = plan.level.alpha, .sides = 1}, .power = plan.power}));
  const double least = 1e-3 / (distance * distance);
  return size_where(
      [&](double n) { return missed_by_chi_square(distance, df, n, plan.level.alpha); }, least,
      plan.power);
}

double power_of_chi_square(double distance, double df, double n, double alpha) {
  check_spread(distance);
  check_alpha(alpha);
  if (!(df > 0.0)) throw std::invalid_argument("the degrees of freedom are not above 0");
  if (!(n > 0.0)) throw std::invalid_argument("there are no customers");
  return 1.0 - missed_by_chi_square(distance, df, n, alpha);
}

TestLevel bonferroni_level(const TestLevel& level, int arms) {
  if (arms < 1) throw std::invalid_argument("there is no arm to compare with control");
  return {.alpha = level.alpha / arms, .sides = level.sides};
}

ManyArmsPower power_of_dunnett(const DunnettDesign& design, double alpha,
                               std::span<const double> shifts) {
  if (shifts.size() != design.n_arms.size()) {
    throw std::invalid_argument("effects and sizes are not of the same arms");
  }
  return power_beyond(design, dunnett_critical(design, alpha), shifts);
}

double control_size_for_dunnett(const ManyArms& arms, FindGoal goal, const SizePlan& plan) {
  check_arms(arms);
  static_cast<void>(plan_deviations(plan));
  // The correlations, and so the critical value, do not change with the size.
  const double critical =
      dunnett_critical(design_of(arms, 1e6, plan.level.sides), plan.level.alpha);
  const auto spare = [&](double control) {
    const DunnettDesign design = design_of(arms, control, plan.level.sides);
    const std::vector<double> shifts = shifts_of(arms, control);
    return found(power_beyond(design, critical, shifts), goal) - plan.power;
  };
  double high =
      size_for_effect(arms.effects.front(),
                      {.control = arms.control_variance, .treat = arms.variances.front()},
                      {.level = plan.level, .power = plan.power, .ratio = arms.ratios.front()})
          .control;
  while (spare(high) < 0.0) high *= 2.0;
  double low = high / 2.0;
  while (low > 1e-9 && spare(low) > 0.0) low /= 2.0;
  return find_root(spare, low, high);
}

}  // namespace journeylab
