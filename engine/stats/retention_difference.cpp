#include "stats/retention_difference.h"

#include <cmath>
#include <vector>

#include "stats/distributions.h"
#include "stats/means.h"

namespace journeylab {
namespace {

// Estimates without one group at a time.
struct LeftOut {
  std::vector<double> difference;
  std::vector<double> log_ratio;  // empty if a retention is 0 without some group
  bool known = true;
};

LeftOut leave_out(const PairedLifeTables& tables, LifeCounts control, LifeCounts variant,
                  std::size_t border) {
  LeftOut left;
  bool positive = true;
  for (std::size_t g = 0; g < tables.control.size(); ++g) {
    if (tables.control[g].entered == 0 && tables.variant[g].entered == 0) continue;
    control.remove(tables.control[g]);
    variant.remove(tables.variant[g]);
    const std::optional<double> base = retention_at(control, border);
    const std::optional<double> other = retention_at(variant, border);
    control.add(tables.control[g]);
    variant.add(tables.variant[g]);
    if (!base || !other) return {.difference = {}, .log_ratio = {}, .known = false};
    left.difference.push_back(*other - *base);
    positive = positive && *base > 0.0 && *other > 0.0;
    if (positive) left.log_ratio.push_back(std::log(*other / *base));
  }
  if (!positive) left.log_ratio.clear();
  return left;
}

// Standard error of the grouped jackknife, by Welford's update.
double jackknife_error(const std::vector<double>& estimates) {
  double mean = 0.0;
  double squares = 0.0;
  double count = 0.0;
  for (const double estimate : estimates) {
    count += 1.0;
    const double step = estimate - mean;
    mean += step / count;
    squares += step * (estimate - mean);
  }
  return std::sqrt(squares * ((count - 1.0) / count));
}

Estimated relative_retention(double control, double variant, const LeftOut& left,
                             double confidence) {
  if (control == 0.0) return no_estimate("nothing can be relative to control: it is 0");
  const double effect = (variant - control) / control;
  if (left.difference.size() < 2)
    return no_interval(effect, "one group of customers shows no spread");
  if (left.log_ratio.empty()) return no_interval(effect, "retention is 0 in a group of customers");
  const auto df = static_cast<double>(left.log_ratio.size() - 1);
  const double error = jackknife_error(left.log_ratio);
  const Interval log =
      symmetric_interval(std::log(variant / control), error, student_critical(confidence, df));
  return {.value = effect,
          .standard_error = error * variant / control,
          .interval = Interval{.low = std::expm1(log.low), .high = std::expm1(log.high)},
          .reason = {}};
}

RetentionDifference without_difference(const std::string& reason) {
  return {.difference = no_estimate(reason), .relative = no_estimate(reason), .p_value = {}};
}

}  // namespace

RetentionDifference retention_difference(const PairedLifeTables& tables, std::size_t border,
                                         double confidence) {
  LifeCounts control = pooled(tables.control);
  LifeCounts variant = pooled(tables.variant);
  const std::optional<double> base = retention_at(control, border);
  const std::optional<double> other = retention_at(variant, border);
  if (!base || !other) return without_difference("nobody was followed that long");
  const LeftOut left = leave_out(tables, std::move(control), std::move(variant), border);
  const double value = *other - *base;
  RetentionDifference result;
  if (!left.known) {
    const char* reason = "too few customers were followed that long to show a spread";
    result.difference = no_interval(value, reason);
    result.relative = *base == 0.0 ? no_estimate(reason) : no_interval(value / *base, reason);
    return result;
  }
  result.relative = relative_retention(*base, *other, left, confidence);
  if (left.difference.size() < 2) {
    result.difference = no_interval(value, "one group of customers shows no spread");
    return result;
  }
  const auto df = static_cast<double>(left.difference.size() - 1);
  const double error = jackknife_error(left.difference);
  if (error == 0.0) {
    result.difference = no_interval(value, "no group of customers moves the difference");
    if (value == 0.0) result.p_value = 1.0;
    return result;
  }
  result.difference = {
      .value = value,
      .standard_error = error,
      .interval = symmetric_interval(value, error, student_critical(confidence, df)),
      .reason = {}};
  result.p_value = student_two_sided(value / error, df);
  return result;
}

}  // namespace journeylab
