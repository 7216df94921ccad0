#include "store/trial_answer.h"

#include <fmt/format.h>

#include "store/csv.h"
#include "store/json_value.h"

namespace journeylab {
namespace {

Json json_of(const Estimated& estimate) {
  Json json = Json::object();
  json["estimate"] = json_number(estimate.value);
  json["standard_error"] = json_number(estimate.standard_error);
  json["ci_low"] = estimate.interval ? json_number(estimate.interval->low) : Json(nullptr);
  json["ci_high"] = estimate.interval ? json_number(estimate.interval->high) : Json(nullptr);
  if (!estimate.reason.empty()) json["reason"] = estimate.reason;
  return json;
}

Json json_of(const ArmEstimate& arm) {
  Json json = json_of(arm.estimate);
  json["n"] = arm.n;
  json["missing"] = arm.missing;
  return json;
}

Json json_of(const SampleRatio& ratio, const TrialData& data) {
  Json arms = Json::object();
  for (std::size_t a = 0; a < data.arms.size(); ++a) {
    arms[data.arms[a]] = {{"customers", ratio.counts[a]}, {"expected_share", ratio.expected[a]}};
  }
  const char* state = ratio.state == SampleRatioVerdict::as_planned   ? "as_planned"
                      : ratio.state == SampleRatioVerdict::suspicious ? "suspicious"
                                                                      : "broken";
  return {{"arms", arms},
          {"chi_square", json_number(ratio.chi_square)},
          {"df", ratio.df},
          {"p_value", json_number(ratio.p_value)},
          {"state", state}};
}

Json segment_of(const TrialComparison& comparison, const TrialData& data) {
  if (!comparison.segment) return nullptr;
  const TrialSegment& segment = data.segments[*comparison.segment];
  return {{"column", segment.column}, {"value", segment.value}};
}

Json json_of(const TrialComparison& comparison, const TrialPlan& plan, const TrialData& data) {
  const TrialMetric& metric = plan.metrics[comparison.metric];
  Json json = Json::object();
  json["metric"] = metric.name;
  json["kind"] = name_of(metric.kind);
  json["variant"] = data.arms[comparison.arm];
  json["control"] = data.arms.front();
  json["segment"] = segment_of(comparison, data);
  json["control_arm"] = json_of(comparison.control);
  json["variant_arm"] = json_of(comparison.treatment);
  json["difference"] = json_of(comparison.difference);
  json["relative"] = json_of(comparison.relative);
  json["statistic"] = json_number(comparison.statistic);
  json["p_value"] = json_number(comparison.p_value);
  json["p_value_adjusted"] = json_number(comparison.p_value_adjusted);
  json["adjustment"] = plan.adjustment;
  json["exploratory"] = comparison.segment.has_value();
  json["paired"] = false;
  json["test"] = comparison.test;
  json["interval"] = comparison.interval;
  json["variance_reduction"] = json_number(comparison.variance_reduction);
  json["verdict"] = name_of(comparison.verdict);
  return json;
}

Json json_of(const TrialMetric& metric) {
  Json json = {{"name", metric.name},
               {"kind", name_of(metric.kind)},
               {"columns", metric.columns},
               {"covariates", metric.covariates},
               {"better", metric.lower_is_better ? "lower" : "higher"},
               {"averages", metric.averages}};
  json["age"] = json_number(metric.age);
  return json;
}

Json json_of(const TrialPlan& plan) {
  Json json = {{"arm", plan.arm}, {"control", plan.control}};
  json["customers"] = plan.customers.empty() ? Json(nullptr) : Json(plan.customers);
  json["metrics"] = Json::array();
  for (const TrialMetric& metric : plan.metrics) json["metrics"].push_back(json_of(metric));
  json["segments"] = plan.segments;
  json["split"] = Json::object();
  for (const auto& [arm, weight] : plan.split) json["split"][arm] = json_number(weight);
  json["adjustment"] = plan.adjustment;
  json["force"] = plan.force;
  return json;
}

std::optional<double> low(const Estimated& estimate) {
  return estimate.interval ? std::optional(estimate.interval->low) : std::nullopt;
}

std::optional<double> high(const Estimated& estimate) {
  return estimate.interval ? std::optional(estimate.interval->high) : std::nullopt;
}

std::vector<std::string> fields_of(const TrialComparison& comparison, const TrialPlan& plan,
                                   const TrialData& data) {
  const TrialMetric& metric = plan.metrics[comparison.metric];
  const Estimated& difference = comparison.difference;
  const Estimated& relative = comparison.relative;
  const TrialSegment* segment = comparison.segment ? &data.segments[*comparison.segment] : nullptr;
  return {metric.name,
          std::string(name_of(metric.kind)),
          data.arms[comparison.arm],
          data.arms.front(),
          segment == nullptr ? "" : segment->column,
          segment == nullptr ? "" : segment->value,
          fmt::to_string(comparison.control.n),
          csv_number(comparison.control.estimate.value),
          fmt::to_string(comparison.treatment.n),
          csv_number(comparison.treatment.estimate.value),
          csv_number(difference.value),
          csv_number(difference.standard_error),
          csv_number(low(difference)),
          csv_number(high(difference)),
          csv_number(relative.value),
          csv_number(low(relative)),
          csv_number(high(relative)),
          csv_number(comparison.statistic),
          csv_number(comparison.p_value),
          csv_number(comparison.p_value_adjusted),
          plan.adjustment,
          comparison.test,
          comparison.interval,
          std::string(name_of(comparison.verdict)),
          difference.reason.empty() ? relative.reason : difference.reason};
}

}  // namespace

std::string write_trial_json(const TrialPlan& plan, const TrialData& data,
                             const TrialAnalysis& analysis, const std::string& version) {
  Json json = Json::object();
  json["journeylab"] = version;
  json["command"] = "analyze";
  json["file"] = data.file;
  json["rows"] = data.rows;
  json["rows_without_arm"] = data.rows_without_arm;
  json["plan"] = json_of(plan);
  json["confidence"] = plan.confidence;
  json["uncertainty"] = {
      {"kind", "a real test's noise"},
      {"meaning",
       "what other customers, randomised alike, could have shown; more customers shrink it"}};
  json["sample_ratio"] = json_of(analysis.ratio, data);
  json["notes"] = analysis.notes;
  json["comparisons"] = Json::array();
  for (const TrialComparison& comparison : analysis.comparisons) {
    json["comparisons"].push_back(json_of(comparison, plan, data));
  }
  return print(json);
}

std::string write_trial_csv(const TrialPlan& plan, const TrialData& data,
                            const TrialAnalysis& analysis) {
  std::string text =
      csv_line({"metric",       "kind",           "variant",       "control",   "segment_column",
                "segment",      "n_control",      "control_value", "n_variant", "variant_value",
                "difference",   "standard_error", "ci_low",        "ci_high",   "relative",
                "relative_low", "relative_high",  "statistic",     "p_value",   "p_value_adjusted",
                "adjustment",   "test",           "interval",      "verdict",   "reason"});
  for (const TrialComparison& comparison : analysis.comparisons) {
    text += csv_line(fields_of(comparison, plan, data));
  }
  return text;
}

}  // namespace journeylab
