#include "cli/trial_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"

namespace journeylab {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw UsageError(message, "analyze");
}

// "A:B" in two; the sign is the last one, as names may hold it too.
std::pair<std::string, std::string> split_at(const std::string& text, char sign,
                                             std::string_view option, std::string_view expected) {
  const std::size_t place = text.rfind(sign);
  if (place == std::string::npos || place == 0 || place + 1 == text.size()) {
    refuse(fmt::format("{}: found '{}'; expected {}", option, text, expected));
  }
  return {text.substr(0, place), text.substr(place + 1)};
}

void add_simple(TrialPlan& plan, TrialKind kind, const std::vector<std::string>& columns) {
  for (const std::string& column : columns) {
    plan.metrics.push_back({.name = column, .kind = kind, .columns = {column}});
  }
}

void add_metrics(TrialPlan& plan, const AnalyzeOptions& options) {
  add_simple(plan, TrialKind::conversion, options.conversion);
  add_simple(plan, TrialKind::retention, options.retention);
  add_simple(plan, TrialKind::mean, options.mean);
  for (const std::string& text : options.ratio) {
    const auto [numerator, denominator] =
        split_at(text, '/', "--ratio", "NUM/DEN, two columns like revenue/orders");
    plan.metrics.push_back(
        {.name = text, .kind = TrialKind::ratio, .columns = {numerator, denominator}});
  }
  for (const std::string& text : options.time) {
    const auto [time, event] =
        split_at(text, ':', "--time", "COLUMN:EVENT, two columns like days:churned");
    plan.metrics.push_back({.name = time, .kind = TrialKind::time, .columns = {time, event}});
  }
}

TrialMetric& metric_named(TrialPlan& plan, const std::string& name, std::string_view option) {
  std::vector<std::string> names;
  for (TrialMetric& metric : plan.metrics) {
    if (metric.name == name) return metric;
    names.push_back(metric.name);
  }
  const std::string nearest = nearest_name(name, names);
  refuse(fmt::format("{}: no metric '{}'; expected one of {}{}", option, name,
                     fmt::join(names, ", "),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
}

void add_split(TrialPlan& plan, const AnalyzeOptions& options) {
  for (const std::string& text : options.split) {
    constexpr std::string_view expected = "ARM=WEIGHT with a weight above 0, like bold=1";
    const auto [arm, number] = split_at(text, '=', "--split", expected);
    double weight = 0.0;
    const auto [rest, error] =
        std::from_chars(number.data(), number.data() + number.size(), weight);
    if (error != std::errc{} || rest != number.data() + number.size() || !(weight > 0.0) ||
        !std::isfinite(weight)) {
      refuse(fmt::format("--split: found '{}'; expected {}", text, expected));
    }
    plan.split[arm] = weight;
  }
}

void check_names(const TrialPlan& plan) {
  for (std::size_t i = 0; i < plan.metrics.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (plan.metrics[i].name == plan.metrics[j].name) {
        refuse(fmt::format("two metrics are called '{}'; an analysis file can give them names",
                           plan.metrics[i].name));
      }
    }
  }
}

void check_covariates(const TrialPlan& plan) {
  for (const TrialMetric& metric : plan.metrics) {
    if (metric.covariates.empty()) continue;
    if (metric.kind == TrialKind::ratio || metric.kind == TrialKind::time) {
      refuse(
          fmt::format("metric '{}' is a {}; covariates sharpen means, conversions and retentions",
                      metric.name, name_of(metric.kind)));
    }
    if (metric.covariates.size() > most_covariates) {
      refuse(fmt::format("metric '{}' has {} covariates; expected at most {}", metric.name,
                         metric.covariates.size(), most_covariates));
    }
  }
}

void check(const TrialPlan& plan) {
  if (plan.arm.empty()) refuse("--arm: expected the column that says which arm a customer is in");
  if (plan.control.empty()) refuse("--control: expected the name of the arm to compare with");
  if (plan.metrics.empty()) {
    refuse(
        "no metrics; expected at least one of --conversion, --retention, --mean, --ratio and "
        "--time");
  }
  check_names(plan);
  check_covariates(plan);
}

}  // namespace

TrialPlan trial_plan(const AnalyzeOptions& options) {
  TrialPlan plan = options.analysis.empty() ? TrialPlan{} : read_trial_plan(options.analysis);
  if (!options.arm.empty()) plan.arm = options.arm;
  if (!options.control.empty()) plan.control = options.control;
  add_metrics(plan, options);
  for (const std::string& text : options.covariate) {
    const auto [name, column] =
        split_at(text, ':', "--covariate", "METRIC:COLUMN, like spent:spent_before");
    metric_named(plan, name, "--covariate").covariates.push_back(column);
  }
  for (const std::string& name : options.lower) {
    metric_named(plan, name, "--lower").lower_is_better = true;
  }
  for (const std::string& column : options.segment) plan.segments.push_back(column);
  add_split(plan, options);
  plan.confidence = options.confidence.value_or(plan.confidence);
  if (!options.adjustment.empty()) plan.adjustment = options.adjustment;
  plan.force = options.force;
  check(plan);
  return plan;
}

}  // namespace journeylab
