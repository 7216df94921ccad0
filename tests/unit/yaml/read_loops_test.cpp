// Loops without time, unreachable steps, and the borders of curves, on scenarios that are read.
#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "scenario/curve_grid.h"
#include "yaml/read_scenario.h"

namespace {

using namespace journeylab;

enum class Verdict : std::uint8_t { fine, doubtful, trapped };

std::ostream& operator<<(std::ostream& stream, Verdict verdict) {
  return stream << static_cast<int>(verdict);
}

// What is said of loops in a journey; any other problem is none of these.
Verdict verdict_of(const std::string& journey, const std::string& rest = "") {
  try {
    const Scenario scenario =
        read_scenario_text("horizon: 10\n" + rest + "journey:\n" + journey, "case.yaml");
    const bool doubtful = std::any_of(
        scenario.warnings.begin(), scenario.warnings.end(),
        [](const Problem& warning) { return warning.found.ends_with("can pass no time"); });
    return doubtful ? Verdict::doubtful : Verdict::fine;
  } catch (const InputError& error) {
    INFO(error.what());
    REQUIRE(error.problems().size() == 1);
    REQUIRE(error.problems()[0].found.starts_with("customers can go round for ever"));
    return Verdict::trapped;
  }
}

Scenario with_horizon(const std::string& horizon, const std::string& metrics) {
  return read_scenario_text(
      "horizon: " + horizon + "\njourney: {a: {goal: g, end: x}}\nmetrics:\n" + metrics,
      "case.yaml");
}

}  // namespace

TEST_CASE("a loop that passes time is fine", "[scenario][loops]") {
  CHECK(verdict_of("  a: {wait: 1 hour, go: a}\n") == Verdict::fine);
  CHECK(verdict_of("  a: {wait: exponential(mean=1), go: a}\n"
                   "  b: {end: x}\n") == Verdict::fine);
  CHECK(verdict_of("  a: {go: b}\n  b: {outcomes: {x: {after: 1, go: a}}}\n") == Verdict::fine);
  CHECK(verdict_of("  a: {race: {x: {in: 1 second, go: a}, y: {in: never, end: z}}}\n") ==
        Verdict::fine);
}

TEST_CASE("a loop that passes no time and that nothing leaves is an error", "[scenario][loops]") {
  CHECK(verdict_of("  a: {go: a}\n") == Verdict::trapped);
  CHECK(verdict_of("  a: {wait: 0.0001 seconds, go: a}\n") == Verdict::trapped);  // 0 ticks
  CHECK(verdict_of("  a: {outcomes: {x: {chance: 1, go: a}, y: {chance: 0, end: z}}}\n") ==
        Verdict::trapped);
  CHECK(verdict_of("  a: {race: {x: {in: 0, go: a}, y: {in: 0, end: z}}}\n") == Verdict::trapped);
  CHECK(verdict_of("  a: {branch: [{if: 0, end: z}, {go: a}]}\n") == Verdict::trapped);
  CHECK(verdict_of("  a: {split: {x: {weight: 1, go: a}, y: {weight: 9, end: z}}}\n") ==
        Verdict::trapped);
  CHECK(
      verdict_of("  a: {again: true, split: {x: {weight: 1, go: a}, y: {weight: 0, end: z}}}\n") ==
      Verdict::trapped);
}

TEST_CASE("a trap beside a way out is found", "[scenario][loops]") {
  // From a chance leads out or to b; who comes to b stays in b and c although a is in no danger.
  CHECK(verdict_of("  a: {outcomes: {x: {chance: 0.5, go: b}, y: {end: z}}}\n"
                   "  b: {go: c}\n  c: {go: b}\n") == Verdict::trapped);
  // The loop a, b, c has a way out by chance in c, but b can hold its customers for good.
  CHECK(verdict_of("  a: {go: b}\n"
                   "  b: {split: {x: {weight: 1, go: b}, y: {weight: 1, go: c}}}\n"
                   "  c: {outcomes: {x: {chance: 0.5, go: a}, y: {end: z}}}\n") ==
        Verdict::trapped);
}

TEST_CASE("a loop that chance, a race or a changing condition leaves is doubtful",
          "[scenario][loops]") {
  CHECK(verdict_of("  a: {outcomes: {x: {chance: 0.999, go: a}, y: {end: z}}}\n") ==
        Verdict::doubtful);
  CHECK(
      verdict_of("  a: {again: true, split: {x: {weight: 1, go: a}, y: {weight: 1, end: z}}}\n") ==
      Verdict::doubtful);
  CHECK(verdict_of("  a: {race: {x: {in: geometric(p=0.5), go: a}, y: {in: 1, end: z}}}\n"
                   "  b: {end: z}\n") == Verdict::doubtful);
  CHECK(verdict_of("  a: {branch: [{if: visits(a) > 5, end: z}, {go: a}]}\n") == Verdict::doubtful);
  CHECK(verdict_of("  a: {set: {n: n + 1}, branch: [{if: n > 5, end: z}, {go: a}]}\n",
                   "state: {n: 0}\n") == Verdict::doubtful);
  CHECK(verdict_of("  a: {goal: g, branch: [{if: count(g) > 5, end: z}, {go: a}]}\n") ==
        Verdict::doubtful);
  CHECK(verdict_of("  a: {cost: 1, branch: [{if: cost > 5, end: z}, {go: a}]}\n") ==
        Verdict::doubtful);
  CHECK(verdict_of("  a: {at: t, branch: [{if: contacts(t) > 5, end: z}, {go: a}]}\n",
                   "touchpoints: {t: {}}\n") == Verdict::doubtful);
}

