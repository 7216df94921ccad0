#include "stats/two_means.h"

#include <cmath>
#include <limits>

#include "stats/distributions.h"

namespace journeylab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double variance_of_mean(const MeanSummary& arm) {
  return arm.variance / static_cast<double>(arm.n);
}

double pooled_df(const MeanSummary& control, const MeanSummary& treat) {
  return static_cast<double>(control.n) + static_cast<double>(treat.n) - 2.0;
}

double pooled_variance(const MeanSummary& control, const MeanSummary& treat) {
  const double df = pooled_df(control, treat);
  return control.variance * ((static_cast<double>(control.n) - 1.0) / df) +
         treat.variance * ((static_cast<double>(treat.n) - 1.0) / df);
}

// Why there is no spread to test with; empty if there is.
std::string fault_of(const MeanSummary& control, const MeanSummary& treat, std::uint64_t least) {
  if (control.n == 0 || treat.n == 0) return "an arm has no customers";
  if (control.n < least || treat.n < least) return "one customer shows no spread";
  return {};
}

EffectTest untested(const MeanSummary& control, const MeanSummary& treat, std::string reason) {
  EffectTest result;
  if (control.n > 0 && treat.n > 0) result.effect = treat.mean - control.mean;
  result.reason = std::move(reason);
  return result;
}

double lift_df(const MeanSummary& control, const MeanSummary& treat, LiftQuantile quantile) {
  if (quantile == LiftQuantile::normal) return infinity;
  if (quantile == LiftQuantile::pooled) return pooled_df(control, treat);
  return satterthwaite_df(variance_of_mean(control), control.n, variance_of_mean(treat), treat.n);
}

LiftEstimate no_lift(std::string reason) {
  return {.lift = no_estimate(std::move(reason)), .df = 0.0};
}

}  // namespace

EffectTest tested_effect(double effect, double error, double df, const MeanTestOptions& options) {
  EffectTest result;
  result.effect = effect;
  result.standard_error = error;
  result.df = df;
  if (!(error > 0.0) || !(df > 0.0)) {
    result.reason = "the values show no spread";
    if (error == 0.0) result.interval = Interval{.low = effect, .high = effect};
    return result;
  }
  const double statistic = (effect - options.null_difference) / error;
  result.statistic = statistic;
  result.p_value = student_p_value(statistic, df, options.alternative);
  result.interval = tested_interval(effect, error, df, options.confidence, options.alternative);
  return result;
}

double satterthwaite_df(double control_variance, std::uint64_t control_n, double treat_variance,
                        std::uint64_t treat_n) {
  // Shares of the sum, so that no square leaves the doubles.
  const double sum = control_variance + treat_variance;
  const double c = control_variance / sum;
  const double t = treat_variance / sum;
  return 1.0 / (c * c / (static_cast<double>(control_n) - 1.0) +
                t * t / (static_cast<double>(treat_n) - 1.0));
}

EffectTest welch_test(const MeanSummary& control, const MeanSummary& treat,
                      const MeanTestOptions& options) {
  if (std::string fault = fault_of(control, treat, 2); !fault.empty()) {
    return untested(control, treat, std::move(fault));
  }
  const double c = variance_of_mean(control);
  const double t = variance_of_mean(treat);
  return tested_effect(treat.mean - control.mean, std::sqrt(c + t),
                       satterthwaite_df(c, control.n, t, treat.n), options);
}

EffectTest student_test(const MeanSummary& control, const MeanSummary& treat,
                        const MeanTestOptions& options) {
  if (std::string fault = fault_of(control, treat, 1); !fault.empty()) {
    return untested(control, treat, std::move(fault));
  }
  if (control.n + treat.n < 3) return untested(control, treat, "two customers show no spread");
  const double per_customer =
      1.0 / static_cast<double>(control.n) + 1.0 / static_cast<double>(treat.n);
  return tested_effect(treat.mean - control.mean,
                       std::sqrt(pooled_variance(control, treat) * per_customer),
                       pooled_df(control, treat), options);
}

EffectTest z_test(const MeanSummary& control, const MeanSummary& treat,
                  const MeanTestOptions& options) {
  if (std::string fault = fault_of(control, treat, 2); !fault.empty()) {
    return untested(control, treat, std::move(fault));
  }
  return tested_effect(treat.mean - control.mean,
                       std::sqrt(variance_of_mean(control) + variance_of_mean(treat)), infinity,
                       options);
}

