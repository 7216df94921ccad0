// The answer of experiment keeps to its schema, filled, interrupted and with names that formats
// trip over.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "golden/experiment_sample.h"
#include "golden/sample.h"
#include "store/experiment_answer.h"
#include "unit/store/schema_errors.h"

using namespace journeylab;
using nlohmann::json;

namespace {

json answer_of(const TestResults& results) {
  return json::parse(write_experiment_json(usual_sample().scenario, results));
}

}  // namespace

TEST_CASE("every answer of experiment keeps to its schema", "[store][experiment]") {
  CHECK(schema_errors("experiment.schema.json", answer_of(usual_experiment())) == "");
  TestResults partial = usual_experiment();
  partial.complete = false;
  partial.replicates = 0;
  CHECK(schema_errors("experiment.schema.json", answer_of(partial)) == "");
  CHECK_FALSE(answer_of(partial)["plans"]["fixed"].contains("effect"));
}

TEST_CASE("the schema of experiment refuses what lacks or bends a promise", "[store][experiment]") {
  const json good = answer_of(usual_experiment());
  const auto broken = [&](auto&& change) {
    json answer = good;
    change(answer);
    return !schema_errors("experiment.schema.json", answer).empty();
  };
  CHECK(broken([](json& answer) { answer.erase("replicates"); }));
  CHECK(broken([](json& answer) { answer.erase("planned"); }));
  CHECK(broken([](json& answer) { answer["plans"]["fixed"]["design"] = "guess"; }));
  CHECK(broken([](json& answer) { answer["plans"]["fixed"]["effect"].erase("right"); }));
  CHECK(broken([](json& answer) { answer["plans"]["fixed"]["effect"]["stops"][0]["tests"] = 0; }));
  CHECK(broken([](json& answer) {
    answer["plans"]["fixed"]["effect"]["variants"]["early"]["paths"][0]["z"][1] = "up";
  }));
  CHECK(broken([](json& answer) {
    answer["plans"]["fixed"]["effect"]["variants"]["early"]["better"]["estimate"] = "half";
  }));
}

TEST_CASE("experiment as CSV has a row for each plan, world and variant", "[store][experiment]") {
  const std::string text = write_experiment_csv(usual_experiment());
  const auto lines = std::count(text.begin(), text.end(), '\n');
  CHECK(lines == 1 + 2 * 2);
  const std::string header = text.substr(0, text.find('\n'));
  const auto commas = std::count(header.begin(), header.end(), ',');
  CHECK(std::count(text.begin(), text.end(), ',') == commas * lines);
}
