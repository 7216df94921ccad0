#include "stats/restricted_mean.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "stats/distributions.h"

namespace journeylab {
namespace {

constexpr const char* no_errors = "no event before the time in either arm: no standard error";

Estimated with_interval(double value, double error, double z) {
  return {.value = value,
          .standard_error = error,
          .interval = Interval{.low = value - z * error, .high = value + z * error},
          .reason = {}};
}

}  // namespace

Estimated restricted_mean(const EventTable& table, double until, double confidence) {
  if (table.rows.empty()) return no_estimate("no customers");
  if (!(until > 0.0)) return no_estimate("the time to restrict to is not above 0");
  std::vector<double> survival;  // after each row
  double left = 1.0;
  for (const EventRow& row : table.rows) {
    const auto n = static_cast<double>(row.at_risk);
    left *= (n - static_cast<double>(row.events)) / n;
    survival.push_back(left);
  }
  if (left > 0.0 && table.rows.back().time < until) {
    return no_estimate("nobody is followed up to the time to restrict to");
  }
  double area = 0.0;
  double variance = 0.0;
  double end = until;
  for (std::size_t k = table.rows.size(); k-- > 0;) {
    const EventRow& row = table.rows[k];
    if (row.time >= until) continue;
    area += survival[k] * (end - row.time);
    end = row.time;
    const auto n = static_cast<double>(row.at_risk);
    const auto d = static_cast<double>(row.events);
    if (d > 0.0 && n > d) variance += area * area * d / (n * (n - d));
  }
  return with_interval(area + end, std::sqrt(variance), normal_critical(confidence));
}

RestrictedMeanComparison compare_restricted_means(const EventTable& a, const EventTable& b,
                                                  double until, double confidence) {
  RestrictedMeanComparison result;
  result.a = restricted_mean(a, until, confidence);
  result.b = restricted_mean(b, until, confidence);
  if (!result.a.value || !result.b.value) {
    result.difference = no_estimate(result.a.value ? result.b.reason : result.a.reason);
    result.ratio = result.difference;
    return result;
  }
  const double mean_a = *result.a.value;
  const double mean_b = *result.b.value;
  const double error = std::hypot(*result.a.standard_error, *result.b.standard_error);
  if (error == 0.0) {
    result.difference = no_interval(mean_b - mean_a, no_errors);
    result.ratio = mean_a > 0.0 ? no_interval(mean_b / mean_a, no_errors)
                                : no_estimate("the mean of the first arm is 0");
    return result;
  }
  const double z = normal_critical(confidence);
  result.difference = with_interval(mean_b - mean_a, error, z);
  result.z = (mean_b - mean_a) / error;
  result.p_value = 2.0 * normal_tail(std::abs(*result.z));
  result.ln_p_value = std::numbers::ln2 + ln_normal_tail(std::abs(*result.z));
  if (mean_a <= 0.0 || mean_b <= 0.0) {
    result.ratio = no_estimate("the mean of an arm is 0");
    return result;
  }
  const double ratio = mean_b / mean_a;
  const double log_error =
      std::hypot(*result.a.standard_error / mean_a, *result.b.standard_error / mean_b);
  result.ratio = {.value = ratio,
                  .standard_error = ratio * log_error,
                  .interval = Interval{.low = ratio * std::exp(-z * log_error),
                                       .high = ratio * std::exp(z * log_error)},
                  .reason = {}};
  return result;
}

}  // namespace journeylab
