#include "trial/evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/distributions.h"
#include "stats/logrank.h"
#include "stats/ratio_metric.h"
#include "stats/two_proportion_tests.h"
#include "stats/two_proportions.h"

namespace journeylab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Bounds of looks are normal: a t statistic becomes the z of the same p-value, and the standard
// error the one that this z has.
void make_normal(Evidence& evidence) {
  if (!(evidence.p_value > 0.0) || evidence.p_value >= 1.0 || evidence.z == 0.0) return;
  evidence.z = std::copysign(normal_quantile_above(evidence.p_value / 2), evidence.z);
  evidence.standard_error = std::abs(evidence.effect / evidence.z);
}

Evidence evidence_of(const EffectTest& test, double customers) {
  Evidence evidence;
  if (!test.effect || !test.standard_error || !test.statistic || !test.p_value || !test.interval) {
    return evidence;
  }
  evidence = {.effect = *test.effect,
              .standard_error = *test.standard_error,
              .z = *test.statistic,
              .p_value = test.p_value->p,
              .interval = *test.interval,
              .customers = customers,
              .known = true};
  if (test.df < infinity) make_normal(evidence);
  return evidence;
}

// Who is mature at the end of a day.
const Sums& mature(const TestData& data, std::size_t metric, std::size_t arm, std::uint32_t day) {
  const std::uint32_t window = data.model.metrics[metric].window;
  const std::uint32_t by = day > window ? std::min(day - window, data.entry_days) : 0;
  return data.arms[arm]->entered_by(metric, by);
}

ShareTally share_of(const Sums& sums) {
  return {.n = sums.n, .successes = static_cast<std::uint64_t>(sums.x)};
}

MeanSummary mean_of(const Sums& sums, double centre) {
  if (sums.n == 0) return {};
  const auto n = static_cast<double>(sums.n);
  const double square = sums.xx - sums.x * (sums.x / n);
  return {.n = sums.n,
          .mean = centre + sums.x / n,
          .variance = sums.n < 2 ? 0.0 : std::max(square, 0.0) / (n - 1.0)};
}

RatioSummary ratio_of(const Sums& sums, const std::vector<double>& centre) {
  const auto n = static_cast<double>(sums.n);
  const double df = std::max(n - 1.0, 1.0);
  return {.n = sums.n,
          .mean_numerator = centre[0] + sums.x / n,
          .mean_denominator = centre[1] + sums.y / n,
          .variance_numerator = std::max(sums.xx - sums.x * (sums.x / n), 0.0) / df,
          .variance_denominator = std::max(sums.yy - sums.y * (sums.y / n), 0.0) / df,
          .covariance = (sums.xy - sums.x * (sums.y / n)) / df};
}

// Few customers may have anything in the denominator; those who have carry the ratio. As many equal
// ones as have the same spread of it (Kish 1965, section 8.2) stand for the arm, with the variance
// about a mean that is their own.
MeanSummary carriers_of(const RatioSummary& arm) {
  MeanSummary mean = linearised(arm);
  const auto n = static_cast<double>(arm.n);
  const double square = arm.mean_denominator * arm.mean_denominator;
  const double carriers = n * square / (arm.variance_denominator * (n - 1.0) / n + square);
  if (!(carriers >= 2.0)) return {};
  mean.variance *= (carriers / n) * (carriers / n) * ((n - 1.0) / (carriers - 1.0));
  mean.n = static_cast<std::uint64_t>(carriers);
  return mean;
}

Evidence look_at_ratios(const RatioSummary& control, const RatioSummary& treat, double customers,
                        double confidence) {
  if (control.mean_denominator == 0.0 || treat.mean_denominator == 0.0) return {};
  const MeanSummary c = carriers_of(control);
  const MeanSummary t = carriers_of(treat);
  if (c.n < 2 || t.n < 2) return {};
  return evidence_of(welch_test(c, t, {.confidence = confidence}), customers);
}

Evidence look_at_shares(const Sums& control, const Sums& treat, double confidence) {
  Evidence evidence;
  const ShareTally c = share_of(control);
  const ShareTally t = share_of(treat);
  const Estimated difference = proportion_difference(c, t, confidence);
  const TestOutcome test = pooled_z_test(c, t, Alternative::two_sided);
  if (!difference.value || !difference.standard_error || !test.statistic) return evidence;
  return {.effect = *difference.value,
          .standard_error = *difference.standard_error,
          .z = *test.statistic,
          .p_value = test.p_value->p,
          .interval = *difference.interval,
          .customers = static_cast<double>(c.n + t.n),
          .known = true};
}

// Below, the last steps of a curve rest on one customer or two, and its error shows nothing of it.
constexpr std::uint64_t fewest_at_risk = 5;

// A retention as so many customers of whom this share stayed (Cutler and Ederer 1958): as many as
// have the same binomial variance; where nobody has ended, those who were followed to the age.
struct EffectiveShare {
  double n = 0.0;
  double share = 0.0;
  Interval interval = {};
};

EffectiveShare effective_share(const LifeCounts& life, std::size_t cell, double confidence) {
  const RetentionCurve curve = retention_curve(life, confidence);
  if (life.entered == 0 || curve.known <= cell) return {};
  if (curve.at_risk[cell] < fewest_at_risk) return {};
  const double share = curve.retained[cell];
  const double error = curve.standard_error[cell];
  return {.n = error > 0.0 ? share * (1.0 - share) / (error * error)
                           : static_cast<double>(curve.at_risk[cell]),
          .share = share,
          .interval = curve.interval[cell]};
}

