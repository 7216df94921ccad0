#include "store/size_answer.h"

#include <fmt/format.h>

#include "store/csv.h"
#include "store/json_value.h"

namespace journeylab {
namespace {

Json json_of(const std::optional<Interval>& interval) {
  if (!interval) return nullptr;
  return {{"low", json_number(interval->low)}, {"high", json_number(interval->high)}};
}

Json days_of(const std::optional<std::uint32_t>& days) {
  return days ? Json(*days) : Json(nullptr);
}

Json json_of(const SizeInDays& size, const std::vector<SizedArm>& arms) {
  Json customers = Json::object();
  for (std::size_t a = 0; a < arms.size(); ++a) {
    customers[arms[a].name] = json_number(size.customers[a]);
  }
  return {{"customers", customers},
          {"total", json_number(size.total)},
          {"entry_days", days_of(size.entry_days)},
          {"days", days_of(size.days)}};
}

Json arms_of(const SizingQuestion& question) {
  Json arms = Json::object();
  for (const SizedArm& arm : question.arms) {
    arms[arm.name] = {{"value", json_number(arm.value)},
                      {"simulation_error", json_number(arm.value_error)},
                      {"variance_per_customer", json_number(arm.variance)},
                      {"eligible", json_number(arm.eligible)},
                      {"weight", json_number(arm.weight)}};
  }
  return arms;
}

Json json_of(const SizedComparison& comparison) {
  return {{"variant", comparison.variant},
          {"effect", json_number(comparison.effect.value)},
          {"relative", json_number(comparison.relative)},
          {"simulation_noise", json_of(comparison.effect.noise)},
          {"alpha", json_number(comparison.alpha)},
          {"total", json_number(comparison.total)},
          {"total_low", json_number(comparison.total_low)},
          {"total_high", json_number(comparison.total_high)},
          {"power", json_number(comparison.power)},
          {"detectable",
           comparison.detectable == 0.0 ? Json(nullptr) : json_number(comparison.detectable)}};
}

Json json_of(const SimulatedRate& rate) {
  return {{"tests", rate.tests},
          {"found", rate.found},
          {"rate", json_number(rate.rate())},
          {"standard_error", json_number(rate.error())}};
}

Json json_of(const SizeCheck& check) {
  Json json = {{"planned", check.planned}, {"complete", check.complete}};
  if (!check.why_not.empty()) {
    json["reason"] = check.why_not;
    return json;
  }
  json["customers"] = json_number(check.customers);
  json["power"] = Json::array();
  for (const CheckedArm& arm : check.arms) {
    json["power"].push_back({{"variant", arm.variant},
                             {"formula", json_number(arm.formula)},
                             {"formula_low", json_number(arm.formula_low)},
                             {"formula_high", json_number(arm.formula_high)},
                             {"simulated", json_of(arm.power)},
                             {"formula_is_off", arm.off}});
  }
  json["false_alarms"] = {{"allowed", json_number(check.formula_error)},
                          {"simulated", json_of(check.false_alarms)},
                          {"too_many", check.errors_off}};
  return json;
}

Json json_of(const GuardrailSizing& guardrail) {
  Json json = {{"metric", guardrail.metric},
               {"variant", guardrail.variant},
               {"limit", json_number(guardrail.limit)},
               {"margin", json_number(guardrail.margin)},
               {"worsening", json_number(guardrail.worsening)},
               {"total", json_number(guardrail.total)},
               {"power", guardrail.total ? json_number(guardrail.power) : Json(nullptr)}};
  if (!guardrail.reason.empty()) json["reason"] = guardrail.reason;
  return json;
}

Json json_of(const TestAndRoll& test) {
  return {{"total", json_number(test.first + test.second)},
          {"profit", json_number(test.profit)},
          {"profit_of_test", json_number(test.test_profit)},
          {"choice_error", json_number(test.choice_error)}};
}

Json json_of(const RollOutAnswer& roll_out) {
  return {{"population", json_number(roll_out.question.population)},
          {"value_per_conversion", json_number(roll_out.question.value)},
          {"prior_deviation", json_number(roll_out.prior_deviation)},
          {"prior_from_effect", roll_out.prior_from_effect},
          {"best", json_of(roll_out.best)},
          {"classical", roll_out.classical_fits ? json_of(roll_out.classical) : Json(nullptr)},
          {"profit_untested", json_number(roll_out.best.profit_untested)},
          {"profit_knowing", json_number(roll_out.best.profit_knowing)}};
}

Json power_of(const Sizing& sizing) {
  Json curves = Json::array();
  for (const PowerCurve& curve : sizing.power) {
    Json points = Json::array();
    for (const PowerPoint& point : curve.points) {
      points.push_back({{"total", json_number(point.total)},
                        {"days", days_of(point.days)},
                        {"power", json_number(point.power)}});
    }
    curves.push_back({{"effect", json_number(curve.effect)},
                      {"relative", json_number(curve.relative)},
                      {"points", points}});
  }
  return curves;
}

Json tables_of(const Sizing& sizing) {
  Json effects = Json::array();
  for (const EffectRow& row : sizing.effects) {
    Json json = {{"effect", json_number(row.effect)}, {"relative", json_number(row.relative)}};
    json.update(json_of(row.size, sizing.question.arms));
    effects.push_back(json);
  }
  Json days = Json::array();
  for (const DaysRow& row : sizing.days) {
    days.push_back({{"days", row.days},
                    {"total", json_number(row.customers)},
                    {"effect", json_number(row.effect)},
                    {"relative", json_number(row.relative)}});
  }
  return {{"effects", effects}, {"days", days}, {"power", power_of(sizing)}};
}

Json plan_of(const Sizing& sizing) {
  const SizingQuestion& question = sizing.question;
  return {{"alpha", json_number(question.alpha)},
          {"sides", question.sides},
          {"power", json_number(question.power)},
          {"correction", correction_words[static_cast<std::size_t>(question.correction)]},
          {"design", name_of(question.design)},
          {"looks", question.looks},
          {"traffic", json_number(question.test.traffic)},
          {"follow_up_days", sizing.follow_up},
          {"inflation", json_number(sizing.factors.inflation)},
          {"expected_size_without_effect", json_number(sizing.factors.expected_none)},
          {"expected_size_with_effect", json_number(sizing.factors.expected_full)},
          {"variance_left", json_number(sizing.factors.variance_left)},
          {"design_effect", json_number(sizing.factors.clusters)},
          {"test", sizing.test}};
}

Json asked_of(const SizeAnswer& answer) {
  Json asked = Json::array();
  for (const AskedOption& option : answer.asked) {
    asked.push_back(
        {{"option", option.name}, {"value", option.value ? Json(*option.value) : Json(nullptr)}});
  }
  return asked;
}

std::string day_text(const std::optional<std::uint32_t>& days) {
  return days ? fmt::to_string(*days) : "";
}

}  // namespace

std::string write_size_json(const SizeAnswer& answer) {
  const Sizing& sizing = answer.sizing;
  Json json = Json::object();
  json["journeylab"] = answer.version;
  json["command"] = "size";
  json["seed"] = answer.seed;
  json["complete"] = answer.complete;
  json["uncertainty"] = {{"kind", "a real test's noise"},
                         {"meaning",
                          "what so many real customers would show; simulation noise of "
                          "values and effects stands beside them"}};
  if (answer.file.empty()) {
    json["scenario"] = nullptr;
  } else {
    json["scenario"] = {{"name", answer.scenario},
                        {"file", answer.file},
                        {"sha256", answer.sha256},
                        {"synthetic_customers", answer.synthetic}};
  }
  json["asked"] = asked_of(answer);
  json["metric"] = {{"name", sizing.question.metric.name},
                    {"kind", name_of(sizing.question.metric.kind)},
                    {"mature_after_days", json_number(sizing.question.metric.window)}};
  json["plan"] = plan_of(sizing);
  json["arms"] = arms_of(sizing.question);
  json["size"] = json_of(sizing.size, sizing.question.arms);
  json["comparisons"] = Json::array();
  for (const SizedComparison& each : sizing.comparisons) {
    json["comparisons"].push_back(json_of(each));
  }
  json["exact"] = nullptr;
  if (sizing.exact) {
    json["exact"] = {{"power", json_number(sizing.exact->power)},
                     {"error", json_number(sizing.exact->error)}};
  }
  json["tables"] = tables_of(sizing);
  json["guardrails"] = Json::array();
  for (const GuardrailSizing& each : answer.guardrails) json["guardrails"].push_back(json_of(each));
  json["check"] = answer.check ? json_of(*answer.check) : Json(nullptr);
  json["test_and_roll"] = answer.roll_out ? json_of(*answer.roll_out) : Json(nullptr);
  json["notes"] = sizing.notes;
  return print(json);
}

std::string write_size_csv(const SizeAnswer& answer) {
  const Sizing& sizing = answer.sizing;
  std::string text = csv_line({"row", "metric", "variant", "effect", "relative",
                               "control_customers", "total", "entry_days", "days", "power"});
  const std::string& metric = sizing.question.metric.name;
  for (const SizedComparison& each : sizing.comparisons) {
    text += csv_line({"size", metric, each.variant, csv_number(each.effect.value),
                      csv_number(each.relative), csv_number(sizing.size.customers.front()),
                      csv_number(sizing.size.total), day_text(sizing.size.entry_days),
                      day_text(sizing.size.days), csv_number(each.power)});
  }
  for (const EffectRow& row : sizing.effects) {
    text += csv_line({"effect", metric, "", csv_number(row.effect), csv_number(row.relative),
                      csv_number(row.size.customers.front()), csv_number(row.size.total),
                      day_text(row.size.entry_days), day_text(row.size.days),
                      csv_number(sizing.question.power)});
  }
  for (const DaysRow& row : sizing.days) {
    text += csv_line({"days", metric, "", csv_number(row.effect), csv_number(row.relative), "",
                      csv_number(row.customers), "", fmt::to_string(row.days),
                      csv_number(sizing.question.power)});
  }
  return text;
}

}  // namespace journeylab
