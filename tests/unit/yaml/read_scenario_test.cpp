// What the reader makes of good scenarios: numbers of names over variants, patches, defaults,
// values.
#include "yaml/read_scenario.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "yaml/read_file.h"

namespace {

using namespace journeylab;

constexpr double day = 86400.0 * 1024.0;

Scenario read(const std::string& text) {
  return read_scenario_text(text, "folder/case.yaml");
}

using Words = std::vector<std::string>;

double number_of(const Expression& formula) {
  const double* number = literal(formula);
  REQUIRE(number != nullptr);
  return *number;
}

double number_of(const std::optional<Value>& value) {
  REQUIRE(value.has_value());
  return number_of(std::get<Expression>(*value));
}

Words warnings_of(const std::string& text) {
  Words lines;
  for (const Problem& warning : read(text).warnings) {
    CHECK(warning.severity == Severity::warning);
    lines.push_back(warning.found);
  }
  return lines;
}

const std::string tiny = "horizon: 10\njourney: {a: {end: done}}\n";

}  // namespace

TEST_CASE("the winback scenario is read as it is written", "[yaml][reader]") {
  const std::string path = std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/winback.yaml";
  const Scenario scenario = read_scenario(path);
  CHECK(scenario.name == "winback");
  CHECK(scenario.horizon == 365 * day);
  CHECK(scenario.customers == 200000);
  CHECK(scenario.warnings.empty());
  CHECK(scenario.names.segments == Words{"loyal", "regular", "dormant"});
  CHECK(scenario.names.parameters ==
        Words{"open", "reopen", "click", "reply", "buy", "rescue", "stay"});
  CHECK(scenario.names.steps == Words{"email1", "click1", "email2", "click2", "sms", "checkout",
                                      "call", "purchase", "loyalty"});
  CHECK(scenario.names.statuses == Words{"lost", "churned"});
  CHECK(scenario.names.goals == Words{"purchase"});
  CHECK(scenario.names.channels == Words{"email", "sms", "web", "phone"});
  CHECK(scenario.segments[1].share == 0.3);

  REQUIRE(scenario.variants.size() == 2);
  const Variant& control = scenario.variants[0];
  const Variant& early = scenario.variants[1];
  CHECK(control.name == "control");
  CHECK(early.name == "early_sms");
  CHECK(number_of(control.parameters[0][0]) == 0.35);
  CHECK(number_of(early.parameters[0][0]) == 0.38);
  CHECK(number_of(early.parameters[2][0]) == 0.15);
  CHECK(number_of(control.steps[0].ways[1].after) == 3.0);
  CHECK(number_of(early.steps[0].ways[1].after) == 1.0);
  CHECK(early.steps[0].ways[1].name == "ignored");
  CHECK_FALSE(control.steps[0].ways[1].chance.has_value());

  const Step& checkout = control.steps[5];
  CHECK(checkout.touchpoint == 2u);
  CHECK_FALSE(control.touchpoints[2].outbound);
  CHECK(std::get<Distribution>(*checkout.wait).family == Family::lognormal);
  const Step& purchase = control.steps[7];
  CHECK(purchase.way_on == WayOn::straight);
  REQUIRE(purchase.ways.size() == 1);
  CHECK(purchase.ways[0].next == 8u);
  CHECK(purchase.effects.goals == std::vector<std::uint32_t>{0});

  REQUIRE(scenario.metrics.size() == 5);
  CHECK(std::get<GoalShare>(scenario.metrics[0].kind).within == 60 * day);
  CHECK(scenario.metrics[0].primary);
  CHECK(std::get<Retained>(scenario.metrics[1].kind).until == std::vector<std::uint32_t>{1});
  CHECK(scenario.metrics[4].guardrail == 0.05);
  CHECK_FALSE(scenario.metrics[4].higher_is_better);
}

TEST_CASE("what is left out has its default", "[yaml][reader]") {
  const Scenario scenario = read(tiny);
  CHECK(scenario.name == "case");
  CHECK(scenario.customers == 100000);
  CHECK(scenario.time_unit == TimeUnit::day);
  CHECK(scenario.names.segments == Words{"everyone"});
  REQUIRE(scenario.segments.size() == 1);
  CHECK(scenario.segments[0].share == 1.0);
  CHECK(scenario.metrics.empty());
  CHECK(scenario.variants.size() == 1);
  CHECK(scenario.variants[0].start == 0);
}

