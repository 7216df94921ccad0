#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "store/size_answer.h"
#include "unit/store/schema_errors.h"

using namespace journeylab;
using nlohmann::json;

namespace {

SizingQuestion question() {
  SizingQuestion asked;
  asked.metric = {.name = "conversion", .window = 30.0};
  for (const double value : {0.04, 0.042}) {
    SizedArm arm;
    arm.name = asked.arms.empty() ? "control" : "bold";
    arm.value = value;
    arm.variance = value * (1.0 - value);
    asked.arms.push_back(arm);
  }
  asked.effects = {{.value = 0.002, .noise = {}}};
  return asked;
}

SizeAnswer plain_answer() {
  SizeAnswer answer;
  answer.version = "1.2.3";
  answer.sizing = size_test(question());
  return answer;
}

SizeAnswer full_answer() {
  SizeAnswer answer = plain_answer();
  SizingQuestion asked = question();
  asked.test.traffic = 1000.0;
  asked.effects[0].noise = Interval{.low = -0.001, .high = 0.005};
  asked.simulated = true;
  answer.file = "shop.yaml";
  answer.asked = {{.name = "--traffic", .value = "1000/day"}, {.name = "--one-sided", .value = {}}};
  answer.scenario = "shop";
  answer.sizing = size_test(asked);
  answer.guardrails = {{.metric = "contacts",
                        .variant = "bold",
                        .limit = 0.05,
                        .margin = 0.1,
                        .worsening = 0.2,
                        .total = {},
                        .power = 0.0,
                        .reason = "broken"}};
  answer.roll_out =
      size_roll_out(answer.sizing, {.population = 1e6, .value = 2.0, .prior_deviation = {}});
  SizeCheck check;
  check.planned = 10;
  check.false_alarms = {.tests = 10, .found = 1};
  CheckedArm arm;
  arm.variant = "bold";
  arm.formula = arm.formula_low = arm.formula_high = 0.8;
  arm.power = {.tests = 10, .found = 8};
  check.arms = {arm};
  answer.check = check;
  return answer;
}

}  // namespace

TEST_CASE("every answer of size keeps to its schema", "[store][size]") {
  CHECK(schema_errors("size.schema.json", json::parse(write_size_json(plain_answer()))) == "");
  CHECK(schema_errors("size.schema.json", json::parse(write_size_json(full_answer()))) == "");
  SizeAnswer unchecked = full_answer();
  unchecked.check->why_not = "too large";
  CHECK(schema_errors("size.schema.json", json::parse(write_size_json(unchecked))) == "");
}

TEST_CASE("the schema of size refuses what lacks or bends what is promised", "[store][size]") {
  const json good = json::parse(write_size_json(full_answer()));
  for (const auto& member : good.items()) {
    json lacking = good;
    lacking.erase(member.key());
    CAPTURE(member.key());
    CHECK(schema_errors("size.schema.json", lacking) != "");
  }
  json bent = good;
  bent["size"]["total"] = "many";
  CHECK(schema_errors("size.schema.json", bent) != "");
  bent = good;
  bent["asked"][0].erase("value");
  CHECK(schema_errors("size.schema.json", bent) != "");
  bent = good;
  bent["comparisons"][0]["power"] = 1.5;
  CHECK(schema_errors("size.schema.json", bent) != "");
}

TEST_CASE("the CSV of size has a row for the answer, each effect and each number of days",
          "[store][size]") {
  const SizeAnswer answer = full_answer();
  const std::string text = write_size_csv(answer);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  CHECK(lines == 1 + 1 + static_cast<long>(answer.sizing.effects.size()) +
                     static_cast<long>(answer.sizing.days.size()));
  CHECK(text.find("size,conversion,bold,0.002") != std::string::npos);
}
