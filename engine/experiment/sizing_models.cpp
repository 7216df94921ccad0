#include "experiment/sizing_models.h"

#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "stats/power_two_proportions.h"

namespace journeylab {
namespace {

bool is_curve(const SizedPair& pair) {
  return pair.metric.kind == SizedKind::retention && !pair.control.curve.age.empty();
}

// Variance of one entering customer in each arm.
ArmVariances variances_of(const SizedPair& pair) {
  if (!is_curve(pair)) {
    return {.control = pair.control.variance, .treat = pair.treat.variance};
  }
  return {.control = retention_variance(pair.control.curve, pair.follow_up) / pair.control.eligible,
          .treat = retention_variance(pair.treat.curve, pair.follow_up) / pair.treat.eligible};
}

double difference_of(const SizedPair& pair) {
  return pair.treat.value - pair.control.value;
}

TwoShares shares_of(const SizedPair& pair) {
  return {.control = pair.control.value, .treat = pair.treat.value};
}

// The ratio of the customers that the metric is about.
double eligible_ratio(const SizedPair& pair, double ratio) {
  return ratio * pair.treat.eligible / pair.control.eligible;
}

double rank_size(const SizedPair& pair, const SizePlan& plan) {
  const double ratio = eligible_ratio(pair, plan.ratio);
  const RankShift shift = rank_shift(pair.control.curve, pair.treat.curve, pair.follow_up, ratio);
  return total_size_for_rank_shift(shift, plan) / (1.0 + ratio) / pair.control.eligible;
}

}  // namespace

double control_size(const SizedPair& pair, const SizePlan& plan) {
  SizePlan eligible = plan;
  switch (pair.metric.kind) {
    case SizedKind::share:
      eligible.ratio = eligible_ratio(pair, plan.ratio);
      return size_for_proportions(shares_of(pair), ProportionModel::pooled, eligible).control /
             pair.control.eligible;
    case SizedKind::time:
      return rank_size(pair, plan);
    case SizedKind::mean:
    case SizedKind::ratio:
    case SizedKind::retention:
      break;
  }
  return size_for_effect(difference_of(pair), variances_of(pair), plan).control;
}

double pair_power(const SizedPair& pair, const ArmSizes& sizes, const TestLevel& level) {
  const ArmSizes eligible{.control = sizes.control * pair.control.eligible,
                          .treat = sizes.treat * pair.treat.eligible};
  switch (pair.metric.kind) {
    case SizedKind::share:
      return power_of_proportions(shares_of(pair), eligible, ProportionModel::pooled, level);
    case SizedKind::time: {
      const RankShift shift = rank_shift(pair.control.curve, pair.treat.curve, pair.follow_up,
                                         eligible.treat / eligible.control);
      const double root = std::sqrt(eligible.control + eligible.treat);
      return normal_power(std::abs(shift.per_root_customer) * root, 1.0, level, PowerTails::near);
    }
    case SizedKind::mean:
    case SizedKind::ratio:
    case SizedKind::retention:
      break;
  }
  return power_of_effect(difference_of(pair), variances_of(pair), sizes, level);
}

double effect_between(const SizedPair& pair, double ratio) {
  if (pair.metric.kind != SizedKind::time) return difference_of(pair);
  return std::log(
      rank_shift(pair.control.curve, pair.treat.curve, pair.follow_up, eligible_ratio(pair, ratio))
          .hazard_ratio);
}

std::string test_words(SizedKind kind) {
  switch (kind) {
    case SizedKind::share:
      return "test of two shares with the pooled variance";
    case SizedKind::mean:
      return "difference of means, normal";
    case SizedKind::ratio:
      return "difference of ratios, delta method, normal";
    case SizedKind::retention:
      return "difference of Kaplan-Meier estimates, Greenwood's variance";
    case SizedKind::time:
      break;
  }
  return "log-rank test";
}

std::string_view name_of(SizedKind kind) noexcept {
  switch (kind) {
    case SizedKind::share:
      return "share";
    case SizedKind::mean:
      return "mean";
    case SizedKind::ratio:
      return "ratio";
    case SizedKind::retention:
      return "retention";
    case SizedKind::time:
      break;
  }
  return "time";
}

SizedArm with_effect(const SizedMetric& metric, const SizedArm& control, double effect) {
  SizedArm arm = control;
  const bool bounded = metric.kind == SizedKind::share || metric.kind == SizedKind::retention;
  const bool has_curve = !control.curve.age.empty();
  double hazard = 1.0;
  if (metric.kind == SizedKind::time) {
    hazard = std::exp(effect);
  } else {
    arm.value = control.value + effect;
    if (bounded && !(arm.value >= 0.0 && arm.value <= 1.0)) {
      throw std::invalid_argument(
          fmt::format("the effect cannot be reached: it would move the share from {:.6g} to {:.6g}",
                      control.value, arm.value));
    }
    if (bounded && has_curve && control.value > 0.0 && control.value < 1.0) {
      hazard = std::log(std::max(arm.value, 1e-12)) / std::log(control.value);
    }
  }
  // Shares vary as their value says; means and ratios as in control.
  const double one = control.value * (1.0 - control.value);
  if (bounded && one > 0.0) arm.variance = control.variance * arm.value * (1.0 - arm.value) / one;
  for (double& remaining : arm.curve.remaining) remaining = std::pow(remaining, hazard);
  return arm;
}

double relative_effect(const SizedMetric& metric, const SizedArm& control, double effect) {
  return metric.kind == SizedKind::time ? std::expm1(effect) : effect / std::abs(control.value);
}

}  // namespace journeylab