TEST_CASE("bare numbers of time are in the time unit", "[yaml][reader]") {
  const Scenario scenario = read("time_unit: hours\n" + tiny);
  CHECK(scenario.time_unit == TimeUnit::hour);
  CHECK(scenario.horizon == 10 * 3600 * 1024.0);
}

TEST_CASE("numbers of names are the same in every variant", "[yaml][reader]") {
  const Scenario scenario = read(
      "horizon: 10\n"
      "segments: {s: {share: 1, p: 0.5}}\n"
      "journey:\n"
      "  a: {outcomes: {y: {chance: p, go: b}, n: {end: lost}}}\n"
      "  b: {goal: bought, end: won}\n"
      "variants:\n"
      "  v:\n"
      "    segments: {s: {q: 0.2}}\n"
      "    journey:\n"
      "      b: null\n"
      "      a: {outcomes: {y: {go: c}, m: {chance: q, end: moved}}}\n"
      "      c: {goal: [kept, bought], at: shop, end: lost}\n"
      "    touchpoints: {shop: {channel: street}}\n"
      "    state: {n: 3}\n");
  CHECK(scenario.names.steps == Words{"a", "b", "c"});
  CHECK(scenario.names.goals == Words{"bought", "kept"});
  CHECK(scenario.names.statuses == Words{"lost", "won", "moved"});
  CHECK(scenario.names.parameters == Words{"p", "q"});
  const Variant& control = scenario.variants[0];
  const Variant& other = scenario.variants[1];
  REQUIRE(control.steps.size() == 3);
  CHECK(control.steps[1].present);
  CHECK_FALSE(control.steps[2].present);
  CHECK_FALSE(control.touchpoints[0].present);
  CHECK(control.step_order == std::vector<std::uint32_t>{0, 1});
  CHECK(other.step_order == std::vector<std::uint32_t>{0, 2});
  CHECK_FALSE(other.steps[1].present);
  CHECK(other.steps[2].effects.goals == std::vector<std::uint32_t>{1, 0});
  REQUIRE(other.steps[0].ways.size() == 3);
  CHECK(other.steps[0].ways[1].name == "n");  // control's order, additions last
  CHECK(other.steps[0].ways[2].name == "m");
  CHECK(other.steps[0].ways[2].ending == 2u);
  CHECK(number_of(std::optional<Value>(other.state[0])) == 3.0);
  CHECK(number_of(std::optional<Value>(control.state[0])) == 0.0);
}

TEST_CASE("the first step of the scenario starts, whatever a variant adds or moves",
          "[yaml][reader]") {
  const std::string text =
      "horizon: 10\njourney: {a: {go: b}, b: {end: x}}\n"
      "variants: {v: {start: b}, w: {journey: {c: {go: b}}}}\n";
  const Scenario scenario = read(text);
  CHECK(scenario.variants[0].start == 0);
  CHECK(scenario.variants[1].start == 1);
  CHECK(scenario.variants[2].start == 0);
}

TEST_CASE("one share may be the rest", "[yaml][reader]") {
  const Scenario scenario =
      read("segments: {a1: {share: 30%}, b1: {share: rest}, c1: {share: 0.25}}\n" + tiny);
  CHECK(scenario.segments[1].share == Approx(0.45).epsilon(1e-15));
}

TEST_CASE("a step's go or end is the default of its ways", "[yaml][reader]") {
  const Scenario scenario = read(
      "horizon: 10\njourney:\n"
      "  a: {outcomes: {x: {chance: 0.5}, y: {chance: 0.2, go: b}, z: {end: out}}, end: lost}\n"
      "  b: {end: won}\n");
  const auto& ways = scenario.variants[0].steps[0].ways;
  CHECK(ways[0].ending == 0u);
  CHECK(ways[1].next == 1u);
  CHECK_FALSE(ways[1].ending.has_value());
  CHECK(scenario.names.statuses == Words{"lost", "out", "won"});
  CHECK(ways[2].ending == 1u);
}

TEST_CASE("the last way of a branch may be written in four ways", "[yaml][reader]") {
  for (const std::string last :
       {"{end: late}", "{else: , end: late}", "{else: true, end: late}", "{else: {end: late}}"}) {
    const Scenario scenario =
        read("horizon: 10\njourney: {a: {branch: [{if: time > 3, end: early}, " + last + "]}}\n");
    const Step& step = scenario.variants[0].steps[0];
    INFO(last);
    CHECK(step.way_on == WayOn::branch);
    REQUIRE(step.ways.size() == 2);
    CHECK(step.ways[0].name == "time > 3");
    CHECK(step.ways[0].condition.has_value());
    CHECK(step.ways[1].name == "else");
    CHECK_FALSE(step.ways[1].condition.has_value());
    CHECK(step.ways[1].ending == 1u);
  }
}