EffectTest one_mean_test(const MeanSummary& differences, const MeanTestOptions& options) {
  EffectTest result;
  if (differences.n == 0) {
    result.reason = "no customers";
    return result;
  }
  if (differences.n == 1) {
    result.effect = differences.mean;
    result.reason = "one customer shows no spread";
    return result;
  }
  return tested_effect(differences.mean, std::sqrt(variance_of_mean(differences)),
                       static_cast<double>(differences.n) - 1.0, options);
}

EffectTest equivalence_of_means(const MeanSummary& control, const MeanSummary& treat, double low,
                                double high, double confidence) {
  EffectTest above = welch_test(
      control, treat,
      {.confidence = confidence, .alternative = Alternative::greater, .null_difference = low});
  const EffectTest below = welch_test(
      control, treat,
      {.confidence = confidence, .alternative = Alternative::less, .null_difference = high});
  if (!above.p_value || !below.p_value) return above;
  EffectTest weaker = above.p_value->ln_p >= below.p_value->ln_p ? above : below;
  weaker.interval = Interval{.low = above.interval->low, .high = below.interval->high};
  return weaker;
}

EffectTest non_inferiority_of_means(const MeanSummary& control, const MeanSummary& treat,
                                    double margin, double confidence) {
  return welch_test(
      control, treat,
      {.confidence = confidence, .alternative = Alternative::greater, .null_difference = -margin});
}

LiftEstimate delta_lift_of_means(const MeanSummary& control, const MeanSummary& treat,
                                 double confidence, LiftQuantile quantile) {
  if (std::string fault = fault_of(control, treat, 2); !fault.empty()) {
    return no_lift(std::move(fault));
  }
  const double df = lift_df(control, treat, quantile);
  const Measured c{.value = control.mean, .variance = variance_of_mean(control)};
  const Measured t{.value = treat.mean, .variance = variance_of_mean(treat)};
  const bool spread = c.variance + t.variance > 0.0;
  const double critical = spread ? student_critical(confidence, df) : 0.0;
  return {.lift = relative_difference(c, t, critical), .df = df};
}

LiftEstimate log_lift_of_means(const MeanSummary& control, const MeanSummary& treat,
                               double confidence, LiftQuantile quantile) {
  if (std::string fault = fault_of(control, treat, 2); !fault.empty()) {
    return no_lift(std::move(fault));
  }
  if (control.mean == 0.0 || treat.mean == 0.0 || (control.mean > 0.0) != (treat.mean > 0.0)) {
    return no_lift("a ratio of means needs two means of the same sign");
  }
  const double c = variance_of_mean(control) / control.mean / control.mean;
  const double t = variance_of_mean(treat) / treat.mean / treat.mean;
  const double df = quantile == LiftQuantile::welch ? satterthwaite_df(c, control.n, t, treat.n)
                                                    : lift_df(control, treat, quantile);
  const double error = std::sqrt(c + t);
  const double reach = error > 0.0 ? student_critical(confidence, df) * error : 0.0;
  const double lift = (treat.mean - control.mean) / control.mean;
  // (1 + lift) e^reach - 1 without the 1 that would swallow a small lift.
  const auto moved = [lift](double by) { return lift + (1.0 + lift) * std::expm1(by); };
  return {.lift = {.value = lift,
                   .standard_error = error,
                   .interval = Interval{.low = moved(-reach), .high = moved(reach)},
                   .reason = {}},
          .df = df};
}

LiftEstimate fieller_lift_of_means(const MeanSummary& control, const MeanSummary& treat,
                                   double confidence, LiftQuantile quantile) {
  if (std::string fault = fault_of(control, treat, 2); !fault.empty()) {
    return no_lift(std::move(fault));
  }
  if (control.mean == 0.0) return no_lift("nothing can be relative to control: its mean is 0");
  const double df = lift_df(control, treat, quantile);
  Measured c{.value = control.mean, .variance = variance_of_mean(control)};
  Measured t{.value = treat.mean, .variance = variance_of_mean(treat)};
  if (quantile == LiftQuantile::pooled) {
    const double pooled = pooled_variance(control, treat);
    c.variance = pooled / static_cast<double>(control.n);
    t.variance = pooled / static_cast<double>(treat.n);
  }
  const bool spread = c.variance + t.variance > 0.0;
  const double critical = spread ? student_critical(confidence, df) : 0.0;
  Estimated lift = relative_difference(c, t, critical);
  lift.value = (treat.mean - control.mean) / control.mean;
  lift.interval = fieller_interval(c, t, critical);
  if (!lift.interval) lift.reason = "control's mean is too near to 0 for a bounded interval";
  return {.lift = lift, .df = df};
}

}  // namespace journeylab
