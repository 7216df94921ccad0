#include "stats/power_two_means.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "stats/distributions.h"
#include "stats/gauss_panel.h"
#include "stats/power_effect.h"
#include "stats/root.h"

namespace journeylab {
namespace {

void check_means(const MeanDifference& means) {
  if (!(means.deviation > 0.0 && std::isfinite(means.deviation))) {
    throw std::invalid_argument("the standard deviation is not above 0");
  }
  if (!std::isfinite(means.difference)) throw std::invalid_argument("the difference is not finite");
}

double shift_of(const MeanDifference& means, const ArmSizes& sizes) {
  return std::abs(means.difference) / means.deviation /
         std::sqrt(1.0 / sizes.control + 1.0 / sizes.treat);
}

// The power for a difference that is `shift` standard errors wide.
double power_at(double shift, double df, const TestLevel& level, PowerTails tails) {
  const double bound = student_quantile_above(level.alpha / level.sides, df);
  const double near = noncentral_student_tail(bound, df, shift);
  const bool far_counts = tails == PowerTails::both && level.sides == 2;
  return far_counts ? near + noncentral_student_tail(bound, df, -shift) : near;
}

// The distance to the planned power, with its digits where the power is close to 1.
double beyond_plan(double shift, double df, const SizePlan& plan, PowerTails tails) {
  const double bound = student_quantile_above(plan.level.alpha / plan.level.sides, df);
  const double lost = noncentral_student_tail(-bound, df, -shift);  // P(T <= bound)
  double target = 1.0 - plan.power;
  if (tails == PowerTails::both && plan.level.sides == 2) {
    target += noncentral_student_tail(bound, df, -shift);
  }
  return std::log(target) - std::log(std::max(lost, 1e-300));
}

// Density of the logarithm y of a gamma variable of shape a. The second form is for the far lower
// end, where only small shapes have any.
double log_gamma_density(double a, double y) {
  constexpr double far_below = -200.0;
  if (y > far_below) return std::exp(y) * boost::math::gamma_p_derivative(a, std::exp(y));
  return std::exp(a * y - boost::math::lgamma(a));
}

double degrees_of(const ArmSizes& sizes) {
  check_sizes(sizes);
  const double df = sizes.control + sizes.treat - 2.0;
  if (!(df > 0.0)) throw std::invalid_argument("Student's test needs more than two customers");
  return df;
}

}  // namespace

double noncentral_student_tail(double t, double df, double noncentrality) {
  if (!(df > 0.0) || std::isnan(t) || std::isnan(noncentrality)) {
    throw std::invalid_argument("the degrees of freedom are not above 0");
  }
  constexpr double about_normal = 1e16;  // s is 1 to the last digits
  if (df > about_normal) return normal_tail(t - noncentrality);
  // P(s > 1 + x / sqrt(df)) < exp(-x^2 / 2): beyond this the answer is certain to 1e-300.
  const double certain = 40.0 + std::abs(t) * (1.0 + 40.0 / std::sqrt(df));
  if (std::abs(noncentrality) > certain) return noncentrality > 0.0 ? 1.0 : 0.0;
  // P(Z > t s - noncentrality) over y = ln(df s^2 / 2), whose density is log-concave with the
  // standard deviation sqrt(trigamma(df / 2)); downwards it falls as e^(y df / 2) only.
  const double a = df / 2.0;
  const double middle = boost::math::digamma(a);
  const double deviation = std::sqrt(boost::math::trigamma(a));
  const double far = std::log1p(t * t / df) + std::log1p(noncentrality * noncentrality / df);
  const double lowest = middle - far - std::max(10.0 * deviation, 60.0 / a);
  const double highest = middle + far + 9.0 * deviation;
  // The normal tail turns over one unit of t s: a panel spans at most two of them.
  double sum = 0.0;
  double all = 0.0;  // 1, but for the rounding of the density at very many degrees of freedom
  for (double high = highest; high > lowest;) {
    const double s = std::exp(0.5 * (high - std::log(a)));
    const double turn = std::abs(t) * s > 0.0 ? 4.0 / (std::abs(t) * s) : 1.5 * deviation;
    const double low = high - std::min(1.5 * deviation, std::max(turn, 0.05 * deviation));
    for_panel(low, high, [&](double y, double weight) {
      const double half = std::exp(y);
      const double density = log_gamma_density(a, y);
      all += weight * density;
      sum += weight * density * normal_tail(t * std::sqrt(half / a) - noncentrality);
    });
    high = low;
  }
  return std::min(1.0, sum / all);
}

double power_of_student_test(const MeanDifference& means, const ArmSizes& sizes,
                             const TestLevel& level, PowerTails tails) {
  check_means(means);
  static_cast<void>(critical_value(level));
  const double df = degrees_of(sizes);
  return power_at(shift_of(means, sizes), df, level, tails);
}

ArmSizes size_for_student_test(const MeanDifference& means, const SizePlan& plan,
                               PowerTails tails) {
  check_means(means);
  const double variance = means.deviation * means.deviation;
  const double normal =
      size_for_effect(means.difference, {.control = variance, .treat = variance}, plan).control;
  if (!std::isfinite(normal)) {
    throw std::invalid_argument("no finite number of customers shows so small a difference");
  }
  const auto spare = [&](double control) {
    const ArmSizes sizes = arms_of(plan, control);
    return beyond_plan(shift_of(means, sizes), sizes.control + sizes.treat - 2.0, plan, tails);
  };
  // The normal size is too small, unless two tails count. With two customers there are no degrees
  // of freedom; below a tenth of one the quantile is of no use.
  const double least = 2.1 / (1.0 + plan.ratio);
  double high = std::max(2.0 * least, normal + 4.0 / (1.0 + plan.ratio));
  while (spare(high) < 0.0) high *= 2.0;
  double low = std::max(least, 0.9 * normal);
  while (low > least && spare(low) > 0.0) low = std::max(least, low / 2.0);
  if (spare(low) >= 0.0) return arms_of(plan, low);
  return arms_of(plan, find_root(spare, low, high));
}

double detectable_mean_difference(double deviation, const ArmSizes& sizes, const SizePlan& plan,
                                  PowerTails tails) {
  check_means({.difference = 1.0, .deviation = deviation});
  const double df = degrees_of(sizes);
  const double normal = plan_deviations(plan).sum();
  const auto spare = [&](double shift) { return beyond_plan(shift, df, plan, tails); };
  double high = normal;
  while (spare(high) < 0.0) high *= 2.0;
  const double shift = find_root(spare, 0.0, high);
  return shift * deviation * std::sqrt(1.0 / sizes.control + 1.0 / sizes.treat);
}

}  // namespace journeylab
