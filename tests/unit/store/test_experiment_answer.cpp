// The answer of experiment keeps to its schema, filled, interrupted and with names that formats
// trip over.
#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "golden/experiment_sample.h"
#include "golden/sample.h"
#include "store/experiment_answer.h"

using namespace journeylab;
using nlohmann::json;

namespace {

std::string schema_errors(const json& answer) {
  std::ifstream file(JOURNEYLAB_SOURCE_DIR "/engine/store/experiment.schema.json");
  const json text = json::parse(file);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter target(answer);
  if (validator.validate(schema, target, &results)) return "";
  std::string errors = "invalid: ";
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& part : error.context) errors += part;
    errors += ": " + error.description + '\n';
  }
  return errors;
}

json answer_of(const TestResults& results) {
  return json::parse(write_experiment_json(usual_sample().scenario, results));
}

}  // namespace

TEST_CASE("every answer of experiment keeps to its schema", "[store][experiment]") {
  CHECK(schema_errors(answer_of(usual_experiment())) == "");
  TestResults partial = usual_experiment();
  partial.complete = false;
  partial.replicates = 0;
  CHECK(schema_errors(answer_of(partial)) == "");
  CHECK_FALSE(answer_of(partial)["plans"]["fixed"].contains("effect"));
}

TEST_CASE("the schema of experiment refuses what lacks or bends a promise", "[store][experiment]") {
  const json good = answer_of(usual_experiment());
  const auto broken = [&](auto&& change) {
    json answer = good;
    change(answer);
    return !schema_errors(answer).empty();
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