TEST_CASE("never is a time of a race that does not come", "[yaml][reader]") {
  const Scenario scenario =
      read("horizon: 10\njourney: {a: {race: {x: {in: never, end: n}, y: {in: 3, end: d}}}}\n");
  const auto& ways = scenario.variants[0].steps[0].ways;
  CHECK_FALSE(ways[0].in.has_value());
  CHECK(number_of(ways[1].in) == 3.0);
}

TEST_CASE("split weights are kept as written, in numbers or constant formulas", "[yaml][reader]") {
  const Scenario scenario = read(
      "horizon: 10\njourney: {a: {again: true, split: {x: {weight: 50%, end: n}, y: {weight: 3 * "
      "2, "
      "end: d}}}}\n");
  const Step& step = scenario.variants[0].steps[0];
  CHECK(step.split_again);
  CHECK(step.ways[0].weight == 0.5);
  CHECK(step.ways[1].weight == 6.0);
}

TEST_CASE("a segment's own value of an attribute stands for that segment alone", "[yaml][reader]") {
  const Scenario scenario = read(
      "attributes: {points: 3}\nsegments: {s: {share: 50%}, t: {share: 50%, points: 4}}\n" + tiny);
  CHECK(scenario.names.parameters.empty());
  REQUIRE(scenario.attributes.size() == 1);
  CHECK(number_of(std::optional<Value>(scenario.attributes[0].by_segment[0])) == 3.0);
  CHECK(number_of(std::optional<Value>(scenario.attributes[0].by_segment[1])) == 4.0);
}

TEST_CASE("an assumption has the mean of its distribution", "[yaml][reader]") {
  const Scenario scenario =
      read("assumptions:\n  p: uniform(low=0.2, high=0.6)\n  q: 0.25\n  r: exponential(mean=2)\n" +
           tiny);
  REQUIRE(scenario.assumptions.size() == 3);
  CHECK(scenario.assumptions[0].mean == Approx(0.4).epsilon(1e-12));
  CHECK(scenario.assumptions[1].mean == 0.25);
  CHECK(scenario.assumptions[2].mean == Approx(2.0).epsilon(1e-12));
}

TEST_CASE("words that other YAML readers take for booleans are names", "[yaml][reader]") {
  const Scenario scenario = read(
      "horizon: 10\njourney: {on: {outcomes: {yes: {chance: 0.5, end: no}, off: {end: y}}}}\n");
  CHECK(scenario.names.steps == Words{"on"});
  CHECK(scenario.names.statuses == Words{"no", "y"});
}

TEST_CASE("names may be any text", "[yaml][reader]") {
  const Scenario scenario = read(
      "horizon: 10\njourney:\n  x-sell call: {branch: [{if: 'visits(\"x-sell call\") > 3', end: "
      "\"zu "
      "spät\"}, {go: x-sell call, after: 1 hour}]}\n");
  CHECK(scenario.names.steps == Words{"x-sell call"});
  CHECK(scenario.names.statuses == Words{"zu spät"});
}

TEST_CASE("metrics take every form of the language", "[yaml][reader]") {
  const Scenario scenario = read(
      "horizon: 10\njourney: {a: {goal: [g, h], end: done}}\nmetrics:\n"
      "  m1: {goal: g}\n"
      "  m2: {retained: {from: g}, at: 3}\n"
      "  m3: {returned: {to: h, from: g, window: [1, 36 hours]}, better: lower}\n"
      "  m4: {mean: 2 * ended(done) + first(g), within: 4 days}\n"
      "  m5: {ratio: [revenue, count(g)]}\n"
      "  m6: {time_to: h}\n"
      "  m7: {returned: {to: h, from: entry, window: [0, 1]}}\n");
  const auto& metrics = scenario.metrics;
  CHECK(std::get<GoalShare>(metrics[0].kind).within == 10 * day);
  CHECK(std::get<Retained>(metrics[1].kind).until_any);
  CHECK(std::get<Retained>(metrics[1].kind).from == 0u);
  CHECK(std::get<Retained>(metrics[1].kind).at == 3 * day);
  const auto& returned = std::get<Returned>(metrics[2].kind);
  CHECK(returned.to == 1);
  CHECK(returned.window_begin == day);
  CHECK(returned.window_end == 1.5 * day);
  CHECK_FALSE(metrics[2].higher_is_better);
  CHECK(std::get<Mean>(metrics[3].kind).within == 4 * day);
  CHECK_FALSE(std::get<Ratio>(metrics[4].kind).within.has_value());
  CHECK(std::get<TimeTo>(metrics[5].kind).goal == 1);
  CHECK_FALSE(metrics[5].higher_is_better);
  CHECK_FALSE(std::get<Returned>(metrics[6].kind).from.has_value());
  for (const Metric& metric : metrics) CHECK_FALSE(metric.primary);
}

