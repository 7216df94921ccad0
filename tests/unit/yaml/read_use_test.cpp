#include <algorithm>

#include <catch2/catch.hpp>

#include "yaml/read_scenario.h"

namespace journeylab {
namespace {

std::vector<std::string> warnings_of(const std::string& text) {
  std::vector<std::string> found;
  for (const Problem& warning : read_scenario_text(text, "use.yaml").warnings) {
    found.push_back(warning.found);
  }
  return found;
}

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

TEST_CASE("what nothing uses is a warning that names it", "[reader]") {
  const auto warnings = warnings_of(
      "horizon: 9 days\n"
      "attributes: {used: 'normal(mean=0, sd=1)', idle: 'normal(mean=0, sd=1)'}\n"
      "state: {level: 0, spare: 0}\n"
      "assumptions: {lift: 0.1, doubt: 0.2}\n"
      "touchpoints: {mail: {channel: post}, shop: {channel: web}}\n"
      "journey: {a: {at: mail, set: {level: level + used * lift}, end: done}}\n");
  CHECK(warnings.size() == 4);
  CHECK(holds(warnings, "nothing uses the attribute 'idle'"));
  CHECK(holds(warnings, "nothing uses the state 'spare'"));
  CHECK(holds(warnings, "nothing uses the assumption 'doubt'"));
  CHECK(holds(warnings, "nothing uses the touchpoint 'shop'"));
}

TEST_CASE("a touchpoint that only a variant has and nothing uses may be misspelt", "[reader]") {
  const Scenario scenario = read_scenario_text(
      "horizon: 9 days\n"
      "touchpoints: {parcel: {channel: post}}\n"
      "journey: {a: {at: parcel, end: done}}\n"
      "variants: {v: {touchpoints: {parcle: {cost: 2}}}}\n",
      "use.yaml");
  REQUIRE(scenario.warnings.size() == 1);
  CHECK(describe(scenario.warnings.front()) ==
        "use.yaml:4:30: warning: variants.v.touchpoints.parcle: nothing uses the touchpoint "
        "'parcle'; did you mean 'parcel'?");
}

TEST_CASE("use by a variant, a metric or a parameter is use", "[reader]") {
  CHECK(warnings_of(
            "horizon: 9 days\n"
            "segments: {all: {share: rest, p: lift}}\n"
            "attributes: {grade: 'normal(mean=0, sd=1)'}\n"
            "assumptions: {lift: 0.1}\n"
            "touchpoints: {shop: {channel: web}}\n"
            "journey: {a: {outcomes: {yes: {chance: p, goal: g, end: won}, no: {end: lost}}}}\n"
            "variants: {v: {journey: {a: {at: shop}}}}\n"
            "metrics: {m: {goal: g, where: grade > 0}}\n")
            .empty());
}

}  // namespace journeylab
