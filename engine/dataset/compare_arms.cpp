#include "dataset/compare_arms.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "stats/cuped.h"
#include "stats/logrank.h"
#include "stats/means.h"
#include "stats/proportion.h"
#include "stats/ratio_metric.h"
#include "stats/restricted_mean.h"
#include "stats/survival_difference.h"
#include "stats/two_means.h"
#include "stats/two_proportion_ratios.h"
#include "stats/two_proportion_tests.h"
#include "stats/two_proportions.h"

namespace journeylab {
namespace {

// A ratio with its interval, less 1. The error of its logarithm would mislead, so it goes.
Estimated less_one(Estimated ratio) {
  if (ratio.value && !std::isfinite(*ratio.value)) {
    return no_estimate("control has no success, so there is no relative difference");
  }
  if (ratio.value) *ratio.value -= 1.0;
  if (ratio.interval) {
    ratio.interval->low -= 1.0;
    ratio.interval->high -= 1.0;
  }
  ratio.standard_error.reset();
  return ratio;
}

void take(TrialComparison& comparison, const EffectTest& test) {
  comparison.difference = {.value = test.effect,
                           .standard_error = test.standard_error,
                           .interval = test.interval,
                           .reason = test.reason};
  comparison.statistic = test.statistic;
  if (test.p_value) comparison.p_value = test.p_value->p;
}

void compare_shares(const TrialTally& control, const TrialTally& treatment, double confidence,
                    TrialComparison& comparison) {
  comparison.control.estimate = proportion(control.share, confidence);
  comparison.treatment.estimate = proportion(treatment.share, confidence);
  comparison.test = "z of two proportions, pooled variance";
  comparison.interval = "newcombe; relative: koopman score";
  comparison.difference = proportion_difference(control.share, treatment.share, confidence);
  if (!comparison.difference.value) return;
  comparison.relative = less_one(koopman_ratio(control.share, treatment.share, confidence));
  const TestOutcome test = pooled_z_test(control.share, treatment.share, Alternative::two_sided);
  comparison.statistic = test.statistic;
  if (test.p_value) comparison.p_value = test.p_value->p;
  if (!test.p_value) {
    comparison.difference.reason =
        control.share.successes == 0 ? "nobody in either arm" : "everybody in both arms";
  }
}

MeanSummary summary_of(const Comoments& moments) {
  return {.n = moments.n, .mean = moments.mean[0], .variance = moments.variance(0)};
}

// Variance of a weighted sum of an arm's variables; not below 0.
double weighted_variance(const ArmMoments& arm, const std::vector<double>& weights) {
  double variance = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t j = 0; j < weights.size(); ++j) {
      variance += weights[i] * weights[j] * arm.covariance_of(i, j);
    }
  }
  return std::max(variance, 0.0);
}

// What a customer adds to an adjusted mean, or to the linear part of an adjusted ratio, as weights
// of the arm's variables.
std::vector<double> adjusted_weights(const ArmMoments& arm, bool ratio,
                                     const std::vector<double>& slopes) {
  std::vector<double> weights{1.0};
  if (ratio) {
    const double denominator = arm.mean[1];
    weights = {1.0 / denominator, -arm.mean[0] / (denominator * denominator)};
  }
  for (const double slope : slopes) weights.push_back(-slope);
  return weights;
}

// A test of means needs two customers in each arm.
bool has_customers(const TrialTally& control, const TrialTally& treatment,
                   TrialComparison& comparison) {
  if (control.moments.n >= 2 && treatment.moments.n >= 2) return true;
  comparison.difference = no_estimate("fewer than two customers with a value in an arm");
  comparison.relative = comparison.difference;
  return false;
}

void compare_means(const TrialTally& control, const TrialTally& treatment, double confidence,
                   TrialComparison& comparison) {
  comparison.control.estimate = mean_estimate(control.moments, 0, confidence);
  comparison.treatment.estimate = mean_estimate(treatment.moments, 0, confidence);
  comparison.test = "Welch's t";
  comparison.interval = "welch; relative: fieller";
  if (!has_customers(control, treatment, comparison)) return;
  const MeanSummary one = summary_of(control.moments);
  const MeanSummary other = summary_of(treatment.moments);
  take(comparison, welch_test(one, other, {.confidence = confidence}));
  comparison.relative = fieller_lift_of_means(one, other, confidence, LiftQuantile::welch).lift;
}

