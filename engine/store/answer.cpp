#include "store/answer.h"

#include "store/json_value.h"

namespace journeylab {
namespace {

std::string_view measure_of(const Metric& metric) {
  if (std::holds_alternative<Mean>(metric.kind)) return "mean";
  if (std::holds_alternative<Ratio>(metric.kind)) return "ratio";
  if (std::holds_alternative<TimeTo>(metric.kind)) return "time";
  return "share";
}

std::string_view name_of_family(TestFamily family) {
  switch (family) {
    case TestFamily::primary:
      return "primary";
    case TestFamily::secondary:
      return "secondary";
    case TestFamily::segments:
      return "segments";
  }
  return "";
}

bool any_missing(const Json& estimate) {
  for (const char* key : {"estimate", "standard_error", "ci_low", "ci_high"}) {
    if (estimate[key].is_null()) return true;
  }
  return false;
}

Json json_of(const Estimate& estimate) {
  Json json = {{"estimate", json_number(estimate.value)},
               {"standard_error", json_number(estimate.standard_error)},
               {"ci_low", json_number(estimate.low)},
               {"ci_high", json_number(estimate.high)}};
  if (!estimate.reason.empty()) {
    json["reason"] = estimate.reason;
  } else if (any_missing(json)) {
    json["reason"] = "not a finite number";
  }
  return json;
}

Json json_of(const std::vector<TimeToSummary::Quantile>& quantiles) {
  Json json = Json::array();
  for (const TimeToSummary::Quantile& quantile : quantiles) {
    json.push_back(
        {{"probability", json_number(quantile.probability)}, {"time", json_number(quantile.time)}});
  }
  return json;
}

void add_time_to(Json& json, const TimeToSummary& summary) {
  json["among_reached"] = {{"n", summary.n_reached},
                           {"mean", json_number(summary.mean_among_reached)},
                           {"median", json_number(summary.median_among_reached)}};
  json["quantiles"] = json_of(summary.quantiles);
}

Json json_of(const MetricResult& result) {
  Json json = json_of(result.estimate);
  json["n"] = result.estimate.n;
  if (!result.estimate.method.empty()) json["method"] = result.estimate.method;
  if (result.time_to) add_time_to(json, *result.time_to);
  return json;
}

Json json_of_metrics(const Scenario& scenario, const std::vector<MetricResult>& results) {
  Json json = Json::object();
  for (std::size_t m = 0; m < results.size(); ++m) {
    json[scenario.metrics.at(m).name] = json_of(results[m]);
  }
  return json;
}

Json json_of(const StepResult& step) {
  Json outcomes = Json::object();
  for (const WayResult& way : step.ways) {
    outcomes[way.name] = {{"count", way.count}, {"completed", way.completed}};
  }
  return {{"visits", step.visits},
          {"customers", step.customers},
          {"mean_entry_time", json_number(step.mean_entry_time)},
          {"mean_time", json_number(step.mean_time)},
          {"revenue", json_number(step.revenue)},
          {"cost", json_number(step.cost)},
          {"outcomes", outcomes}};
}

Json json_of(const std::vector<double>& numbers) {
  Json list = Json::array();
  for (const double number : numbers) list.push_back(json_number(number));
  return list;
}

Json json_of(const Curve& curve) {
  Json json = {{"customers", curve.customers},
               {"time", json_of(curve.time)},
               {curve.incidence ? "incidence" : "survival", json_of(curve.value)},
               {"ci_low", json_of(curve.low)},
               {"ci_high", json_of(curve.high)},
               {"at_risk", curve.at_risk}};
  if (!curve.among_reached.empty()) json["among_reached"] = json_of(curve.among_reached);
  return json;
}

Json json_of(const AmountDistribution& distribution) {
  Json quantiles = Json::array();
  for (const AmountDistribution::Quantile& quantile : distribution.quantiles) {
    quantiles.push_back({{"probability", json_number(quantile.probability)},
                         {"amount", json_number(quantile.amount)}});
  }
  Json low = Json::array();
  Json high = Json::array();
  Json customers = Json::array();
  for (const AmountDistribution::Bin& bin : distribution.bins) {
    low.push_back(json_number(bin.low));
    high.push_back(json_number(bin.high));
    customers.push_back(bin.customers);
  }
  return {{"customers", distribution.customers},
          {"none", distribution.none},
          {"least", json_number(distribution.least)},
          {"most", json_number(distribution.most)},
          {"quantiles", quantiles},
          {"bins", {{"low", low}, {"high", high}, {"customers", customers}}}};
}

void add_flow(Json& json, const Scenario& scenario, const VariantResult& variant) {
  Json steps = Json::object();
  for (const StepResult& step : variant.steps) {
    steps[scenario.names.steps.at(step.step)] = json_of(step);
  }
  Json touchpoints = Json::object();
  for (const TouchpointResult& touchpoint : variant.touchpoints) {
    touchpoints[scenario.names.touchpoints.at(touchpoint.touchpoint)] = {
        {"visits", touchpoint.visits},
        {"contacts", touchpoint.contacts},
        {"cost", json_number(touchpoint.cost)}};
  }
  Json goals = Json::object();
  for (std::size_t g = 0; g < variant.goals.size(); ++g) {
    const GoalTally& goal = variant.goals[g];
    goals[scenario.names.goals.at(g)] = {{"customers", goal.customers}, {"count", goal.count}};
  }
  Json endings = Json::object();
  for (const EndingResult& ending : variant.endings) endings[ending.status] = ending.customers;
  json["steps"] = steps;
  json["touchpoints"] = touchpoints;
  json["goals"] = goals;
  json["endings"] = endings;
}

Json json_of(const Scenario& scenario, const VariantResult& variant) {
  Json json = Json::object();
  if (!variant.description.empty()) json["description"] = variant.description;
  json["metrics"] = json_of_metrics(scenario, variant.metrics);
  Json segments = Json::object();
  for (std::size_t s = 0; s < variant.segments.size(); ++s) {
    const SegmentResult& segment = variant.segments[s];
    segments[scenario.names.segments.at(s)] = {
        {"customers", segment.customers}, {"metrics", json_of_metrics(scenario, segment.metrics)}};
  }
  json["segments"] = segments;
  add_flow(json, scenario, variant);
  Json curves = Json::object();
  for (std::size_t m = 0; m < variant.curves.size(); ++m) {
    if (variant.curves[m]) curves[scenario.metrics.at(m).name] = json_of(*variant.curves[m]);
  }
  json["curves"] = curves;
  json["distributions"] = Json::object();
  if (variant.revenue) json["distributions"]["revenue"] = json_of(*variant.revenue);
  return json;
}

Json json_of(const GuardrailResult& guardrail) {
  return {{"limit", json_number(guardrail.limit)},
          {"worsening", json_number(guardrail.worsening)},
          {"bound_low", json_number(guardrail.bound_low)},
          {"bound_high", json_number(guardrail.bound_high)},
          {"verdict", name_of(guardrail.verdict)}};
}

Json json_of(const Scenario& scenario, const Analysis& analysis, const Comparison& comparison) {
  Json json = {{"metric", scenario.metrics.at(comparison.metric).name},
               {"variant", analysis.variants.at(comparison.variant).name},
               {"control", analysis.variants.at(0).name},
               {"segment", nullptr},
               {"difference", json_of(comparison.difference)},
               {"relative", json_of(comparison.relative)},
               {"n", comparison.difference.n},
               {"p_value", json_number(comparison.p_value)},
               {"p_value_adjusted", json_number(comparison.p_value_adjusted)},
               {"adjustment", comparison.adjustment},
               {"family", name_of_family(comparison.family)},
               {"exploratory", comparison.family == TestFamily::segments},
               {"paired", comparison.paired},
               {"method", comparison.method},
               {"verdict", name_of(comparison.verdict)}};
  if (comparison.segment) json["segment"] = scenario.names.segments.at(*comparison.segment);
  if (comparison.guardrail) json["guardrail"] = json_of(*comparison.guardrail);
  return json;
}

// The age or the time that a metric is read at, in time units.
void add_times(Json& definition, const Scenario& scenario, const Metric& metric) {
  const double unit = scenario.ticks_per_unit();
  if (const auto* goal = std::get_if<GoalShare>(&metric.kind)) {
    definition["within"] = json_number(goal->within / unit);
  } else if (const auto* retained = std::get_if<Retained>(&metric.kind)) {
    definition["at"] = json_number(retained->at / unit);
  }
}

Json json_of_definitions(const Scenario& scenario) {
  Json json = Json::object();
  for (const Metric& metric : scenario.metrics) {
    Json definition = {{"measure", measure_of(metric)},
                       {"primary", metric.primary},
                       {"better", metric.higher_is_better ? "higher" : "lower"}};
    add_times(definition, scenario, metric);
    if (metric.guardrail) definition["guardrail"] = json_number(*metric.guardrail);
    if (!metric.description.empty()) definition["description"] = metric.description;
    json[metric.name] = definition;
  }
  return json;
}

Json json_of_header(const Scenario& scenario, const RunFacts& facts) {
  Json json = {{"journeylab", facts.version},
               {"command", facts.command},
               {"seed", facts.seed},
               {"customers", facts.customers},
               {"confidence", json_number(facts.confidence)},
               {"complete", facts.complete}};
  if (!facts.complete) json["planned"] = facts.planned;
  json["uncertainty"] = {
      {"kind", "simulation noise"},
      {"meaning",
       "Every interval shrinks as more synthetic customers are simulated; none says how true the "
       "assumptions are, or what a real test would see."}};
  json["scenario"] = {{"name", scenario.name},
                      {"file", scenario.file},
                      {"sha256", scenario.sha256},
                      {"time_unit", name_of(scenario.time_unit)},
                      {"horizon", json_number(scenario.horizon / scenario.ticks_per_unit())},
                      {"document", json_of(scenario.document)}};
  return json;
}

}  // namespace

std::string write_answer(const Scenario& scenario, const RunFacts& facts, const Analysis& analysis,
                         bool compare) {
  Json json = json_of_header(scenario, facts);
  json["metrics"] = json_of_definitions(scenario);
  Json variants = Json::object();
  for (const VariantResult& variant : analysis.variants) {
    variants[variant.name] = json_of(scenario, variant);
  }
  json["variants"] = variants;
  Json comparisons = Json::array();
  if (compare) {
    for (const Comparison& comparison : analysis.comparisons) {
      comparisons.push_back(json_of(scenario, analysis, comparison));
    }
  }
  json["comparisons"] = comparisons;
  json["notes"] = analysis.notes;
  return print(json);
}

}  // namespace journeylab
