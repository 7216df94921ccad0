// The JSON Schema that editors use says the same as the reader: the same keys, and the same answer
// to documents that differ in their structure. What only the reader can know (names that must
// exist, sums of shares, values of formulas) is not asked here.
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "yaml/parse_document.h"
#include "yaml/read_keys.h"
#include "yaml/read_scenario.h"

namespace {

using journeylab::Node;
using nlohmann::json;

const std::filesystem::path scenarios = std::filesystem::path(JOURNEYLAB_SOURCE_DIR) / "scenarios";

const json& schema_document() {
  static const json document = json::parse(std::ifstream(scenarios / "scenario.schema.json"));
  return document;
}

// A plain scalar as an editor's YAML parser takes it (the core schema of YAML 1.2).
json scalar_of(const Node& node) {
  static const std::regex number(R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)");
  if (node.quoted || node.text.empty()) return node.text;
  if (node.text == "true" || node.text == "false") return node.text == "true";
  if (!std::regex_match(node.text, number)) return node.text;
  const double value = std::stod(node.text);
  if (value == static_cast<double>(static_cast<long long>(value))) {
    return static_cast<long long>(value);
  }
  return value;
}

json json_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::scalar:
      return scalar_of(node);
    case Node::Kind::list: {
      json list = json::array();
      for (const Node& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case Node::Kind::map:
      break;
  }
  json map = json::object();
  for (const Node::Member& entry : node.members) map[entry.key] = json_of(entry.value);
  return map;
}

bool schema_accepts(const std::string& text) {
  static const std::unique_ptr<const valijson::Schema> schema = [] {
    auto parsed = std::make_unique<valijson::Schema>();
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_document()), *parsed);
    return parsed;
  }();
  const json document = json_of(journeylab::parse_document(text, "case.yaml"));
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  return validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
}

std::string reader_says(const std::string& text) {
  try {
    (void)journeylab::read_scenario_text(text, "case.yaml");
    return {};
  } catch (const journeylab::InputError& error) {
    return error.what();
  }
}

void check_both(const std::string& text, bool valid) {
  INFO(text);
  CHECK(schema_accepts(text) == valid);
  const std::string answer = reader_says(text);
  INFO(answer);
  CHECK(answer.empty() == valid);
}

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

std::vector<std::string> keys_in(const json& schema) {
  std::vector<std::string> words;
  for (const auto& [key, value] : schema.at("properties").items()) words.push_back(key);
  return sorted(words);
}

void check_keys(const json& schema, journeylab::keys::List words) {
  CHECK(keys_in(schema) == sorted({words.begin(), words.end()}));
  CHECK(schema.at("patternProperties").contains("^x-"));
}

// A description at each key, for the editor to show, here or where the key's schema stands.
bool is_described(const json& schema) {
  if (schema.contains("description") || schema.contains("not")) return true;
  if (schema.contains("$ref")) {
    const std::string name = schema["$ref"].get<std::string>().substr(sizeof("#/definitions/") - 1);
    return is_described(schema_document().at("definitions").at(name));
  }
  return schema.contains("anyOf") && is_described(schema["anyOf"].front());
}

std::string with_journey(const std::string& line) {
  return "horizon: 10\n" + line + "\njourney: {a: {goal: g, end: done}}\n";
}

std::string with_step(const std::string& step) {
  return "horizon: 10\njourney: {a: " + step + "}\n";
}

std::string with_variant(const std::string& patch) {
  return "horizon: 10\n"
         "segments: {s: {share: 1, p: 0.5}}\n"
         "touchpoints: {t: {channel: mail}}\n"
         "state: {n: 0}\n"
         "journey: {a: {outcomes: {y: {chance: p, go: b}, z: {end: lost}}}, b: {end: won}}\n"
         "variants: {v: " +
         patch + "}\n";
}

}  // namespace