// The score test of two shares, pooled; the interval is recovered from both arms' own (Zou and
// Donner 2008).
Evidence retention_evidence(const TestMetric& metric, const LifeCounts& control,
                            const LifeCounts& treat, double confidence) {
  const EffectiveShare c = effective_share(control, metric.cells, confidence);
  const EffectiveShare t = effective_share(treat, metric.cells, confidence);
  if (!(c.n > 0.0) || !(t.n > 0.0)) return {};
  const double pooled = (c.n * c.share + t.n * t.share) / (c.n + t.n);
  const double error = std::sqrt(pooled * (1.0 - pooled) * (1.0 / c.n + 1.0 / t.n));
  const double effect = t.share - c.share;
  Evidence evidence =
      evidence_of(tested_effect(effect, error, infinity, {.confidence = confidence}),
                  static_cast<double>(control.entered + treat.entered));
  evidence.interval = {
      .low = effect - std::hypot(t.share - t.interval.low, c.interval.high - c.share),
      .high = effect + std::hypot(t.interval.high - t.share, c.share - c.interval.low)};
  return evidence;
}

EventTable event_table_of(const LifeCounts& life) {
  std::vector<EventRow> rows;
  for (std::size_t cell = 0; cell < life.followed.size(); ++cell) {
    // Events of cell k have age k + 1 days; who was followed for k cells is censored at age k.
    const std::uint64_t events = cell == 0 ? 0 : life.events[cell - 1];
    const std::uint64_t competing = cell == 0 ? 0 : life.competing[cell - 1];
    if (events + competing + life.followed[cell] == 0) continue;
    rows.push_back({.time = static_cast<double>(cell),
                    .at_risk = 0,
                    .events = events,
                    .competing = competing,
                    .censored = life.followed[cell]});
  }
  return event_table(std::move(rows));
}

// The logarithm of the hazard ratio by Peto's one step, (O - E) / V with variance 1 / V.
Evidence time_evidence(const LifeCounts& control, const LifeCounts& treat, double confidence) {
  const std::vector<Stratum> strata{{event_table_of(control), event_table_of(treat)}};
  const LogRankTest test = logrank_test(strata);
  if (test.df == 0 || !(test.variance[1] > 0.0)) return {};
  const double variance = test.variance[1];
  return evidence_of(tested_effect((test.observed[1] - test.expected[1]) / variance,
                                   1.0 / std::sqrt(variance), infinity, {.confidence = confidence}),
                     static_cast<double>(control.entered + treat.entered));
}

}  // namespace

Evidence evidence_of_sums(const TestMetric& metric, const Sums& control, const Sums& treat,
                          double confidence) {
  if (control.n < 2 || treat.n < 2) return {};
  const MeanTestOptions options{.confidence = confidence};
  const auto customers = static_cast<double>(control.n + treat.n);
  switch (metric.knowledge) {
    case Knowledge::share:
      return look_at_shares(control, treat, confidence);
    case Knowledge::ratio:
      return look_at_ratios(ratio_of(control, metric.centre), ratio_of(treat, metric.centre),
                            customers, confidence);
    default:
      return evidence_of(
          welch_test(mean_of(control, metric.centre[0]), mean_of(treat, metric.centre[0]), options),
          customers);
  }
}

Evidence evidence_of_lives(const TestMetric& metric, const LifeCounts& control,
                           const LifeCounts& treat, double confidence) {
  return metric.knowledge == Knowledge::retention
             ? retention_evidence(metric, control, treat, confidence)
             : time_evidence(control, treat, confidence);
}

Evidence look_at(const TestData& data, std::size_t metric, std::size_t arm, std::uint32_t day,
                 double confidence) {
  const TestMetric& described = data.model.metrics[metric];
  if (described.cells == 0) {
    return evidence_of_sums(described, mature(data, metric, 0, day), mature(data, metric, arm, day),
                            confidence);
  }
  return evidence_of_lives(described, data.arms[0]->follow_up(metric).known_on(day),
                           data.arms[arm]->follow_up(metric).known_on(day), confidence);
}

MeanSummary arm_summary(const TestData& data, std::size_t metric, std::size_t arm,
                        std::uint32_t day) {
  const Sums& sums = mature(data, metric, arm, day);
  const TestMetric& described = data.model.metrics[metric];
  if (sums.n == 0) return {};
  if (described.knowledge == Knowledge::ratio) return linearised(ratio_of(sums, described.centre));
  if (described.knowledge == Knowledge::mean) return mean_of(sums, described.centre[0]);
  const auto n = static_cast<double>(sums.n);
  const double share = sums.x / n;
  return {.n = sums.n,
          .mean = share,
          .variance = sums.n < 2 ? 0.0 : share * (1.0 - share) * n / (n - 1.0)};
}

std::optional<double> favourable_z(const Evidence& evidence, double direction) noexcept {
  if (!evidence.known) return std::nullopt;
  return evidence.z * direction;
}

std::optional<double> guardrail_excess(const TestData& data, std::size_t metric, std::size_t arm,
                                       std::uint32_t day) {
  MeanSummary control = arm_summary(data, metric, 0, day);
  const MeanSummary treat = arm_summary(data, metric, arm, day);
  if (control.n < 2 || treat.n < 2) return std::nullopt;
  const double direction = data.model.direction(metric);
  const double accepted = data.model.metric(metric).guardrail.value_or(0.0);
  // The worst value that is accepted is control's, moved by the guardrail.
  const double factor = 1.0 - direction * accepted * (control.mean < 0.0 ? -1.0 : 1.0);
  control.mean *= factor;
  control.variance *= factor * factor;
  const EffectTest test = welch_test(control, treat, {});
  if (!test.statistic) return std::nullopt;
  return -direction * *test.statistic;
}

}  // namespace journeylab
