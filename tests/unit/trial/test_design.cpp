// Days, looks and bounds of plans; who enters when.
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "stats/group_sequential.h"
#include "stats/group_sequential_stop.h"
#include "trial/design.h"
#include "trial/entries.h"
#include "trial/prepare.h"
#include "unit/trial/small_test.h"

namespace journeylab {
namespace {

using Days = std::vector<std::uint32_t>;

Schedule schedule(const std::string& plan, const std::string& test = "traffic: 100/day, days: 28",
                  std::uint32_t window = 7) {
  const Scenario scenario = coin_test("0.2", test + ", plans: {" + plan + "}");
  return schedule_of(scenario.test_plan.plans.front(), scenario.test_plan, window);
}

}  // namespace

TEST_CASE("a plan ends when its last customers are mature, and looks when some are", "[trial]") {
  CHECK(schedule("fixed: {}").looks == Days{35});
  CHECK(schedule("fixed: {follow_up: 0}").looks == Days{28});
  CHECK(schedule("peeking: {}").looks.front() == 8);
  CHECK(schedule("peeking: {}").looks.size() == 28);
  CHECK(schedule("peeking: {looks: weekly}").looks == Days{14, 21, 28, 35});
  CHECK(schedule("peeking: {looks: weekly, min_days: 20}").looks == Days{21, 28, 35});
  CHECK(schedule("pocock: {looks: [10, 20]}").looks == Days{10, 20, 35});
  CHECK(schedule("pocock: {looks: [10, 35]}").looks == Days{10, 35});
}

TEST_CASE("a number of looks parts the customers equally, not the days", "[trial]") {
  CHECK(schedule("pocock: {looks: 4}").looks == Days{14, 21, 28, 35});
  // Half of the traffic in the first two weeks: the middle is reached later.
  const Schedule ramped =
      schedule("pocock: {looks: 2}",
               "traffic: 100/day, days: 28, ramp: [50%, 50%, 50%, 50%, 50%, 50%, 50%, 50%, 50%, "
               "50%, 50%, 50%, 50%, 50%]");
  CHECK(ramped.looks == Days{25, 35});  // 700 + 4 x 100 of 2100 are mature on day 7 + 18
}

TEST_CASE("the bounds are those of the design at the planned information", "[trial]") {
  const Scenario scenario = coin_test(
      "0.2", "traffic: 100/day, days: 4, plans: {obrien_fleming: {looks: 4}, pocock: {looks: 4}}");
  const auto prepared = prepare_experiment(scenario, scenario.test_plan.plans, 1);
  const auto& designs = prepared->setup().designs;
  // Jennison and Turnbull 2000, tables 2.1 and 2.3: K = 4, alpha = 0.05.
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(designs[0].bounds[k].upper ==
          Approx(2.024 * std::sqrt(4.0 / static_cast<double>(k + 1))).margin(0.002));
    CHECK(designs[1].bounds[k].upper == Approx(2.361).margin(0.001));
  }
}

TEST_CASE("the table of a stop is the stop's estimate, to a thousandth", "[trial]") {
  const std::vector<double> information{0.3, 0.7, 1.0};
  const auto bounds =
      sequential_bounds({.shape = BoundaryShape::pocock, .information = information});
  const StopTable table(information, bounds, 0.95);
  for (std::size_t look = 0; look < 3; ++look) {
    for (const double z : {-4.7, -2.37, 0.11, 1.96, 3.33, 5.05}) {
      const auto quick = table.at(look, z);
      const StoppedTrial exact =
          stopped_trial(information, std::span(bounds).first(look + 1), z, 0.95);
      REQUIRE(quick.has_value());
      CHECK(quick->drift == Approx(exact.drift).margin(1e-3));
      CHECK(quick->interval.low == Approx(exact.interval.low).margin(1e-3));
      CHECK(quick->interval.high == Approx(exact.interval.high).margin(1e-3));
    }
  }
  CHECK_FALSE(table.at(0, 11.0).has_value());
}

TEST_CASE("entries follow traffic, weekdays and ramp to the customer", "[trial]") {
  TestPlan plan;
  plan.traffic = 10.4;
  CHECK(entries_by_day(plan, 5) == std::vector<std::uint64_t>{0, 10, 11, 10, 11, 10});
  plan.weekly = {2, 0, 1, 1, 1, 1, 1};
  plan.traffic = 100;
  plan.ramp = {0.1, 0.5, 0.5};
  CHECK(entries_by_day(plan, 8) ==
        std::vector<std::uint64_t>{0, 20, 0, 50, 100, 100, 100, 100, 200});
}

TEST_CASE("assignment is binomial, whole, and a function of replicate and day", "[trial]") {
  const Scenario scenario =
      coin_test("0.2",
                "traffic: 1000/day, split: {control: 70%, v: 30%}, faults: {lost: {v: 10%}}, "
                "plans: {fixed: {}}");
  const auto prepared = prepare_experiment(scenario, scenario.test_plan.plans, 1);
  const TestModel& model = prepared->setup().model;
  const std::vector<double> shares{0.7, 0.3};
  double control = 0.0;
  double lost = 0.0;
  double strayed = 0.0;
  const int days = 400;
  for (std::uint32_t day = 1; day <= days; ++day) {
    const auto arms = assign(model, 0.2, shares, 3, day, 1000);
    CHECK(arms[0].assigned + arms[1].assigned == 1000);
    CHECK(arms[0].recorded == arms[0].assigned);
    for (const ArmEntries& arm : arms) CHECK(arm.treated[0] + arm.treated[1] == arm.recorded);
    control += static_cast<double>(arms[0].assigned);
    lost += static_cast<double>(arms[1].assigned - arms[1].recorded);
    strayed += static_cast<double>(arms[0].treated[1]);
  }
  // Five standard errors of the binomial counts.
  const double n = 1000.0 * days;
  CHECK(std::abs(control - 0.7 * n) <= 5.0 * std::sqrt(0.21 * n));
  CHECK(std::abs(lost - 0.03 * n) <= 5.0 * std::sqrt(0.03 * n));
  CHECK(std::abs(strayed - 0.14 * n) <= 5.0 * std::sqrt(0.14 * n));
  CHECK(assign(model, 0.0, shares, 3, 7, 1000)[0].assigned ==
        assign(model, 0.0, shares, 3, 7, 1000)[0].assigned);
}

}  // namespace journeylab
