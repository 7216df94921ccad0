#include <algorithm>

#include <catch2/catch.hpp>

#include "experiment/curves.h"
#include "stats/proportion.h"
#include "unit/experiment/by_hand.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

bool shows(const Curve& curve, double time) {
  return std::count(curve.time.begin(), curve.time.end(), time) == 1;
}

Scenario with_curves() {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("kept", retained_kind(33.0 * day)),
                      metric_of("time", TimeTo{.goal = 0}), metric_of("conversion", goal_kind())};
  return scenario;
}

}  // namespace

TEST_CASE("a curve is thinned and keeps every time that something is read at", "[curves]") {
  const Scenario scenario = with_curves();
  const MeasuredMetric kept = measured(scenario, scenario.metrics[0]);
  const std::size_t cells = kept.borders.size() - 1;
  const RetentionTally tally = retention_of({life_table(cells, 100, 30, 10)});
  const auto curve = metric_curve(scenario, kept, tally, 0.95);
  REQUIRE(curve);
  CHECK_FALSE(curve->incidence);
  CHECK(curve->time.size() <= 204);
  CHECK(curve->time.size() >= 150);
  CHECK(curve->time.front() == 0.0);
  CHECK(curve->time.back() == 100.0);
  CHECK(shows(*curve, 33.0));
  CHECK(shows(*curve, 60.0));
  CHECK(std::is_sorted(curve->time.begin(), curve->time.end()));
  CHECK(curve->value.front() == 1.0);
  CHECK(curve->low.front() == 1.0);
  CHECK(curve->value.back() == Approx(0.7).epsilon(1e-14));
  CHECK(curve->at_risk.front() == 100);
  CHECK(curve->at_risk.back() == 70);
  for (std::size_t k = 0; k < curve->time.size(); ++k) {
    CHECK(curve->low[k] <= curve->value[k]);
    CHECK(curve->value[k] <= curve->high[k]);
  }
}

TEST_CASE("a time to a goal has a curve of incidence with Wilson's limits", "[curves]") {
  const Scenario scenario = with_curves();
  const MeasuredMetric time = measured(scenario, scenario.metrics[1]);
  TimeTally tally;
  tally.first.resize(time.borders.size() - 1);
  tally.first[0] = 4;
  tally.first.back() = 2;
  tally.restricted.n = 10;
  const auto curve = metric_curve(scenario, time, tally, 0.9);
  REQUIRE(curve);
  CHECK(curve->incidence);
  CHECK(curve->value.front() == 0.0);
  CHECK(curve->high.front() == 0.0);
  CHECK(curve->value[1] == Approx(0.4));
  CHECK(curve->value.back() == Approx(0.6));
  CHECK(curve->high.back() == wilson_interval({.n = 10, .successes = 6}, 0.9).high);
  CHECK(curve->at_risk.front() == 10);
  CHECK(curve->at_risk.back() == 4);
}

TEST_CASE("a goal has a curve of incidence over the customers that were counted", "[curves]") {
  const Scenario scenario = with_curves();
  const MeasuredMetric conversion = measured(scenario, scenario.metrics[2]);
  ReachTally tally;
  CHECK_FALSE(goal_curve(scenario, conversion, tally, 0.9));
  tally.n = 10;
  tally.first.resize(conversion.borders.size() - 1);
  const auto flat = goal_curve(scenario, conversion, tally, 0.9);
  REQUIRE(flat);
  CHECK(flat->among_reached.empty());
  tally.first[0] = 2;
  tally.first.back() = 2;
  const auto curve = goal_curve(scenario, conversion, tally, 0.9);
  REQUIRE(curve);
  CHECK(curve->incidence);
  CHECK(curve->customers == 10);
  CHECK(shows(*curve, 60.0));
  CHECK(curve->value.front() == 0.0);
  CHECK(curve->value[1] == Approx(0.2));
  CHECK(curve->value.back() == Approx(0.4));
  CHECK(curve->high.back() == wilson_interval({.n = 10, .successes = 4}, 0.9).high);
  CHECK(curve->at_risk.back() == 6);
  REQUIRE(curve->among_reached.size() == 5);
  // Half of those who reach it do so in the first of 4096 cells of 100 days.
  CHECK(curve->among_reached[2].probability == 0.5);
  CHECK(*curve->among_reached[2].time == Approx(100.0 / 4096.0).epsilon(1e-6));
  CHECK(*curve->among_reached[4].time == Approx(100.0 - 0.2 * 100.0 / 4096.0).epsilon(1e-6));
  // What happens within few cells is seen: a point at both ends of each.
  CHECK(curve->time[1] == Approx(100.0 / 4096.0).epsilon(1e-6));
  CHECK(curve->time[curve->time.size() - 2] == Approx(100.0 - 100.0 / 4096.0).epsilon(1e-6));
  CHECK(curve->time.size() < 210);
}

TEST_CASE("a curve ends where nobody was followed further, and needs customers", "[curves]") {
  const Scenario scenario = with_curves();
  const MeasuredMetric kept = measured(scenario, scenario.metrics[0]);
  LifeTable table(kept.borders.size() - 1);
  table.entered = 10;
  table.events[0] = 1;
  table.followed[5] = 9;
  const auto curve = metric_curve(scenario, kept, retention_of({table}), 0.95);
  REQUIRE(curve);
  CHECK(curve->time.back() == Approx(500.0 / 1024.0));
  table = LifeTable(kept.borders.size() - 1);
  CHECK_FALSE(metric_curve(scenario, kept, retention_of({table}), 0.95));
  CHECK_FALSE(
      metric_curve(scenario, measured(scenario, scenario.metrics[2]), ShareTally{5, 1}, 0.95));
}
