// The ways on from a step against closed forms.
#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "exact/checks.h"
#include "exact/simulated.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 7;
constexpr std::uint64_t customers = 1'000'000;

void check_shares(const std::string& what, const std::vector<std::uint64_t>& counts,
                  const std::vector<double>& exact, Checks& checks) {
  REQUIRE(counts.size() == exact.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    checks.share(fmt::format("{}, way {}", what, i), counts[i], customers, exact[i]);
  }
}

}  // namespace

TEST_CASE("outcomes have their chances, also 0, 1 and the rest in the middle", "[exact][ways]") {
  const Simulated run = simulate(R"(
horizon: 1 day
segments:
  few:  {share: 25%, p: 0.1}
  many: {share: rest, p: 0.5}
journey:
  middle:
    outcomes:
      first: {chance: 0.2}
      never: {chance: 0}
      rest: {}
      last: {chance: 30%}
    go: none
  none:
    outcomes:
      sure: {chance: 1, go: rare}
      left: {end: done}
  rare:
    outcomes:
      one_in_a_thousand: {chance: 1e-3}
      usual: {}
    go: segment
  segment:
    outcomes:
      yes: {chance: p}
      no: {}
    go: computed
  computed:
    outcomes:
      yes: {chance: 'if(visits(middle) == 1, p / 2, 1)'}
      also: {chance: p / 2}
      no: {}
    end: done
)",
                                 customers, 21);
  Checks checks(cases_in_file);
  check_shares("rest in the middle", run.chosen("middle"), {0.2, 0.0, 0.5, 0.3}, checks);
  check_shares("chance 1", run.chosen("none"), {1.0, 0.0}, checks);
  check_shares("rare", run.chosen("rare"), {1e-3, 1.0 - 1e-3}, checks);
  check_shares("by segment", run.chosen("segment"), {0.4, 0.6}, checks);
  check_shares("computed", run.chosen("computed"), {0.2, 0.2, 0.6}, checks);
  checks.verify();
}

TEST_CASE("choices at different steps and visits are independent", "[exact][ways]") {
  const Simulated run = simulate(R"(
horizon: 10 days
state: {a: 0, b: 0, c: 0}
journey:
  first:
    outcomes: {yes: {chance: 0.3, set: {a: 1}}, no: {}}
    go: second
  second:
    wait: 1 day
    set: {b: c}
    outcomes: {yes: {chance: 0.3, set: {c: 1}}, no: {set: {c: 0}}}
    go: third
  third:
    branch:
      - {if: visits(second) < 2, go: second}
      - {end: done}
metrics:
  steps: {mean: a * c}
  visits: {mean: b * c}
)",
                                 customers, 22);
  Checks checks(cases_in_file);
  checks.mean("two steps", run.moments("steps"), 0.09);
  checks.mean("two visits of a step", run.moments("visits"), 0.09);
  checks.verify();
}

TEST_CASE("a branch takes the first way whose condition holds", "[exact][ways]") {
  const Simulated run = simulate(R"(
horizon: 1 day
attributes: {u: 'uniform(low=0, high=1)', v: 'uniform(low=0, high=1)'}
journey:
  pick:
    branch:
      - {if: u < 0.5 and v < 0.5, name: both, end: a}
      - {if: u < 0.5 or v < 0.2, name: one, end: b}
      - {if: not (u + v > 1.5), name: low, end: c}
      - {name: rest, end: d}
)",
                                 customers, 23);
  Checks checks(cases_in_file);
  // u < 1/2, v >= 1/2: 1/4; u >= 1/2, v < 1/5: 1/10. Of the rest (u in [1/2, 1], v in [1/5, 1],
  // area 2/5) u + v > 3/2 takes a triangle of 1/8.
  check_shares("branch", run.chosen("pick"), {0.25, 0.35, 0.275, 0.125}, checks);
  checks.verify();
}

TEST_CASE("a race of exponentials has the shares and times of competing risks", "[exact][ways]") {
  const Simulated run = simulate(R"(
horizon: 1000 days
journey:
  race:
    race:
      slow: {in: exponential(mean=4), goal: slow}
      fast: {in: exponential(mean=1), goal: fast}
      middle: {in: exponential(mean=2), goal: middle}
      absent: {in: never, goal: absent}
    end: done
metrics:
  time: {mean: time}
  time_slow: {time_to: slow}
  square: {mean: time ^ 2}
  soon: {mean: time <= 0.5}
)",
                                 customers, 24);
  Checks checks(cases_in_file);
  const double rate = 0.25 + 1.0 + 0.5;
  check_shares("race", run.chosen("race"), {0.25 / rate, 1.0 / rate, 0.5 / rate, 0.0}, checks);
  checks.mean("time to the first", run.moments("time"), 1.0 / rate);
  checks.mean("its square", run.moments("square"), 2.0 / (rate * rate));
  checks.mean("within half a day", run.moments("soon"), -std::expm1(-rate * 0.5));
  // Which way wins tells nothing about when.
  checks.mean("time where the slow one wins", std::get<TimeTally>(run.metric("time_slow")).reached,
              1.0 / rate);
  checks.verify();
}

