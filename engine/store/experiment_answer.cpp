#include "store/experiment_answer.h"

#include <fmt/format.h>

#include "store/csv.h"
#include "store/json_value.h"

namespace journeylab {
namespace {

Json json_of(const Estimate& estimate) {
  Json json = Json::object();
  json["estimate"] = json_number(estimate.value);
  json["standard_error"] = json_number(estimate.standard_error);
  json["ci_low"] = json_number(estimate.low);
  json["ci_high"] = json_number(estimate.high);
  json["n"] = estimate.n;
  if (!estimate.reason.empty()) json["reason"] = estimate.reason;
  return json;
}

Json json_of(const Spread& spread) {
  return {{"mean", json_of(spread.mean)},
          {"p10", json_number(spread.low)},
          {"median", json_number(spread.median)},
          {"p90", json_number(spread.high)}};
}

Json json_of_paths(const ArmFindings& arm) {
  Json paths = Json::array();
  for (const SamplePath& path : arm.paths) {
    Json looks = Json::array();
    for (const std::optional<double>& z : path.z) looks.push_back(json_number(z));
    paths.push_back({{"finding", path.finding}, {"z", looks}});
  }
  return paths;
}

Json json_of_stops(const WorldFindings& world) {
  Json stops = Json::array();
  for (const StopCount& stop : world.stops) {
    stops.push_back({{"day", stop.day}, {"tests", stop.tests}});
  }
  return stops;
}

Json json_of(const ArmFindings& arm) {
  return {{"better", json_of(arm.better)},
          {"worse", json_of(arm.worse)},
          {"futile", json_of(arm.futile)},
          {"undecided", json_of(arm.undecided)},
          {"chosen", json_of(arm.chosen)},
          {"coverage", json_of(arm.coverage)},
          {"exaggeration", json_of(arm.exaggeration)},
          {"wrong_sign", json_of(arm.wrong_sign)},
          {"paths", json_of_paths(arm)}};
}

Json json_of(const WorldFindings& world, const TestResults& results) {
  Json json = Json::object();
  json["found"] = json_of(world.found);
  json["right"] = json_of(world.right);
  json["keeps_control"] = json_of(world.keeps_control);
  json["guardrail_broken"] = json_of(world.guardrail_broken);
  json["sample_ratio_broken"] = json_of(world.ratio_broken);
  json["day"] = json_of(world.day);
  json["stops"] = json_of_stops(world);
  json["customers"] = json_of(world.customers);
  json["lost_testing"] = json_of(world.lost_testing);
  json["lost_after"] = json_of(world.lost_after);
  json["variants"] = Json::object();
  for (std::size_t a = 0; a < world.arms.size(); ++a) {
    json["variants"][results.arms[a + 1].name] = json_of(world.arms[a]);
  }
  return json;
}

Json json_of(const PlanResult& plan, const TestResults& results) {
  Json json = Json::object();
  json["design"] = plan.design;
  json["description"] = plan.description;
  json["entry_days"] = plan.entry_days;
  json["last_day"] = plan.last_day;
  json["customers_planned"] = plan.customers;
  json["alpha"] = plan.alpha;
  json["promises_alpha"] = plan.claims_alpha;
  json["nominal_coverage"] = plan.nominal_coverage;
  json["correction"] = plan.correction;
  json["looks"] = Json::array();
  for (const LookResult& look : plan.looks) {
    json["looks"].push_back({{"day", look.day},
                             {"customers_known", look.mature},
                             {"information", json_number(look.information)},
                             {"lower", json_number(look.lower)},
                             {"upper", json_number(look.upper)}});
  }
  if (results.replicates == 0) return json;
  json["no_effect"] = json_of(plan.none, results);
  json["effect"] = json_of(plan.effect, results);
  return json;
}

Json json_of_arms(const TestResults& results) {
  Json arms = Json::object();
  for (const TestArmResult& arm : results.arms) {
    arms[arm.name] = {{"share", arm.share},
                      {"true_effect", json_of(arm.true_effect)},
                      {"value", json_of(arm.value)}};
  }
  return arms;
}

void add_rows(const PlanResult& plan, const WorldFindings& world, const char* name,
              const TestResults& results, std::string& text) {
  const auto both = [](const Estimate& estimate, std::vector<std::string>& fields) {
    fields.push_back(csv_number(estimate.value));
    fields.push_back(csv_number(estimate.standard_error));
  };
  for (std::size_t a = 0; a < world.arms.size(); ++a) {
    const ArmFindings& arm = world.arms[a];
    std::vector<std::string> fields{plan.name, plan.design, name, results.arms[a + 1].name,
                                    fmt::to_string(results.replicates)};
    for (const Estimate* estimate :
         {&world.found, &world.right, &arm.better, &arm.worse, &arm.futile, &arm.undecided,
          &arm.chosen, &arm.coverage, &arm.exaggeration, &arm.wrong_sign, &world.day.mean}) {
      both(*estimate, fields);
    }
    fields.push_back(csv_number(world.day.low));
    fields.push_back(csv_number(world.day.median));
    fields.push_back(csv_number(world.day.high));
    for (const Estimate* estimate :
         {&world.customers.mean, &world.lost_testing, &world.lost_after}) {
      both(*estimate, fields);
    }
    text += csv_line(fields);
  }
}

}  // namespace

std::string write_experiment_json(const Scenario& scenario, const TestResults& results) {
  Json json = Json::object();
  json["journeylab"] = results.version;
  json["command"] = "experiment";
  json["seed"] = results.seed;
  json["replicates"] = results.replicates;
  json["complete"] = results.complete;
  json["planned"] = results.planned;
  json["precision"] = results.precision ? Json(2.0 * *results.precision) : Json(nullptr);
  json["confidence"] = results.confidence;
  json["uncertainty"] = {
      {"kind", "a real test's noise"},
      {"meaning",
       "Rates and spreads say what one test with real customers would see; their intervals are "
       "simulation noise, which more replicates shrink."}};
  json["scenario"] = {{"name", scenario.name},
                      {"file", scenario.file},
                      {"sha256", scenario.sha256},
                      {"document", json_of(scenario.document)}};
  json["metric"] = results.metric;
  json["effect_scale"] = results.effect_scale;
  json["days_until_mature"] = results.window;
  json["traffic_per_day"] = results.traffic;
  json["usual_days"] = results.days;
  json["period_days"] = results.period;
  json["value_metric"] = results.value_metric.empty() ? Json(nullptr) : Json(results.value_metric);
  if (!results.value_reason.empty()) json["value_reason"] = results.value_reason;
  json["arms"] = json_of_arms(results);
  json["plans"] = Json::object();
  for (const PlanResult& plan : results.plans) json["plans"][plan.name] = json_of(plan, results);
  json["notes"] = results.notes;
  return print(json);
}

std::string write_experiment_csv(const TestResults& results) {
  std::vector<std::string> header{"plan", "design", "effect", "variant", "replicates"};
  for (const char* name : {"found", "right", "better", "worse", "futile", "undecided", "chosen",
                           "coverage", "exaggeration", "wrong_sign", "day"}) {
    header.emplace_back(name);
    header.push_back(std::string(name) + "_error");
  }
  for (const char* name :
       {"day_p10", "day_median", "day_p90", "customers", "customers_error", "lost_testing",
        "lost_testing_error", "lost_after", "lost_after_error"}) {
    header.emplace_back(name);
  }
  std::string text = csv_line(header);
  if (results.replicates == 0) return text;
  for (const PlanResult& plan : results.plans) {
    add_rows(plan, plan.effect, "as simulated", results, text);
    add_rows(plan, plan.none, "none", results, text);
  }
  return text;
}

}  // namespace journeylab
