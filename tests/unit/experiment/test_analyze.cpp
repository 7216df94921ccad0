#include <catch2/catch.hpp>

#include "experiment/analysis.h"
#include "unit/experiment/by_hand.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

Way way_named(const std::string& name) {
  Way way;
  way.name = name;
  return way;
}

// Three steps, of which the middle one belongs to another variant; two touchpoints, one absent.
Scenario with_journey() {
  Scenario scenario = plain_scenario();
  scenario.names.steps = {"email", "extra", "shop"};
  scenario.names.touchpoints = {"email", "sms"};
  Variant& control = scenario.variants[0];
  control.steps.resize(3);
  control.steps[0].present = true;
  control.steps[0].way_on = WayOn::outcomes;
  control.steps[0].ways = {way_named("opened"), way_named("ignored")};
  control.steps[2].present = true;
  control.steps[2].ways = {way_named("")};
  control.step_order = {2, 0};
  control.touchpoints.resize(2);
  control.touchpoints[0].present = true;
  return scenario;
}

RunTally with_flow(const Scenario& scenario) {
  RunTally tally = empty_tally(scenario, 1);
  FlowTally& flow = tally.variants[0].flow;
  flow.steps.resize(3);
  flow.steps[0].visits = 4;
  flow.steps[0].customers = 3;
  flow.steps[0].entry_ticks = static_cast<WideCount>(6 * day);
  flow.steps[0].stay_ticks = static_cast<WideCount>(10 * day);
  flow.steps[0].revenue.add(12.5);
  flow.steps[0].cost.add(0.25);
  flow.steps[0].ways = {{.chosen = 3, .completed = 2}, {.chosen = 1, .completed = 1}};
  flow.steps[2].ways = {{.chosen = 0, .completed = 0}};
  flow.touchpoints.resize(2);
  flow.touchpoints[0].visits = 4;
  flow.touchpoints[0].contacts = 4;
  flow.touchpoints[0].cost.add(0.25);
  flow.goals[0] = {.customers = 2, .count = 5};
  flow.endings = {1, 2};
  tally.variants[0].segment_customers = {2, 1};
  return tally;
}

}  // namespace

TEST_CASE("the flow through steps, touchpoints, goals and endings is told by name", "[analyze]") {
  const Scenario scenario = with_journey();
  const Analysis analysis = analyze(scenario, {0}, with_flow(scenario), {});
  REQUIRE(analysis.variants.size() == 1);
  const VariantResult& control = analysis.variants[0];
  CHECK(control.name == "control");
  CHECK(control.description == "control's description");
  REQUIRE(control.steps.size() == 2);  // in the order written, without the absent one
  const StepResult& shop = control.steps[0];
  CHECK(shop.step == 2);
  CHECK_FALSE(shop.mean_entry_time);
  CHECK_FALSE(shop.mean_time);
  CHECK(shop.ways.empty());
  const StepResult& email = control.steps[1];
  CHECK(email.step == 0);
  CHECK(email.visits == 4);
  CHECK(email.customers == 3);
  CHECK(*email.mean_entry_time == Approx(1.5));
  CHECK(*email.mean_time == Approx(2.5));
  CHECK(email.revenue == 12.5);
  CHECK(email.cost == 0.25);
  REQUIRE(email.ways.size() == 2);
  CHECK(email.ways[0].name == "opened");
  CHECK(email.ways[0].count == 3);
  CHECK(email.ways[0].completed == 2);
  REQUIRE(control.touchpoints.size() == 1);
  CHECK(control.touchpoints[0].contacts == 4);
  REQUIRE(control.goals.size() == 1);
  CHECK(control.goals[0].count == 5);
  REQUIRE(control.endings.size() == 2);
  CHECK(control.endings[0].status == "lost");
  CHECK(control.endings[0].customers == 1);
  CHECK(control.endings[1].status == "censored");
  CHECK(control.endings[1].customers == 2);
}

TEST_CASE("totals are the merge of segments, and each segment has its own estimates", "[analyze]") {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("conversion", goal_kind()), metric_of("revenue", mean_kind())};
  RunTally tally = empty_tally(scenario, 1);
  tally.variants[0].segment_customers = {10, 30};
  tally.variants[0].metrics = {
      {ShareTally{.n = 10, .successes = 5}, ShareTally{.n = 30, .successes = 3}},
      {MeanTally{moments_of({{1.0}, {3.0}})}, MeanTally{moments_of({{8.0}})}}};
  const Analysis analysis = analyze(scenario, {0}, tally, {});
  const VariantResult& control = analysis.variants[0];
  CHECK(*control.metrics[0].estimate.value == 0.2);
  CHECK(control.metrics[0].estimate.n == 40);
  CHECK(*control.metrics[1].estimate.value == Approx(4.0));
  REQUIRE(control.segments.size() == 2);
  CHECK(control.segments[0].customers == 10);
  CHECK(*control.segments[0].metrics[0].estimate.value == 0.5);
  CHECK(*control.segments[1].metrics[0].estimate.value == 0.1);
  CHECK_FALSE(control.segments[1].metrics[1].estimate.low);
  REQUIRE(control.curves.size() == 2);
  CHECK_FALSE(control.curves[0]);
  CHECK_FALSE(control.metrics[0].time_to);
}

TEST_CASE("results are named by the scenario's variants that ran", "[analyze]") {
  const Scenario scenario = plain_scenario();
  const Analysis analysis = analyze(scenario, {0, 2}, empty_tally(scenario, 2), {});
  REQUIRE(analysis.variants.size() == 2);
  CHECK(analysis.variants[1].name == "two");
}
