#include "stats/survival_difference.h"

#include <cmath>

#include "stats/distributions.h"
#include "stats/kaplan_meier.h"
#include "stats/proportion.h"
#include "stats/two_proportion_ratios.h"
#include "stats/two_proportion_tests.h"
#include "stats/two_proportions.h"

namespace journeylab {
namespace {

// What a table says at one age.
struct AtAge {
  Estimated share;
  std::optional<ShareTally> counted;  ///< where all were followed: who is still there, of all
};

// Rows up to an age, and those still followed beyond it.
struct Counts {
  std::uint64_t entered = 0;
  std::uint64_t events = 0;
  std::uint64_t censored = 0;  ///< before the age, competing endings among them
  std::uint64_t at_risk = 0;   ///< of the last row that counts, the smallest so far
  std::size_t rows = 0;
};

Counts counts_to(const EventTable& table, double age) {
  Counts counts;
  if (table.rows.empty()) return counts;
  counts.entered = counts.at_risk = table.rows.front().at_risk;
  for (const EventRow& row : table.rows) {
    if (row.time > age) break;
    counts.at_risk = row.at_risk;
    counts.events += row.events;
    // Who is censored at the age itself was followed to it.
    if (row.time < age) counts.censored += row.censored + row.competing;
    ++counts.rows;
  }
  return counts;
}

AtAge at_age(const EventTable& table, double age, double confidence) {
  const Counts counts = counts_to(table, age);
  if (counts.entered == 0) return {no_estimate("no customers"), {}};
  if (counts.censored == 0) {
    const ShareTally share{.n = counts.entered, .successes = counts.entered - counts.events};
    return {proportion(share, confidence), share};
  }
  const std::vector<SurvivalPoint> curve = kaplan_meier(table, confidence);
  const SurvivalPoint& point = curve[counts.rows - 1];
  if (table.rows.back().time < age && point.survival > 0.0) {
    return {no_estimate("nobody was followed to this age"), {}};
  }
  Estimated share{.value = point.survival,
                  .standard_error = point.standard_error.value_or(0.0),
                  .interval = point.interval,
                  .reason = {}};
  if (point.survival == 1.0 || point.survival == 0.0) {
    const ShareTally left{.n = counts.at_risk,
                          .successes = point.survival == 1.0 ? counts.at_risk : 0};
    share.interval = wilson_interval(left, confidence);
  }
  return {std::move(share), {}};
}

double squared(double x) {
  return x * x;
}

// From both arms' limits to those of the difference.
Interval recovered(const Estimated& a, const Estimated& b) {
  const double difference = *b.value - *a.value;
  return {difference - std::hypot(*b.value - b.interval->low, a.interval->high - *a.value),
          difference + std::hypot(b.interval->high - *b.value, *a.value - a.interval->low)};
}

// ln(-ln S) and its variance by the delta method.
double log_log(const Estimated& share) {
  return std::log(-std::log(*share.value));
}
double log_log_variance(const Estimated& share) {
  return squared(*share.standard_error / (*share.value * std::log(*share.value)));
}

std::optional<double> test_statistic(const SurvivalComparison& arms) {
  const auto inside = [](const Estimated& share) {
    return *share.value > 0.0 && *share.value < 1.0;
  };
  if (inside(arms.a) && inside(arms.b)) {
    // ln(-ln S) falls as S rises.
    return (log_log(arms.a) - log_log(arms.b)) /
           std::sqrt(log_log_variance(arms.a) + log_log_variance(arms.b));
  }
  const double error = std::hypot(*arms.a.standard_error, *arms.b.standard_error);
  if (!(error > 0.0)) return {};
  return (*arms.b.value - *arms.a.value) / error;
}

Estimated relative_of(const SurvivalComparison& arms, double confidence) {
  if (*arms.a.value == 0.0) return no_estimate("nobody left in control");
  const double ratio = *arms.b.value / *arms.a.value;
  if (ratio == 0.0) return no_interval(-1.0, "nobody left, so the logarithm has no interval");
  const double error =
      std::hypot(*arms.a.standard_error / *arms.a.value, *arms.b.standard_error / *arms.b.value);
  const double reach = normal_critical(confidence) * error;
  return {.value = ratio - 1.0,
          .standard_error = ratio * error,
          .interval = Interval{ratio * std::exp(-reach) - 1.0, ratio * std::exp(reach) - 1.0},
          .reason = {}};
}

// Everybody was followed: two proportions.
void compare_counted(const ShareTally& a, const ShareTally& b, double confidence,
                     SurvivalComparison& result) {
  result.difference = proportion_difference(a, b, confidence);
  result.relative =
      a.successes == 0 ? no_estimate("nobody left in control") : koopman_ratio(a, b, confidence);
  if (result.relative.value) *result.relative.value -= 1.0;
  if (result.relative.interval) {
    result.relative.interval->low -= 1.0;
    result.relative.interval->high -= 1.0;
  }
  const TestOutcome test = pooled_z_test(a, b, Alternative::two_sided);
  result.z = test.statistic;
  if (test.p_value) result.p_value = test.p_value->p;
}

}  // namespace

Estimated survival_at(const EventTable& table, double age, double confidence) {
  return at_age(table, age, confidence).share;
}

SurvivalComparison compare_survival(const EventTable& a, const EventTable& b, double age,
                                    double confidence) {
  const AtAge one = at_age(a, age, confidence);
  const AtAge other = at_age(b, age, confidence);
  SurvivalComparison result{.a = one.share, .b = other.share};
  if (!one.share.value || !other.share.value) {
    result.difference = no_estimate(one.share.value ? other.share.reason : one.share.reason);
    result.relative = result.difference;
    return result;
  }
  if (one.counted && other.counted) {
    compare_counted(*one.counted, *other.counted, confidence, result);
  } else {
    result.difference = {
        .value = *other.share.value - *one.share.value,
        .standard_error = std::hypot(*one.share.standard_error, *other.share.standard_error),
        .interval = recovered(one.share, other.share),
        .reason = {}};
    result.relative = relative_of(result, confidence);
    result.z = test_statistic(result);
    if (result.z) result.p_value = normal_p_value(*result.z, Alternative::two_sided).p;
  }
  if (!result.p_value) result.difference.reason = "nothing varies in either arm";
  return result;
}

}  // namespace journeylab
