#include "store/csv.h"

#include <cmath>

#include <fmt/format.h>

namespace journeylab {
namespace {

void add_metrics(std::string& out, const Scenario& scenario, const std::string& variant,
                 const std::string& segment, const std::vector<MetricResult>& metrics) {
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    const Estimate& estimate = metrics[m].estimate;
    out += csv_line({variant, segment, scenario.metrics.at(m).name, csv_number(estimate.value),
                     csv_number(estimate.standard_error), csv_number(estimate.low),
                     csv_number(estimate.high), fmt::to_string(estimate.n), estimate.method,
                     estimate.reason});
  }
}

std::string joined_reasons(const Comparison& comparison) {
  const std::string& first = comparison.difference.reason;
  const std::string& second = comparison.relative.reason;
  if (first.empty() || second.empty() || first == second) return first.empty() ? second : first;
  return first + "; relative: " + second;
}

std::vector<std::string> guardrail_fields(const std::optional<GuardrailResult>& guardrail) {
  if (!guardrail) return {"", "", "", "", ""};
  return {csv_number(guardrail->limit), csv_number(guardrail->worsening),
          csv_number(guardrail->bound_low), csv_number(guardrail->bound_high),
          std::string(name_of(guardrail->verdict))};
}

std::vector<std::string> comparison_fields(const Scenario& scenario, const Analysis& analysis,
                                           const Comparison& comparison) {
  const Estimate& difference = comparison.difference;
  const Estimate& relative = comparison.relative;
  std::vector<std::string> fields = {
      scenario.metrics.at(comparison.metric).name,
      analysis.variants.at(comparison.variant).name,
      analysis.variants.at(0).name,
      comparison.segment ? scenario.names.segments.at(*comparison.segment) : "",
      csv_number(difference.value),
      csv_number(difference.standard_error),
      csv_number(difference.low),
      csv_number(difference.high),
      csv_number(relative.value),
      csv_number(relative.low),
      csv_number(relative.high),
      fmt::to_string(difference.n),
      csv_number(comparison.p_value),
      csv_number(comparison.p_value_adjusted),
      comparison.adjustment,
      comparison.family == TestFamily::segments ? "yes" : "no",
      comparison.paired ? "yes" : "no",
      comparison.method,
      std::string(name_of(comparison.verdict))};
  for (std::string& field : guardrail_fields(comparison.guardrail)) fields.push_back(field);
  fields.push_back(joined_reasons(comparison));
  return fields;
}

}  // namespace

std::string csv_field(std::string_view text) {
  const bool edge_space = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!edge_space && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_number(const std::optional<double>& number) {
  return number && std::isfinite(*number) ? fmt::format("{}", *number) : std::string();
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (&field != &fields.front()) line += ',';
    line += csv_field(field);
  }
  return line + '\n';
}

std::string write_metrics_csv(const Scenario& scenario, const Analysis& analysis) {
  std::string out = "variant,segment,metric,estimate,standard_error,ci_low,ci_high,n,method,note\n";
  for (const VariantResult& variant : analysis.variants) {
    add_metrics(out, scenario, variant.name, "", variant.metrics);
    for (std::size_t s = 0; s < variant.segments.size(); ++s) {
      add_metrics(out, scenario, variant.name, scenario.names.segments.at(s),
                  variant.segments[s].metrics);
    }
  }
  return out;
}

std::string write_comparisons_csv(const Scenario& scenario, const Analysis& analysis) {
  std::string out =
      "metric,variant,control,segment,difference,difference_standard_error,difference_ci_low,"
      "difference_ci_high,relative,relative_ci_low,relative_ci_high,n,p_value,p_value_adjusted,"
      "adjustment,exploratory,paired,method,verdict,guardrail_limit,guardrail_worsening,"
      "guardrail_bound_low,guardrail_bound_high,guardrail,note\n";
  for (const Comparison& comparison : analysis.comparisons) {
    out += csv_line(comparison_fields(scenario, analysis, comparison));
  }
  return out;
}

}  // namespace journeylab
