// Time, and the order in which things happen: answers without any chance, to the last bit.
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "exact/simulated.h"
#include "scenario/curve_grid.h"
#include "stats/retention.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr std::uint64_t few = 10;

double mean(const Simulated& run, const char* metric) {
  const Comoments moments = run.moments(metric);
  CHECK(moments.variance(0) == 0.0);
  return moments.mean[0];
}

}  // namespace

TEST_CASE("what happens at the horizon still happens, and one tick later does not",
          "[exact][clock]") {
  const Simulated run = simulate(R"(
horizon: 3 seconds
time_unit: second
journey:
  one: {wait: 1, goal: first, go: two}
  two: {wait: 2, goal: last, revenue: 5, outcomes: {on: {goal: at_once, go: three}}}
  three: {goal: none_left, revenue: 7, wait: 1 / 1024, go: four}
  four: {goal: never, end: done}
metrics:
  last: {goal: last}
  early: {goal: last, within: 2.999}
  first: {goal: first, within: 1}
  before: {goal: first, within: 0.9990234375}
  revenue: {mean: revenue}
)",
                                 few, 1);
  CHECK(run.share("last").successes == few);
  CHECK(run.share("early").successes == 0);
  CHECK(run.share("first").successes == few);
  CHECK(run.share("before").successes == 0);
  CHECK(run.goal("at_once").customers == few);
  CHECK(run.step("three").visits == few);
  CHECK(run.goal("none_left").customers == 0);
  CHECK(run.step("four").visits == 0);
  CHECK(mean(run, "revenue") == 5.0);
  CHECK(run.ended("censored") == few);
}

TEST_CASE("one tick divides those whom the horizon keeps from those whom it cuts off",
          "[exact][clock]") {
  const std::uint64_t many = 10'000;
  const Simulated run = simulate(R"(
horizon: 3 seconds
time_unit: second
attributes: {late: 'poisson(mean=1)'}
journey:
  one: {wait: 3 + (late - 1) / 1024, goal: by_wait, end: done}
  two:
    outcomes: {on: {after: 3 + (late - 1) / 1024, goal: by_after, end: done}}
  three:
    race: {on: {in: 3 + (late - 1) / 1024, goal: by_race, end: done}}
variants:
  after: {start: two}
  racing: {start: three}
metrics:
  in_time: {mean: late <= 1}
  by_wait: {goal: by_wait}
  by_after: {goal: by_after}
  by_race: {goal: by_race}
)",
                                 many, 1);
  const double in_time = run.moments("in_time").mean[0];
  const auto expected = static_cast<std::uint64_t>(std::lround(in_time * many));
  CHECK(expected > many / 2);
  CHECK(expected < many);
  CHECK(run.share("by_wait", 0).successes == expected);
  CHECK(run.share("by_after", 1).successes == expected);
  CHECK(run.share("by_race", 2).successes == expected);
}

TEST_CASE("spans are rounded to the nearest tick when they are evaluated", "[exact][clock]") {
  const Simulated run = simulate(R"(
horizon: 10 seconds
time_unit: second
state: {two_thirds: 2 / 3, tiny: 0.0004}
journey:
  one: {wait: 1 / 3, go: two}
  two: {wait: two_thirds, go: three}
  three: {wait: two_thirds, go: four}
  four: {wait: tiny, go: five}
  five: {wait: 1.5 * tiny, end: done}
metrics:
  ticks: {mean: time * 1024}
)",
                                 few, 1);
  // 1024 / 3 = 341.33 gives 341, twice that is 682.67 and gives 683; 0.41 ticks give none, 0.61
  // one.
  CHECK(mean(run, "ticks") == 341.0 + 683.0 + 683.0 + 0.0 + 1.0);
}