TEST_CASE("the schema knows the keys that the reader knows, and no other", "[yaml][schema]") {
  namespace keys = journeylab::keys;
  const json& root = schema_document();
  const json& definitions = root.at("definitions");
  check_keys(root, keys::scenario);
  check_keys(definitions.at("segment"), keys::segment);
  for (const char* name : {"touchpoint", "touchpoint_patch"}) {
    check_keys(definitions.at(name), keys::touchpoint);
  }
  for (const char* name : {"step", "step_patch"}) check_keys(definitions.at(name), keys::step);
  for (const char* name : {"outcome", "outcome_patch"}) {
    check_keys(definitions.at(name), keys::outcome);
  }
  for (const char* name : {"race_way", "race_way_patch"}) {
    check_keys(definitions.at(name), keys::race_way);
  }
  for (const char* name : {"split_way", "split_way_patch"}) {
    check_keys(definitions.at(name), keys::split_way);
  }
  check_keys(definitions.at("branch_way"), keys::branch_way);
  check_keys(definitions.at("else_way"), keys::else_way);
  check_keys(definitions.at("variant"), keys::variant);
  check_keys(definitions.at("metric"), keys::metric);
  check_keys(definitions.at("retained"), keys::retained);
  check_keys(definitions.at("returned"), keys::returned);
  check_keys(definitions.at("experiment"), keys::experiment);
  check_keys(definitions.at("ramp"), keys::ramp);
  check_keys(definitions.at("faults"), keys::faults);
  check_keys(definitions.at("test_design"), keys::test_design);
}

TEST_CASE("the schema describes every key", "[yaml][schema]") {
  for (const auto& [key, value] : schema_document().at("properties").items()) {
    INFO(key);
    CHECK(is_described(value));
  }
  for (const auto& [name, definition] : schema_document().at("definitions").items()) {
    INFO(name);
    CHECK(is_described(definition));
    if (!definition.contains("properties")) continue;
    for (const auto& [key, value] : definition.at("properties").items()) {
      INFO(key);
      CHECK(is_described(value));
    }
  }
}

TEST_CASE("the schema accepts every scenario of the repository", "[yaml][schema]") {
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(scenarios)) {
    if (entry.path().extension() != ".yaml") continue;
    INFO(entry.path().filename().string());
    const std::ifstream stream(entry.path());
    std::ostringstream text;
    text << stream.rdbuf();
    CHECK(schema_accepts(text.str()));
    CHECK(text.str().starts_with("# yaml-language-server: $schema=scenario.schema.json\n"));
    ++seen;
  }
  CHECK(seen >= 1);
}

TEST_CASE("schema and reader agree on the top of a scenario", "[yaml][schema]") {
  for (const char* line :
       {"name: x", "language: 1", "customers: 1000", "time_unit: hours", "x-note: {any: [thing]}",
        "description: 2024", "attributes: {points: 3, x-note: [1]}", "state: {n: 0}",
        "assumptions: {p: 'uniform(low=0, high=1)'}", "start: a", "metrics: {}", "variants: {}",
        "experiment: {alpha: 5%}", "segments: {s: {share: 100%}}",
        "segments: {s: {share: rest, x-note: here}}", "touchpoints: {t: {channel: web}}",
        "touchpoints: {t: {direction: inbound, cost: 3, owner: me, purpose: y}}",
        "attributes: {a1: 'normal(mean=0, sd=1)', a2: 'normal(mean=0, sd=1)'}\n"
        "correlation: [[a1, a2, 0.5]]"}) {
    check_both(with_journey(line), true);
  }
  for (const char* line : {"nam: x",
                           "name: [x]",
                           "language: 2",
                           "customers: 0",
                           "customers: 1.5",
                           "customers: [1]",
                           "time_unit: fortnight",
                           "description: {a: b}",
                           "attributes: [a]",
                           "attributes: {my size: 3}",
                           "attributes: {n: }",
                           "state: 3",
                           "state: {2nd: 3}",
                           "assumptions: {p: }",
                           "start: {a: 1}",
                           "metrics: [a]",
                           "variants: [a]",
                           "experiment: 3",
                           "meanwhile: {}",
                           "segments: {}",
                           "segments: {s: 1}",
                           "segments: {s: {p: 1}}",
                           "segments: {s: {share: 1, p: [1]}}",
                           "touchpoints: [t]",
                           "touchpoints: {t: 3}",
                           "touchpoints: {t: {chanel: web}}",
                           "touchpoints: {t: {direction: sideways}}",
                           "touchpoints: {t: {cost: [3]}}",
                           "correlation: {a: b}",
                           "correlation: [[a, b]]"}) {
    check_both(with_journey(line), false);
  }
  check_both("journey: {a: {end: x}}\n", false);
  check_both("horizon: 10\n", false);
  check_both("horizon: 0\njourney: {a: {end: x}}\n", false);
  check_both("horizon: [1]\njourney: {a: {end: x}}\n", false);
  check_both("horizon: 10\njourney: {}\n", false);
  check_both("horizon: 10\njourney: [a]\n", false);
  check_both("[horizon, 10]\n", false);
}