TEST_CASE("a window, a within and an at may end at the horizon", "[yaml][reader]") {
  CHECK_NOTHROW(
      read("horizon: 10\njourney: {a: {goal: g, end: done}}\nmetrics:\n"
           "  m1: {goal: g, within: 10}\n  m2: {retained: {}, at: 10 days}\n"
           "  m3: {returned: {to: g, window: [9, 10]}}\n"));
}

TEST_CASE("chances may miss their sum by what rounding does", "[yaml][reader]") {
  const auto with_chances = [](const std::string& a, const std::string& b) {
    return "horizon: 10\njourney: {a: {outcomes: {x: {chance: " + a +
           ", end: n}, y: {chance: " + b + ", end: d}}}}\n";
  };
  CHECK_NOTHROW(read(with_chances("1/3", "2/3")));
  CHECK_NOTHROW(read(with_chances("0.3333333335", "0.6666666670")));              // 1 + 0.5e-9
  CHECK_THROWS_AS(read(with_chances("0.333333334", "0.666666668")), InputError);  // 1 + 2e-9
  CHECK_THROWS_AS(read(with_chances("0.333333333", "0.666666665")), InputError);  // 1 - 2e-9
}

TEST_CASE("a retention metric warns only of endings that can come after its start",
          "[yaml][reader]") {
  const std::string text =
      "horizon: 10\njourney:\n"
      "  a: {outcomes: {x: {chance: 0.5, goal: g, go: b}, y: {end: lost}}}\n"
      "  b: {outcomes: {x: {chance: 0.5, end: left}, y: {end: moved}}}\nmetrics:\n"
      "  m: {retained: {from: FROM, until: left}, at: 3}\n";
  const auto with = [&](const std::string& from) {
    return std::string(text).replace(text.find("FROM"), 4, from);
  };
  CHECK(warnings_of(with("g")) ==
        Words{"leaves out the status 'moved': who ends so counts as retained"});
  CHECK(warnings_of(with("entry")) ==
        Words{"leaves out the statuses 'lost', 'moved': who ends so counts as retained"});
}

TEST_CASE("a problem that control and all variants share is told once", "[yaml][reader]") {
  try {
    (void)read("horizon: 10\njourney: {a: {go: b}}\nvariants: {v: {}, w: {description: d}}\n");
    FAIL("no error");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].found == "there is no step 'b'");
  }
}

TEST_CASE("problems come in the order of the file", "[yaml][reader]") {
  try {
    (void)read("horizon: x\ncustomers: 0\njourney: {a: {go: b, wait: -1}}\nlanguage: 3\n");
    FAIL("no error");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 5);
    for (std::size_t i = 1; i < error.problems().size(); ++i) {
      const Place& before = error.problems()[i - 1].place;
      const Place& after = error.problems()[i].place;
      CHECK((before.line < after.line ||
             (before.line == after.line && before.column <= after.column)));
    }
  }
}

TEST_CASE("a file that cannot be read says why", "[yaml][reader]") {
  const auto folder = std::filesystem::temp_directory_path() / "journeylab_reader_test";
  std::filesystem::create_directories(folder);
  CHECK_THROWS_AS(read_scenario((folder / "missing.yaml").string()), FileError);
  CHECK_THROWS_AS(read_scenario(folder.string()), FileError);
  CHECK_THROWS_AS(read_scenario(""), FileError);
  const auto large = folder / "large.yaml";
  std::ofstream(large) << std::string(largest_file + 1, '#');
  CHECK_THROWS_AS(read_scenario(large.string()), FileError);
  std::filesystem::remove_all(folder);
}

TEST_CASE("the fingerprint is SHA-256", "[yaml][reader]") {
  // The examples of FIPS 180-4 (NIST, "SHA-256 example values").
  CHECK(sha256_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(read(tiny).sha256 == sha256_of(tiny));
}
