#include "trial/sizing_evidence.h"

#include <array>
#include <cmath>

#include "stats/distributions.h"
#include "stats/logrank.h"
#include "stats/ratio_metric.h"
#include "stats/retention.h"
#include "stats/two_proportion_tests.h"

namespace journeylab {
namespace {

double sign_of(double value) {
  return value < 0.0 ? -1.0 : 1.0;
}

// A t turned into the z with the same p-value, so that normal bounds hold for it.
double normal_of(const EffectTest& test) {
  if (!test.statistic || !test.p_value) return 0.0;
  const double side = test.p_value->p / 2.0;
  constexpr double farthest = 37.0;  // where a normal tail underflows
  const double z = side > 0.0 ? normal_quantile_above(side) : farthest;
  return sign_of(*test.statistic) * z;
}

RatioSummary summary_of(const Comoments& moments) {
  const double less = static_cast<double>(moments.n) - 1.0;
  return {.n = moments.n,
          .mean_numerator = moments.mean[0],
          .mean_denominator = moments.mean[1],
          .variance_numerator = moments.products[0][0] / less,
          .variance_denominator = moments.products[1][1] / less,
          .covariance = moments.products[0][1] / less};
}

double means_statistic(const Comoments& control, const Comoments& treat) {
  if (control.n < 2 || treat.n < 2) return 0.0;
  if (control.variables == 2) {
    return normal_of(ratio_difference(summary_of(control), summary_of(treat), {}, true));
  }
  const auto summary = [](const Comoments& moments) {
    return MeanSummary{.n = moments.n,
                       .mean = moments.mean[0],
                       .variance = moments.products[0][0] / (static_cast<double>(moments.n) - 1.0)};
  };
  return normal_of(welch_test(summary(control), summary(treat), {}));
}

struct Retention {
  double value = 0.0;
  double variance = 0.0;
  bool known = false;
};

Retention retention_of(const MeasuredMetric& metric, const RetentionTally& tally) {
  const RetentionCurve curve = retention_curve(pooled(tally.groups), 0.95);
  const std::size_t border = read_border(metric);
  if (curve.known <= border) return {};
  return {.value = curve.retained[border],
          .variance = curve.standard_error[border] * curve.standard_error[border],
          .known = true};
}

double retention_statistic(const MeasuredMetric& metric, const RetentionTally& control,
                           const RetentionTally& treat) {
  const Retention of_control = retention_of(metric, control);
  const Retention of_treat = retention_of(metric, treat);
  const double variance = of_control.variance + of_treat.variance;
  if (!of_control.known || !of_treat.known || !(variance > 0.0)) return 0.0;
  return (of_treat.value - of_control.value) / std::sqrt(variance);
}

// Everybody is followed to the horizon: who has not reached the goal by then is censored there.
EventTable table_of(const TimeTally& tally) {
  std::vector<EventRow> rows;
  std::uint64_t left = tally.restricted.n;
  for (std::size_t k = 0; k < tally.first.size(); ++k) {
    if (tally.first[k] == 0) continue;
    rows.push_back({.time = static_cast<double>(k + 1), .events = tally.first[k]});
    left -= tally.first[k];
  }
  rows.push_back({.time = static_cast<double>(tally.first.size() + 1), .censored = left});
  return event_table(std::move(rows));
}

double time_statistic(const TimeTally& control, const TimeTally& treat) {
  const std::array<Stratum, 1> stratum{Stratum{table_of(control), table_of(treat)}};
  const LogRankTest test = logrank_test(stratum);
  if (test.df == 0) return 0.0;
  return sign_of(test.observed[1] - test.expected[1]) * std::sqrt(test.chi_square);
}

}  // namespace

double unpaired_statistic(const MeasuredMetric& metric, const MetricTally& control,
                          const MetricTally& treat) {
  if (const auto* share = std::get_if<ShareTally>(&control)) {
    const auto& other = std::get<ShareTally>(treat);
    if (share->n == 0 || other.n == 0) return 0.0;
    return pooled_z_test(*share, other, Alternative::two_sided).statistic.value_or(0.0);
  }
  if (const auto* mean = std::get_if<MeanTally>(&control)) {
    return means_statistic(mean->moments, std::get<MeanTally>(treat).moments);
  }
  if (const auto* retention = std::get_if<RetentionTally>(&control)) {
    return retention_statistic(metric, *retention, std::get<RetentionTally>(treat));
  }
  return time_statistic(std::get<TimeTally>(control), std::get<TimeTally>(treat));
}

}  // namespace journeylab