TEST_CASE("schema and reader agree on steps and ways", "[yaml][schema]") {
  for (const char* step :
       {"{end: x}", "{wait: 3, end: x}",
        "{wait: 'exponential(mean=1)', revenue: 3, cost: 1, end: 2}", "{goal: [g, h], end: x}",
        "{goal: g, end: x, x-note: y}", "{phase: p, description: d, end: x}",
        "{outcomes: {y: {chance: 0.5, end: x}, n: {end: z}}}", "{outcomes: {y: {}}, end: x}",
        "{branch: [{if: time > 1, end: x}, {end: y}]}",
        "{branch: [{if: time > 1, name: n, end: x}, {else: , end: y}]}",
        "{branch: [{if: time > 1, end: x}, {else: true, end: y}]}",
        "{branch: [{if: time > 1, end: x}, {else: {end: y}}]}",
        "{race: {y: {in: 3 days, end: x}, n: {in: never, end: z}}}",
        "{split: {y: {weight: 1, end: x}, n: {weight: 50%, end: z}}, again: true}",
        "{split: {y: {weight: 1, after: 3, goal: g, end: x}}}"}) {
    check_both(with_step(step), true);
  }
  for (const char* step : {"x",
                           "{}",
                           "{wait: 3}",
                           "{waiting: 3, end: x}",
                           "{go: a, end: x}",
                           "{wait: {a: 1}, end: x}",
                           "{wait: , end: x}",
                           "{wait: true, end: x}",
                           "{end: [x]}",
                           "{end: censored}",
                           "{end: ''}",
                           "{goal: {g: 1}, end: x}",
                           "{goal: [g, g], end: x}",
                           "{set: 3, end: x}",
                           "{outcomes: {}, end: x}",
                           "{outcomes: [{end: x}]}",
                           "{outcomes: {y: x}}",
                           "{outcomes: {y: {chance: 0.5, end: x}, n: {}}}",
                           "{outcomes: {y: {chanse: 1, end: x}}}",
                           "{outcomes: {y: {weight: 1, end: x}}}",
                           "{outcomes: {y: {go: a, end: x}}}",
                           "{outcomes: {y: {end: x}}, race: {z: {in: 1, end: x}}}",
                           "{branch: [{end: x}], split: {z: {weight: 1, end: x}}}",
                           "{branch: {y: {end: x}}}",
                           "{branch: [x]}",
                           "{branch: []}",
                           "{branch: [{if: 1, else: , end: x}]}",
                           "{branch: [{else: lost}]}",
                           "{branch: [{else: {ende: x}}]}",
                           "{branch: [{if: 1}]}",
                           "{race: {y: {end: x}}}",
                           "{race: {y: {in: [1], end: x}}}",
                           "{split: {y: {end: x}}}",
                           "{outcomes: {y: {end: x}}, again: true}",
                           "{split: {y: {weight: 1, end: x}}, again: 3}"}) {
    check_both(with_step(step), false);
  }
}

TEST_CASE("schema and reader agree on metrics", "[yaml][schema]") {
  for (const char* metric :
       {"{goal: g}", "{goal: g, within: 3 days, primary: true}", "{retained: {from: g}, at: 3}",
        "{retained: {from: entry, until: [done]}, at: 3}", "{retained: {}, at: 3, better: lower}",
        "{returned: {to: g, from: g, window: [1, 2 days]}}",
        "{mean: revenue - cost, guardrail: 5%}", "{mean: 3, within: 2, where: 1 > 0}",
        "{ratio: [revenue, count(g)]}", "{time_to: g, description: d, x-note: y}"}) {
    check_both(with_journey("metrics: {m: " + std::string(metric) + "}"), true);
  }
  for (const char* metric : {"g",
                             "{}",
                             "{primary: true}",
                             "{goal: g, mean: revenue}",
                             "{gaol: g}",
                             "{goal: [g]}",
                             "{goal: g, at: 3}",
                             "{retained: {from: g}}",
                             "{retained: g, at: 3}",
                             "{retained: {form: g}, at: 3}",
                             "{retained: {until: []}, at: 3}",
                             "{retained: {from: g}, at: 3, within: 3}",
                             "{returned: {to: g}}",
                             "{returned: {window: [1, 2]}}",
                             "{returned: {to: g, window: [1]}}",
                             "{returned: {to: g, window: 3}}",
                             "{ratio: [revenue]}",
                             "{ratio: revenue}",
                             "{mean: [revenue]}",
                             "{mean: revenue, primary: maybe}",
                             "{mean: revenue, better: more}",
                             "{mean: revenue, guardrail: 0}",
                             "{time_to: g, within: 3}",
                             "{mean: revenue, where: [1]}"}) {
    check_both(with_journey("metrics: {m: " + std::string(metric) + "}"), false);
  }
}

