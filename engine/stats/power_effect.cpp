#include "stats/power_effect.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "stats/distributions.h"
#include "stats/root.h"

namespace journeylab {
namespace {

void check_variances(const ArmVariances& variances) {
  if (!(variances.control >= 0.0 && variances.treat >= 0.0 &&
        variances.control + variances.treat > 0.0 && std::isfinite(variances.control) &&
        std::isfinite(variances.treat))) {
    throw std::invalid_argument("nothing varies, so that any two customers show the effect");
  }
}

double standard_error(const ArmVariances& variances, const ArmSizes& sizes) {
  check_variances(variances);
  check_sizes(sizes);
  return std::sqrt(variances.control / sizes.control + variances.treat / sizes.treat);
}

void check_margin(double margin) {
  if (!(margin > 0.0 && std::isfinite(margin))) {
    throw std::invalid_argument("the margin is not above 0");
  }
}

}  // namespace

ArmSizes size_for_effect(double effect, const ArmVariances& variances, const SizePlan& plan) {
  check_variances(variances);
  if (!(effect != 0.0 && std::isfinite(effect))) {
    throw std::invalid_argument("the effect is 0, which no number of customers shows");
  }
  const double deviations = plan_deviations(plan).sum() / effect;
  return arms_of(plan,
                 deviations * deviations * (variances.control + variances.treat / plan.ratio));
}

double power_of_effect(double effect, const ArmVariances& variances, const ArmSizes& sizes,
                       const TestLevel& level, PowerTails tails) {
  return normal_power(std::abs(effect) / standard_error(variances, sizes), 1.0, level, tails);
}

double detectable_effect(const ArmVariances& variances, const ArmSizes& sizes,
                         const SizePlan& plan) {
  return plan_deviations(plan).sum() * standard_error(variances, sizes);
}

ArmSizes size_for_noninferiority(double effect, double margin, const ArmVariances& variances,
                                 const SizePlan& plan) {
  check_margin(margin);
  if (!(effect + margin > 0.0)) {
    throw std::invalid_argument("the expected difference is at or beyond the margin");
  }
  return size_for_effect(effect + margin, variances, plan);
}

double power_of_equivalence(double effect, double margin, const ArmVariances& variances,
                            const ArmSizes& sizes, const TestLevel& level) {
  check_margin(margin);
  const double error = standard_error(variances, sizes);
  const double critical = critical_value(level);
  // Estimates between the two bounds show equivalence; 1 - tail - tail keeps small differences by
  // subtracting on the side where both are small.
  const double low = (-margin - effect) / error + critical;
  const double high = (margin - effect) / error - critical;
  if (low >= high) return 0.0;
  return low > 0.0 ? normal_tail(low) - normal_tail(high) : normal_tail(-high) - normal_tail(-low);
}

ArmSizes size_for_equivalence(double effect, double margin, const ArmVariances& variances,
                              const SizePlan& plan) {
  check_margin(margin);
  if (!(std::abs(effect) < margin)) {
    throw std::invalid_argument("the expected difference is at or beyond the margin");
  }
  // One test alone, against the nearer margin, needs fewer; with the error of power halved against
  // each, both are sure to be enough.
  const double nearest = margin - std::abs(effect);
  SizePlan stricter = plan;
  stricter.power = 1.0 - (1.0 - plan.power) / 2.0;
  const double low = size_for_effect(nearest, variances, plan).control;
  const double high = size_for_effect(nearest, variances, stricter).control;
  const auto short_by = [&](double control) {
    return power_of_equivalence(effect, margin, variances, arms_of(plan, control), plan.level) -
           plan.power;
  };
  return arms_of(plan, find_root(short_by, low, high));
}

double ratio_variance(const RatioMoments& moments) {
  if (!(moments.mean_denominator != 0.0)) {
    throw std::invalid_argument("the denominator's mean is 0");
  }
  const double ratio = moments.mean_numerator / moments.mean_denominator;
  const double sum = moments.variance_numerator - 2.0 * ratio * moments.covariance +
                     ratio * ratio * moments.variance_denominator;
  return std::max(0.0, sum) / (moments.mean_denominator * moments.mean_denominator);
}

double variance_left(double correlation) {
  if (!(correlation > -1.0 && correlation < 1.0)) {
    throw std::invalid_argument("the correlation is not between -1 and 1");
  }
  return (1.0 - correlation) * (1.0 + correlation);
}

double design_effect(const Clusters& clusters) {
  if (!(clusters.mean_size >= 1.0 && std::isfinite(clusters.mean_size))) {
    throw std::invalid_argument("the mean size of a cluster is not at least 1");
  }
  if (!(clusters.variation >= 0.0 && std::isfinite(clusters.variation))) {
    throw std::invalid_argument("the variation of the clusters' size is not at least 0");
  }
  if (!(clusters.intraclass_correlation >= 0.0 && clusters.intraclass_correlation <= 1.0)) {
    throw std::invalid_argument("the intraclass correlation is not from 0 to 1");
  }
  const double spread = 1.0 + clusters.variation * clusters.variation;
  return 1.0 + (spread * clusters.mean_size - 1.0) * clusters.intraclass_correlation;
}

}  // namespace journeylab