ArmMoments arm_moments_of(const Comoments& moments) {
  const std::size_t k = moments.variables;
  ArmMoments arm{.n = moments.n, .mean = {}, .covariance = std::vector<double>(k * k)};
  for (std::size_t i = 0; i < k; ++i) {
    arm.mean.push_back(moments.mean[i]);
    for (std::size_t j = 0; j < k; ++j) {
      arm.covariance[i * k + j] = moments.covariance(std::min(i, j), std::max(i, j));
    }
  }
  return arm;
}

// Both arms' estimates stay as measured; difference and lift are those of the adjusted means or
// ratios.
void sharpen(const TrialTally& control, const TrialTally& treatment, bool ratio, double confidence,
             TrialComparison& comparison) {
  if (!has_customers(control, treatment, comparison)) return;
  const ArmMoments one = arm_moments_of(control.moments);
  const ArmMoments other = arm_moments_of(treatment.moments);
  const auto test = ratio ? cuped_ratio_test : cuped_test;
  const CupedResult result =
      test(one, other, CupedSlope::pooled_within, {.confidence = confidence});
  comparison.test = ratio ? "t of ratios adjusted by covariates (CUPED, delta method)"
                          : "t of means adjusted by covariates (CUPED)";
  comparison.interval = ratio ? "cuped; relative: fieller on adjusted ratios"
                              : "cuped; relative: fieller on adjusted means";
  comparison.statistic.reset();
  comparison.p_value.reset();
  take(comparison, result.test);
  comparison.variance_reduction = 1.0 - result.variance_left;
  if (!result.test.standard_error) return;
  // Adjusted means with the variances that they have: the slopes are the same in both arms.
  const auto summary = [&](const ArmMoments& arm, double mean) {
    return MeanSummary{
        .n = arm.n,
        .mean = mean,
        .variance = weighted_variance(arm, adjusted_weights(arm, ratio, result.slopes))};
  };
  comparison.relative =
      fieller_lift_of_means(summary(one, result.control_mean), summary(other, result.treat_mean),
                            confidence, LiftQuantile::welch)
          .lift;
}

RatioSummary ratio_summary(const Comoments& moments) {
  return {.n = moments.n,
          .mean_numerator = moments.mean[0],
          .mean_denominator = moments.mean[1],
          .variance_numerator = moments.variance(0),
          .variance_denominator = moments.variance(1),
          .covariance = moments.covariance(0, 1)};
}

void compare_ratios(const TrialTally& control, const TrialTally& treatment, double confidence,
                    TrialComparison& comparison) {
  comparison.control.estimate = ratio_of_means(control.moments, confidence);
  comparison.treatment.estimate = ratio_of_means(treatment.moments, confidence);
  comparison.test = "t of two ratios by the delta method";
  comparison.interval = "delta method";
  if (!has_customers(control, treatment, comparison)) return;
  const RatioSummary one = ratio_summary(control.moments);
  const RatioSummary other = ratio_summary(treatment.moments);
  const MeanTestOptions options{.confidence = confidence};
  take(comparison, ratio_difference(one, other, options, true));
  const EffectTest lift = ratio_lift(one, other, options);
  comparison.relative = {.value = lift.effect,
                         .standard_error = lift.standard_error,
                         .interval = lift.interval,
                         .reason = lift.reason};
}

double last_time(const EventTable& table) {
  return table.rows.empty() ? 0.0 : table.rows.back().time;
}

// Both arms are held against each other as far as both were followed.
void compare_times(const TrialTally& control, const TrialTally& treatment, double confidence,
                   TrialComparison& comparison) {
  const EventTable one = event_table(control.times);
  const EventTable other = event_table(treatment.times);
  const double until = std::min(last_time(one), last_time(other));
  if (!(until > 0.0)) {
    comparison.difference = no_estimate("nobody followed beyond time 0 in an arm");
    comparison.relative = comparison.difference;
    return;
  }
  comparison.test = fmt::format("z of restricted means up to {:g}", until);
  comparison.interval = fmt::format("restricted mean up to {:g}, normal", until);
  const RestrictedMeanComparison result = compare_restricted_means(one, other, until, confidence);
  comparison.control.estimate = result.a;
  comparison.treatment.estimate = result.b;
  comparison.difference = result.difference;
  comparison.relative = less_one(result.ratio);
  comparison.statistic = result.z;
  comparison.p_value = result.p_value;
}