TEST_CASE("schema and reader agree on test plans", "[yaml][schema]") {
  const std::string variants = "variants: {v: {}}\n";
  for (const char* plan :
       {"{}", "{traffic: 2000/day, days: 28, follow_up: 0, alpha: 5%, power: 0.8}",
        "{traffic: 14000/week, weekly: [1, 1, 1, 1, 1, 0.6, 0.5], x-note: y}",
        "{ramp: [10%, 50%, 100%]}", "{ramp: {from: 10%, days: 1 week}}",
        "{split: {control: 50%, v: 0.5}, value: m, period: 1 year}",
        "{faults: {contamination: 2%, lost: {control: 1%}}}", "{plans: {fixed: {}, peeking: {}}}",
        "{plans: {a: {design: spending, spending: power, parameter: 3, futility: binding}}}",
        "{plans: {a: {design: obrien_fleming, looks: [7, 14], sides: 1, days: 14}}}",
        "{plans: {a: {design: always_valid, looks: daily, method: mixture, effect: 5%}}}",
        "{plans: {a: {design: always_valid, looks: 10, best_at: 5000, min_days: 7}}}",
        "{plans: {a: {design: bayesian, loss: 0.5%, guardrails: stop}}}",
        "{plans: {bandit: {every: week, at_least: 10%}}}",
        "{plans: {a: {design: fixed, correction: dunnett}}}",
        "{plans: {pocock: {interval: stagewise}}}"}) {
    check_both(
        with_journey("metrics: {m: {goal: g}}\n" + variants + "experiment: " + std::string(plan)),
        true);
  }
  for (const char* plan : {"3",
                           "{trafic: 3}",
                           "{traffic: 0}",
                           "{traffic: [3]}",
                           "{weekly: [1, 2]}",
                           "{weekly: 3}",
                           "{ramp: [0]}",
                           "{ramp: {from: 10%}}",
                           "{split: [1]}",
                           "{split: {control: 0, v: 1}}",
                           "{days: 0}",
                           "{days: 1.5}",
                           "{alpha: 0}",
                           "{power: 1}",
                           "{value: [m]}",
                           "{period: 0}",
                           "{faults: {contamination: 1}}",
                           "{faults: {lost: 3}}",
                           "{plans: [fixed]}",
                           "{plans: {fixed: 3}}",
                           "{plans: {a: {design: fixd}}}",
                           "{plans: {fixed: {lok: 3}}}",
                           "{plans: {pocock: {looks: 0}}}",
                           "{plans: {pocock: {looks: []}}}",
                           "{plans: {pocock: {looks: often}}}",
                           "{plans: {fixed: {sides: 3}}}",
                           "{plans: {fixed: {correction: tukey}}}",
                           "{plans: {spending: {spending: slow}}}",
                           "{plans: {bayesian: {loss: 0}}}",
                           "{plans: {bandit: {at_least: 0.5}}}",
                           "{plans: {fixed: {guardrails: go}}}",
                           "{plans: {pocock: {interval: wide}}}"}) {
    check_both(
        with_journey("metrics: {m: {goal: g}}\n" + variants + "experiment: " + std::string(plan)),
        false);
  }
}

TEST_CASE("schema and reader agree on variants", "[yaml][schema]") {
  for (const char* patch :
       {"{}", "{description: d}", "{segments: {s: {p: 0.6}}}", "{start: b}",
        "{state: {n: 1, k: 2}}", "{journey: {a: {outcomes: {y: {after: 3}}}}}",
        "{journey: {a: {wait: 3}, c: {end: x}}}", "{journey: {a: {outcomes: null, end: over}}}",
        "{touchpoints: {t: {cost: 3}, u: {}}}", "{touchpoints: {t: null}}", "{x-note: y}"}) {
    check_both(with_variant(patch), true);
  }
  for (const char* patch :
       {"x", "[a]", "{horizon: 3}", "{metrics: {}}", "{customers: 3}", "{extends: control}",
        "{segments: {s: {share: 50%}}}", "{segments: {s: null}}", "{segments: [s]}",
        "{journey: {a: {outcomes: {y: {chanse: 3}}}}}", "{journey: {a: {waiting: 3}}}",
        "{journey: [a]}", "{touchpoints: {t: {chanel: x}}}", "{jurney: {}}"}) {
    check_both(with_variant(patch), false);
  }
  check_both("horizon: 10\njourney: {a: {end: x}}\nvariants: {control: {}}\n", false);
}
