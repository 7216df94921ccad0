#include "cli/trial_plan.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "cli/quantity.h"
#include "dataset/trial_data.h"

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

// A metric of one column, or of two that a sign parts.
void add_metric(TrialPlan& plan, TrialMetric metric, const std::string& column) {
  metric.name = column;
  metric.columns = {column};
  plan.metrics.push_back(std::move(metric));
}

// A metric of two columns, called by the first if it has no name.
void add_pair(TrialPlan& plan, TrialMetric metric,
              const std::pair<std::string, std::string>& columns) {
  if (metric.name.empty()) metric.name = columns.first;
  metric.columns = {columns.first, columns.second};
  plan.metrics.push_back(std::move(metric));
}

// COLUMN, or TIME:EVENT@AGE.
void add_retention(TrialPlan& plan, const std::string& text) {
  TrialMetric metric{.kind = TrialKind::retention};
  const std::size_t at = text.rfind('@');
  const std::size_t colon = text.find(':');
  if (at == std::string::npos || colon > at) return add_metric(plan, metric, text);
  constexpr std::string_view expected = "TIME:EVENT@AGE with an age above 0, like days:left@30";
  metric.age = number(std::string_view(text).substr(at + 1));
  if (!metric.age || !(*metric.age > 0.0))
    refuse(fmt::format("--retention: found '{}'; expected {}", text, expected));
  metric.name = text;
  add_pair(plan, metric, split_at(text.substr(0, at), ':', "--retention", expected));
}

void add_metrics(TrialPlan& plan, const AnalyzeOptions& options) {
  for (const std::string& text : options.conversion) {
    add_metric(plan, {.kind = TrialKind::conversion}, text);
  }
  for (const std::string& text : options.retention) add_retention(plan, text);
  for (const std::string& text : options.mean) {
    const TrialMetric metric{.kind = TrialKind::mean};
    if (plan.customers.empty()) {
      add_metric(plan, metric, text);
    } else {
      add_pair(plan, metric,
               split_at(text, ':', "--mean",
                        "SUM:SQUARES, the columns of the sum and of the sum of squares"));
    }
  }
  for (const std::string& text : options.average) {
    add_pair(plan, {.kind = TrialKind::mean, .averages = true},
             split_at(text, ':', "--average",
                      "AVERAGE:DEVIATION, the columns of the average and of the standard "
                      "deviation"));
  }
  for (const std::string& text : options.ratio) {
    add_pair(plan, {.name = text, .kind = TrialKind::ratio},
             split_at(text, '/', "--ratio", "NUM/DEN, two columns like revenue/orders"));
  }
  for (const std::string& text : options.time) {
    add_pair(plan, {.kind = TrialKind::time},
             split_at(text, ':', "--time", "COLUMN:EVENT, two columns like days:churned"));
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
    constexpr std::string_view expected =
        "ARM=WEIGHT with a weight above 0, like bold=1 or bold=50%";
    const auto [arm, share] = split_at(text, '=', "--split", expected);
    const std::optional<double> found = weight(share);
    if (!found || !(*found > 0.0)) {
      refuse(fmt::format("--split: found '{}'; expected {}", text, expected));
    }
    plan.split[arm] = *found;
    plan.split_place.reset();
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

void check_covariates(const TrialMetric& metric, bool counts) {
  if (metric.covariates.empty()) return;
  if (counts || metric.has_times()) {
    refuse(
        fmt::format("metric '{}' is {}; covariates sharpen means, ratios, conversions and "
                    "retentions of a row a customer",
                    metric.name, counts ? "of counts" : "a time"));
  }
  const std::size_t most = most_columns - metric.columns.size();
  if (metric.covariates.size() > most) {
    refuse(fmt::format("metric '{}' has {} covariates; expected at most {} of a {}", metric.name,
                       metric.covariates.size(), most, name_of(metric.kind)));
  }
}

// Metrics from options have their columns; those from a file may not fit --customers.
void check_shape(const TrialMetric& metric, bool counts) {
  const std::optional<ColumnShape> shape = shape_of(metric, counts);
  if (!shape && counts) {
    refuse(
        fmt::format("metric '{}' needs a row for every customer; of counts (--customers) there "
                    "are conversions, retentions, means and averages",
                    metric.name));
  }
  if (!shape) {
    refuse(
        fmt::format("metric '{}' is an average of counts; expected --customers, the column of "
                    "their number, or --mean of a row a customer",
                    metric.name));
  }
  if (metric.columns.size() != shape->count) {
    refuse(fmt::format("metric '{}' has {} columns; expected {}", metric.name,
                       metric.columns.size(), shape->words));
  }
}

// What the file has, so that the next command can name it.
std::string columns_in(const std::string& data) {
  return fmt::format("; the columns of {} are {}", data, fmt::join(column_names(data), ", "));
}

void check(const TrialPlan& plan, const std::string& data) {
  if (plan.arm.empty()) {
    refuse("--arm: expected the column that says which arm a customer is in" + columns_in(data));
  }
  if (plan.control.empty()) {
    refuse(
        fmt::format("--control: expected the name of the arm to compare with; column '{}' has {}",
                    plan.arm, fmt::join(column_values(data, plan.arm, 10), ", ")));
  }
  if (plan.metrics.empty()) {
    refuse(
        "no metrics; expected at least one of --conversion, --retention, --mean, --average, "
        "--ratio "
        "and --time" +
        columns_in(data));
  }
  check_names(plan);
  for (const TrialMetric& metric : plan.metrics) {
    check_shape(metric, !plan.customers.empty());
    check_covariates(metric, !plan.customers.empty());
  }
}

}  // namespace

TrialPlan trial_plan(const AnalyzeOptions& options) {
  TrialPlan plan = options.analysis.empty() ? TrialPlan{} : read_trial_plan(options.analysis);
  if (!options.arm.empty()) plan.arm = options.arm;
  if (!options.control.empty()) plan.control = options.control;
  if (!options.customers.empty()) plan.customers = options.customers;
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
  check(plan, options.data);
  return plan;
}

}  // namespace journeylab