// Who is still there at an age, also where some were not followed to it.
void compare_at_age(const TrialTally& control, const TrialTally& treatment, double age,
                    double confidence, TrialComparison& comparison) {
  comparison.test = fmt::format("z of the shares at {:g} on the scale of ln(-ln)", age);
  comparison.interval = fmt::format(
      "kaplan-meier at {:g}, recovered from both arms' log-log intervals; relative: delta method "
      "on "
      "the logarithm",
      age);
  const SurvivalComparison result =
      compare_survival(event_table(control.times), event_table(treatment.times), age, confidence);
  comparison.control.estimate = result.a;
  comparison.treatment.estimate = result.b;
  comparison.difference = result.difference;
  comparison.relative = result.relative;
  comparison.statistic = result.z;
  comparison.p_value = result.p_value;
}

std::uint64_t customers_of(const TrialMetric& metric, const TrialTally& tally) {
  return metric.has_times() ? tally.times.size() : tally.moments.n;
}

void compare_by_kind(const TrialMetric& metric, const TrialTally& control,
                     const TrialTally& treatment, double confidence, TrialComparison& comparison) {
  if (metric.age) return compare_at_age(control, treatment, *metric.age, confidence, comparison);
  switch (metric.kind) {
    case TrialKind::conversion:
    case TrialKind::retention:
      return compare_shares(control, treatment, confidence, comparison);
    case TrialKind::mean:
      return compare_means(control, treatment, confidence, comparison);
    case TrialKind::ratio:
      return compare_ratios(control, treatment, confidence, comparison);
    case TrialKind::time:
      return compare_times(control, treatment, confidence, comparison);
  }
}

// Whether an estimate has a number that is none.
bool is_lost(const Estimated& estimate) {
  const auto nan = [](const std::optional<double>& number) {
    return number && std::isnan(*number);
  };
  return nan(estimate.value) || nan(estimate.standard_error) ||
         (estimate.interval &&
          (std::isnan(estimate.interval->low) || std::isnan(estimate.interval->high)));
}

// Squares of squares of huge or tiny numbers leave the range of doubles: a comparison made of such
// is none.
void compare_in_range(const TrialMetric& metric, const TrialTally& control,
                      const TrialTally& treatment, double confidence, TrialComparison& comparison) {
  const Estimated beyond = no_estimate("these numbers leave the range of double precision");
  try {
    compare_by_kind(metric, control, treatment, confidence, comparison);
    if (!metric.covariates.empty()) {
      sharpen(control, treatment, metric.kind == TrialKind::ratio, confidence, comparison);
    }
  } catch (const std::domain_error&) {  // how Boost.Math refuses a NaN
    comparison.difference = beyond;
  } catch (const std::overflow_error&) {
    comparison.difference = beyond;
  }
  for (Estimated* part : {&comparison.control.estimate, &comparison.treatment.estimate,
                          &comparison.difference, &comparison.relative}) {
    if (is_lost(*part)) *part = beyond;
  }
  if (comparison.difference.value) return;
  comparison.statistic.reset();
  comparison.p_value.reset();
  if (!comparison.relative.value) return;
  comparison.relative = comparison.difference;
}

}  // namespace

TrialComparison compare_arms(const TrialMetric& metric, const TrialTally& control,
                             const TrialTally& treatment, double confidence) {
  TrialComparison comparison;
  comparison.control = {.estimate = no_estimate("no customers with a value"),
                        .n = customers_of(metric, control),
                        .missing = control.missing};
  comparison.treatment = {.estimate = no_estimate("no customers with a value"),
                          .n = customers_of(metric, treatment),
                          .missing = treatment.missing};
  if (comparison.control.n == 0 || comparison.treatment.n == 0) {
    comparison.difference = no_estimate("an arm has no customers with a value");
    comparison.relative = comparison.difference;
    return comparison;
  }
  compare_in_range(metric, control, treatment, confidence, comparison);
  return comparison;
}

std::optional<double> logrank_p_value(const std::vector<const TrialTally*>& arms) {
  Stratum groups;
  for (const TrialTally* arm : arms) groups.push_back(event_table(arm->times));
  const LogRankTest test = logrank_test(std::span(&groups, 1));
  if (test.df == 0) return {};
  return test.p_value;
}

}  // namespace journeylab
