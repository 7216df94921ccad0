// Staggered entry: what a look knows of customers who entered on different days.
#include <cmath>

#include <catch2/catch.hpp>

#include "trial/arm_tally.h"
#include "trial/evidence.h"
#include "trial/prepare.h"
#include "unit/trial/small_test.h"

namespace journeylab {
namespace {

constexpr double many_errors = 5.0;  // a false alarm once in 1.7 million

// Everybody reaches the goal after an exponential delay of mean ten days.
Scenario delayed(const std::string& metric) {
  return read_scenario_text(
      "horizon: 1000\n"
      "journey: {a: {wait: exponential(mean=10), goal: g, end: x}}\n"
      "variants: {v: {}}\n"
      "metrics: {m: " +
          metric +
          "}\n"
          "experiment: {traffic: 4000/day, days: 20, follow_up: 0, plans: {fixed: {}}}\n",
      "delayed.yaml");
}

}  // namespace

TEST_CASE("censored at the look: events follow the closed form of uniform entry", "[trial]") {
  const Scenario scenario = delayed("{time_to: g}");
  const auto prepared = prepare_experiment(scenario, scenario.test_plan.plans, 1);
  ReplicateRunner runner(prepared->setup(), {});
  const TestData data = runner.data_of(0);
  const double q = std::exp(-0.1);
  for (const std::uint32_t day : {1U, 2U, 7U, 13U, 20U}) {
    std::uint64_t entered = 0;
    std::uint64_t events = 0;
    for (const ArmTally* arm : data.arms) {
      const LifeCounts life = arm->follow_up(0).known_on(day);
      entered += life.entered;
      for (const std::uint64_t count : life.events) events += count;
    }
    CHECK(entered == 4000 * day);
    // Of those who entered on day a, 1 - q^(day - a) have reached it; summed over the days.
    const double expected = 4000.0 * (day - (1.0 - std::pow(q, day)) / (1.0 - q));
    CHECK(std::abs(static_cast<double>(events) - expected) <=
          many_errors * std::sqrt(expected + 1e-9));
  }
}

TEST_CASE("the life table of a look is that of the exponential, whenever customers entered",
          "[trial]") {
  const Scenario scenario = delayed("{retained: {from: entry}, at: 12}");
  const auto prepared = prepare_experiment(scenario, scenario.test_plan.plans, 1);
  ReplicateRunner runner(prepared->setup(), {});
  const TestData data = runner.data_of(0);
  CHECK_FALSE(look_at(data, 0, 1, 12, 0.95).known);  // nobody has been followed for 12 days
  for (const std::uint32_t day : {13U, 16U, 20U}) {
    const LifeCounts life = data.arms[0]->follow_up(0).known_on(day);
    const RetentionCurve curve = retention_curve(life, 0.95);
    REQUIRE(curve.known > 12);
    CHECK(std::abs(curve.retained[12] - std::exp(-1.2)) <= many_errors * curve.standard_error[12]);
    CHECK(look_at(data, 0, 1, day, 0.95).known);
  }
}

TEST_CASE("mature customers alone are counted: the share within days is the exponential's",
          "[trial]") {
  const Scenario scenario = delayed("{goal: g, within: 5}");
  const auto prepared = prepare_experiment(scenario, scenario.test_plan.plans, 1);
  ReplicateRunner runner(prepared->setup(), {});
  const TestData data = runner.data_of(0);
  CHECK(arm_summary(data, 0, 0, 5).n == 0);
  for (const std::uint32_t day : {6U, 10U, 20U, 25U}) {
    const MeanSummary control = arm_summary(data, 0, 0, day);
    const MeanSummary variant = arm_summary(data, 0, 1, day);
    CHECK(control.n + variant.n == 4000 * (day - 5));
    const double share = 1.0 - std::exp(-0.5);
    const double error = std::sqrt(share * (1.0 - share) / static_cast<double>(control.n));
    CHECK(std::abs(control.mean - share) <= many_errors * error);
  }
}

TEST_CASE("a follow-up table knows what a life table of single customers knows", "[trial]") {
  using End = FollowUpTable::End;
  FollowUpTable table(6, 4);
  struct One {
    std::uint32_t start;
    End end;
    std::uint32_t cell;
  };
  const std::vector<One> customers{
      {1, End::event, 0},   {1, End::event, 3}, {2, End::competing, 1}, {2, End::horizon, 4},
      {3, End::horizon, 2}, {4, End::event, 2}, {6, End::horizon, 4},   {5, End::horizon, 1}};
  for (const One& one : customers) table.enter(one.start, one.end, one.cell);
  for (std::uint32_t day = 0; day <= 6; ++day) {
    LifeTable single(4);
    for (const One& one : customers) {
      if (one.start > day) continue;
      std::uint32_t covered = std::min(day - one.start, 4U);
      if (one.end == End::horizon) covered = std::min(covered, one.cell);
      single.enter(covered, one.end == End::horizon ? 4 : one.cell, one.end == End::event);
    }
    const LifeCounts known = table.known_on(day);
    CHECK(known.entered == single.entered);
    CHECK(std::equal(known.events.begin(), known.events.end(), single.events.begin()));
    CHECK(std::equal(known.competing.begin(), known.competing.end(), single.competing.begin()));
    CHECK(std::equal(known.followed.begin(), known.followed.end(), single.followed.begin()));
  }
}

TEST_CASE("means and ratios are those of the customers, in one pass", "[trial]") {
  const std::string text =
      "horizon: 10\n"
      "journey: {a: {revenue: 'normal(mean=1000000, sd=1)', cost: 2, end: x}}\n"
      "variants: {v: {}}\n"
      "metrics: {m: {mean: revenue, primary: true}}\n"
      "experiment: {traffic: 5000/day, days: 4, plans: {fixed: {}}}\n";
  const Scenario scenario = read_scenario_text(text, "mean.yaml");
  const auto prepared = prepare_experiment(scenario, scenario.test_plan.plans, 1);
  ReplicateRunner runner(prepared->setup(), {});
  const TestData data = runner.data_of(0);
  const MeanSummary arm = arm_summary(data, 0, 0, 14);
  const auto n = static_cast<double>(arm.n);
  CHECK(std::abs(arm.mean - 1e6) <= many_errors / std::sqrt(n));
  // A million apart from 0, and the variance is still right to its own error.
  CHECK(std::abs(arm.variance - 1.0) <= many_errors * std::sqrt(2.0 / n));
}

}  // namespace journeylab