TEST_CASE("a condition that nothing inside the loop changes does not lead out",
          "[scenario][loops]") {
  CHECK(verdict_of("  a: {branch: [{if: n > 5, end: z}, {go: a}]}\n", "state: {n: 0}\n") ==
        Verdict::trapped);
  CHECK(verdict_of("  a: {branch: [{if: time > 5, end: z}, {go: a}]}\n") == Verdict::trapped);
  CHECK(verdict_of("  a: {branch: [{if: revenue > 5, end: z}, {go: a}]}\n") == Verdict::trapped);
  CHECK(verdict_of("  a: {at: t, branch: [{if: contacts > 5, end: z}, {go: a}]}\n",
                   "touchpoints: {t: {direction: inbound}}\n") == Verdict::trapped);
  // n changes, but not on the way round.
  CHECK(verdict_of("  b: {set: {n: 3}, go: a}\n"
                   "  a: {branch: [{if: n > 5, end: z}, {go: a}]}\n",
                   "state: {n: 0}\n") == Verdict::trapped);
}

TEST_CASE("a changing condition helps only before the way that holds the customer",
          "[scenario][loops]") {
  const std::string size = "attributes: {size: 'uniform(low=0, high=1)'}\n";
  CHECK(verdict_of(
            "  a: {branch: [{if: visits(a) > 3, end: z}, {if: size > 0.5, go: a}, {end: y}]}\n",
            size) == Verdict::doubtful);
  CHECK(verdict_of(
            "  a: {branch: [{if: size > 0.5, go: a}, {if: visits(a) > 3, end: z}, {end: y}]}\n",
            size) == Verdict::trapped);
}

TEST_CASE("loops are looked at with the chances of each segment", "[scenario][loops]") {
  const std::string journey = "  a: {outcomes: {x: {chance: p, end: z}, y: {go: a}}}\n";
  CHECK(verdict_of(journey, "segments: {s: {share: 1, p: 0.1}}\n") == Verdict::doubtful);
  CHECK(verdict_of(journey, "segments: {s: {share: 0.5, p: 0.1}, t: {share: 0.5, p: 0}}\n") ==
        Verdict::trapped);
  // Segment t never comes to the loop that it could not leave.
  CHECK(verdict_of("  b: {outcomes: {x: {chance: p, go: a}, y: {end: z}}}\n" + journey,
                   "segments: {s: {share: 0.5, p: 0.1}, t: {share: 0.5, p: 0}}\n") ==
        Verdict::doubtful);
}

TEST_CASE("a loop of random times that can be 0 is doubtful", "[scenario][loops]") {
  CHECK(verdict_of("  a: {wait: poisson(mean=3), go: a}\n") == Verdict::doubtful);
  CHECK(verdict_of("  a: {wait: 1 / visits(a), go: a}\n") == Verdict::doubtful);
  CHECK(verdict_of("  a: {wait: 'weibull(shape=2, scale=3)', go: a}\n") == Verdict::fine);
}

TEST_CASE("a curve has 1024 equal cells and a border at every at and within", "[scenario][curve]") {
  const Scenario scenario =
      with_horizon("10 days",
                   "  r: {retained: {from: g}, at: 3 days}\n  m: {goal: g, within: 36 hours}\n"
                   "  n: {mean: revenue, within: 1 second}\n  t: {time_to: g}\n");
  const auto borders = curve_borders(scenario, scenario.metrics[0]);
  CHECK(borders.front() == 0.0);
  CHECK(borders.back() == scenario.horizon);
  CHECK(std::is_sorted(borders.begin(), borders.end()));
  CHECK(std::adjacent_find(borders.begin(), borders.end()) == borders.end());
  for (const double mark : {3 * 86400.0, 1.5 * 86400.0, 1.0}) {
    CHECK(std::binary_search(borders.begin(), borders.end(), mark * 1024.0));
  }
  // 36 hours of 10 days are 153.6 cells and 3 days 307.2, so neither is a border of equal cells.
  CHECK(borders.size() == 1025 + 3);
  for (std::size_t i = 1; i < borders.size(); ++i) {
    CHECK(borders[i] == std::floor(borders[i]));
    CHECK(borders[i] - borders[i - 1] <= std::ceil(scenario.horizon / 1024.0));
  }
  CHECK(curve_borders(scenario, scenario.metrics[3]) == borders);
  const auto of_goal = curve_borders(scenario, scenario.metrics[1]);
  CHECK(of_goal.size() == 4097 + 3);
  CHECK(std::includes(of_goal.begin(), of_goal.end(), borders.begin(), borders.end()));
  CHECK(curve_borders(scenario, scenario.metrics[2]).empty());
}

TEST_CASE("a horizon of few ticks has cells of one tick", "[scenario][curve]") {
  const Scenario scenario = with_horizon("0.5 seconds", "  t: {time_to: g}\n");
  const auto borders = curve_borders(scenario, scenario.metrics[0]);
  REQUIRE(borders.size() == 513);
  for (std::size_t i = 0; i < borders.size(); ++i) CHECK(borders[i] == static_cast<double>(i));
}

TEST_CASE("the longest horizon has exact borders", "[scenario][curve]") {
  const Scenario scenario = with_horizon("34000 years", "  t: {time_to: g}\n");
  const auto borders = curve_borders(scenario, scenario.metrics[0]);
  REQUIRE(borders.size() == 1025);
  CHECK(borders[512] == std::floor(scenario.horizon / 2.0));
  CHECK(borders[1024] == scenario.horizon);
}