TEST_CASE("a race with a time-out, with ties, and one that nobody wins", "[exact][ways]") {
  const Simulated run = simulate(R"(
horizon: 10 days
journey:
  answer:
    race:
      answers: {in: exponential(mean=2), go: tie}
      time_out: {in: 3 days, go: tie}
  tie:
    race:
      second_best: {in: 2 hours, go: late}
      first: {in: 60 minutes, go: late}
      same: {in: 1 hour, go: late}
  late:
    race:
      after_the_end: {in: 'uniform(low=8, high=20)', end: done}
      hopeless: {in: never, end: done}
)",
                                 customers, 25);
  Checks checks(cases_in_file);
  const double in_time = -std::expm1(-1.5);
  check_shares("time-out", run.chosen("answer"), {in_time, 1.0 - in_time}, checks);
  CHECK(run.chosen("tie") == std::vector<std::uint64_t>{0, customers, 0});
  // min(Exp(2), 3) + 1 hour + U(8, 20) <= 10 days: U - 8 <= s, for the time s that is left.
  const double hour = 1.0 / 24.0;
  const double limit = 2.0 - hour;
  const double mean_left = limit - 2.0 * -std::expm1(-limit / 2.0);  // E[(limit - T)+], T < 3
  check_shares("late", run.chosen("late"), {mean_left / 12.0, 0.0}, checks);
  CHECK(run.ended("done") == run.chosen("late")[0]);
  CHECK(run.ended("done") + run.ended("censored") == customers);
  checks.verify();
}

TEST_CASE("a race of constants against Weibull times", "[exact][ways]") {
  const Simulated run = simulate(R"(
horizon: 1000 days
state: {limit: 4 days}
journey:
  race:
    race:
      wears_out: {in: 'weibull(shape=2, scale=3)'}
      is_hit: {in: 'weibull(shape=2, scale=6)'}
      is_replaced: {in: limit}
    end: done
metrics:
  square: {mean: time ^ 2}
)",
                                 customers, 26);
  Checks checks(cases_in_file);
  // Hazards 2t/9 and 2t/36 are proportional, 4 to 1; survival to t is exp(-t^2 (1/9 + 1/36)), so
  // t^2 is exponential with rate 5/36, cut at 16.
  const double rate = 5.0 / 36.0;
  const double before = -std::expm1(-16.0 * rate);
  check_shares("race", run.chosen("race"), {0.8 * before, 0.2 * before, 1.0 - before}, checks);
  checks.mean("square of the time", run.moments("square"), before / rate);
  checks.verify();
}

TEST_CASE("a split keeps a customer's way, unless it draws again", "[exact][ways]") {
  const Simulated run = simulate(R"(
horizon: 10 days
state: {kept: 0, changed: 0, same: 0, in_twin: 0}
journey:
  sticky:
    wait: 1 day
    split:
      a: {weight: 1, set: {same: visits(sticky) == 2 and kept == 1, kept: 1}}
      b: {weight: 2, set: {same: visits(sticky) == 2 and kept == 2, kept: 2}}
      none: {weight: 0}
      c: {weight: 1, set: {same: visits(sticky) == 2 and kept == 3, kept: 3}}
    go: twin
  twin:
    split:
      a: {weight: 25, set: {in_twin: 1}}
      b: {weight: 75}
    go: fresh
  fresh:
    again: true
    split:
      a: {weight: 0.2, set: {changed: changed + 1}}
      b: {weight: 0.8}
    go: loop
  loop:
    branch:
      - {if: visits(loop) < 2, go: sticky}
      - {end: done}
metrics:
  same: {mean: same}
  both_a: {mean: changed == 2}
  first_a: {mean: kept == 1}
  joint: {mean: kept == 1 and in_twin == 1}
)",
                                 customers, 27);
  Checks checks(cases_in_file);
  CHECK(run.moments("same").mean[0] == 1.0);
  checks.mean("first way", run.moments("first_a"), 0.25);
  checks.mean("drawn again", run.moments("both_a"), 0.04);
  checks.mean("two splits", run.moments("joint"), 0.0625);
  const std::vector<std::uint64_t> ways = run.chosen("sticky");
  CHECK(ways[2] == 0);
  checks.share("weights", ways[1] / 2, customers, 0.5);
  CHECK(ways[1] % 2 == 0);
  checks.verify();
}
