#include "stats/ratio_metric.h"

#include <algorithm>
#include <cmath>

namespace journeylab {
namespace {

std::string fault_of(const RatioSummary& control, const RatioSummary& treat) {
  if (control.n == 0 || treat.n == 0) return "an arm has no customers";
  if (control.mean_denominator == 0.0 || treat.mean_denominator == 0.0) {
    return "the denominator is 0";
  }
  return {};
}

EffectTest no_effect(std::string reason) {
  EffectTest result;
  result.reason = std::move(reason);
  return result;
}

}  // namespace

MeanSummary linearised(const RatioSummary& arm) {
  const double ratio = arm.mean_numerator / arm.mean_denominator;
  double spread = arm.variance_numerator;
  if (arm.variance_denominator > 0.0) {
    const double slope = arm.covariance / arm.variance_denominator;
    const double residual = arm.variance_numerator - slope * arm.covariance;
    const double away = ratio - slope;
    spread = std::max(residual, 0.0) + away * away * arm.variance_denominator;
  }
  return {
      .n = arm.n, .mean = ratio, .variance = spread / arm.mean_denominator / arm.mean_denominator};
}

EffectTest ratio_difference(const RatioSummary& control, const RatioSummary& treat,
                            const MeanTestOptions& options, bool student) {
  if (std::string fault = fault_of(control, treat); !fault.empty()) {
    return no_effect(std::move(fault));
  }
  return student ? welch_test(linearised(control), linearised(treat), options)
                 : z_test(linearised(control), linearised(treat), options);
}

EffectTest ratio_lift(const RatioSummary& control, const RatioSummary& treat,
                      const MeanTestOptions& options) {
  if (std::string fault = fault_of(control, treat); !fault.empty()) {
    return no_effect(std::move(fault));
  }
  const LiftEstimate lift = delta_lift_of_means(linearised(control), linearised(treat),
                                                options.confidence, LiftQuantile::welch);
  if (!lift.lift.value) return no_effect(lift.lift.reason);
  return tested_effect(*lift.lift.value, *lift.lift.standard_error, lift.df, options);
}

}  // namespace journeylab