TEST_CASE("entry, wait, set, revenue, cost, goal, way: each sees what was before it",
          "[exact][clock]") {
  const Simulated run = simulate(R"(
horizon: 100 days
touchpoints:
  letter: {channel: post, cost: 1 + time}
  desk: {channel: phone, direction: inbound, cost: 10}
state: {a: 1, b: 2, seen: 0, at_goal: 0, waited: 0}
journey:
  start: {wait: 1 day, go: main}
  main:
    at: letter
    wait: contacts(letter) + visits(main)
    set: {a: b, b: a + time, waited: time}
    revenue: a * 100
    cost: revenue / 100 + cost
    goal: done
    outcomes:
      way:
        chance: count(done)
        after: revenue / 100
        set: {seen: time, a: a + 1}
        revenue: a
        cost: 0.5
        goal: [again, done]
    go: call
  call: {at: desk, set: {at_goal: count(done)}, end: over}
metrics:
  a: {mean: a}
  b: {mean: b}
  waited: {mean: waited}
  seen: {mean: seen}
  revenue: {mean: revenue}
  cost: {mean: cost}
  goals: {mean: at_goal}
  first: {mean: first(again) - first(done)}
  contacts: {mean: contacts}
  early_cost: {mean: cost, within: 1 day}
  early_revenue: {mean: revenue, within: 3 days}
  late_revenue: {mean: revenue, within: 4 days}
)",
                                 few, 1);
  // The letter costs 1 + 1 on day 1. The wait is 1 + 1. On day 3: a = 2, b = 1 + 3; revenue 200;
  // cost 200 / 100 + 2 = 4. `after` is 2 days: on day 5 seen = 5, a = 3, revenue 3, cost 0.5.
  CHECK(mean(run, "waited") == 3.0);
  CHECK(mean(run, "b") == 4.0);
  CHECK(mean(run, "seen") == 5.0);
  CHECK(mean(run, "a") == 3.0);
  CHECK(mean(run, "revenue") == 203.0);
  CHECK(mean(run, "cost") == 2.0 + 4.0 + 0.5 + 10.0);
  CHECK(mean(run, "goals") == 2.0);
  CHECK(mean(run, "first") == 2.0);
  // The desk is inbound: a visit with its cost, and no contact.
  CHECK(mean(run, "contacts") == 1.0);
  CHECK(run.touchpoint("desk").visits == few);
  CHECK(run.touchpoint("desk").contacts == 0);
  CHECK(run.touchpoint("desk").cost.value() == 10.0 * few);
  CHECK(run.touchpoint("letter").contacts == few);
  CHECK(run.touchpoint("letter").cost.value() == 2.0 * few);
  CHECK(run.step("main").cost.value() == 6.5 * few);
  CHECK(run.step("main").revenue.value() == 203.0 * few);
  // `within` sees all that happens at its moment, and nothing later.
  CHECK(mean(run, "early_cost") == 2.0);
  CHECK(mean(run, "early_revenue") == 200.0);
  CHECK(mean(run, "late_revenue") == 200.0);
}

TEST_CASE("what was charged before the horizon stays, and the way that it cuts is chosen",
          "[exact][clock]") {
  const Simulated run = simulate(R"(
horizon: 5 days
touchpoints: {mail: {channel: email, cost: 2}}
journey:
  first:
    at: mail
    revenue: 1
    outcomes: {late: {after: 6 days, revenue: 100, goal: late, go: second}}
  second: {end: over}
  race:
    race: {late: {in: 6 days, goal: late}}
    go: second
variants:
  racing: {start: race}
metrics:
  profit: {mean: revenue - cost}
  clock: {mean: time}
)",
                                 few, 1);
  CHECK(mean(run, "profit") == -1.0);
  CHECK(mean(run, "clock") == 5.0);
  CHECK(run.step("first").ways[0].chosen == few);
  CHECK(run.step("first").ways[0].completed == 0);
  CHECK(run.goal("late").customers == 0);
  // A race chooses when its time has passed.
  CHECK(run.step("race", 1).ways[0].chosen == 0);
  CHECK(run.ended("censored", 1) == few);
}

TEST_CASE("a window of return holds its begin and not its end; an age of loss is the age it names",
          "[exact][clock]") {
  const Simulated run = simulate(R"(
horizon: 10 days
journey:
  wait: {wait: 1 day, goal: origin, go: second}
  second: {wait: 2 days, goal: back, go: third}
  third: {wait: 1 day, end: gone}
metrics:
  begins: {returned: {to: back, from: origin, window: [2 days, 3 days]}}
  ends: {returned: {to: back, from: origin, window: [1 day, 2 days]}}
  self: {returned: {to: origin, from: origin, window: [0 days, 1 day]}}
  of_entry: {returned: {to: back, window: [3 days, 4 days]}}
  at_3: {retained: {from: origin, until: gone}, at: 3 days}
  before_3: {retained: {from: origin, until: gone}, at: 259199.999 seconds}
)",
                                 few, 1);
  CHECK(mean(run, "begins") == 1.0);
  CHECK(mean(run, "ends") == 0.0);
  CHECK(mean(run, "self") == 1.0);
  CHECK(run.share("of_entry").successes == few);
  const std::vector<Ticks> borders = curve_borders(run.scenario, run.scenario.metrics[4]);
  const Ticks day = run.scenario.ticks_per_unit();
  const LifeCounts counts = pooled(std::get<RetentionTally>(run.metric("at_3")).groups);
  const auto border = [&](Ticks at) {
    return static_cast<std::size_t>(std::find(borders.begin(), borders.end(), at) -
                                    borders.begin());
  };
  // One tick before the age of 3 days everybody is there; at 3 days nobody is.
  CHECK(retention_at(counts, border(3.0 * day - 1.0)) == 1.0);
  CHECK(retention_at(counts, border(3.0 * day)) == 0.0);
}
