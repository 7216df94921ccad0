// Tests that cannot be, each with its message.
#include <catch2/catch.hpp>

#include "unit/trial/small_test.h"

namespace journeylab {
namespace {

std::string refusal(const Scenario& scenario) {
  try {
    (void)run_plans(scenario, 1);
    return "";
  } catch (const InputError& error) {
    return describe(error.problems().front());
  }
}

std::string refusal(const std::string& experiment, const std::string& metric) {
  return refusal(
      read_scenario_text("horizon: 30\njourney: {a: {goal: g, end: x}}\nvariants: {v: {}, w: {}}\n"
                         "metrics: {m: " +
                             metric + "}\nexperiment: {" + experiment + "}\n",
                         "bad.yaml"));
}

}  // namespace

TEST_CASE("a test that cannot be says why, and where", "[trial]") {
  const std::string share = "{goal: g, within: 7}";
  CHECK(refusal("plans: {fixed: {}}", share) ==
        "bad.yaml:5:1: error: experiment: no traffic is given, so a test has no days; expected "
        "`traffic: 2000/day` under `experiment`, or --traffic");
  CHECK(refusal("traffic: 9/day, days: 5, follow_up: 2, plans: {fixed: {}}", share) ==
        "bad.yaml:5:61: error: experiment.plans.fixed: the plan 'fixed' ends on day 7, but the "
        "first customer is mature on day 8; expected a `follow_up` of up to 7 days, or a metric "
        "with a shorter `within`");
  CHECK(refusal("traffic: 9/day, plans: {pocock: {looks: [7]}}", share)
            .find("looks on day 7, but the first customer is mature on day 8") !=
        std::string::npos);
  CHECK(refusal("traffic: 9/day, plans: {pocock: {looks: [90]}}", share)
            .find("looks on day 90, but its last day is 35") != std::string::npos);
  CHECK(refusal("traffic: 1/month, days: 14, plans: {fixed: {}}", share)
            .find("the arm 'control' gets 0.156 customers in 14 days") != std::string::npos);
  CHECK(refusal("traffic: 1e8/day, plans: {fixed: {}}", share).find("at most 5e7") !=
        std::string::npos);
  CHECK(refusal("traffic: 99/day, plans: {pocock: {correction: holm}}", share)
            .find("is corrected by holm, which is for one analysis; expected bonferroni or none") !=
        std::string::npos);
  CHECK(refusal("traffic: 99/day, plans: {bandit: {}}", "{time_to: g}")
            .find("is a bandit, which needs") != std::string::npos);
  CHECK(refusal("traffic: 99/day, plans: {fixed: {}, peeking: {days: 9}}", "{time_to: g}")
            .find("takes customers for 9 days, and 'fixed' for 28") != std::string::npos);
  CHECK(refusal("traffic: 99/day, plans: {bandit: {at_least: 40%}}", share)
            .find("gives at least 40% of the customers to each of 3 arms") != std::string::npos);
}

TEST_CASE("a metric that takes an age to mature makes no test", "[trial]") {
  const Scenario scenario = read_scenario_text(
      "horizon: 1000 years\njourney: {a: {goal: g, end: x}}\nvariants: {v: {}}\n"
      "metrics: {m: {goal: g}}\nexperiment: {traffic: 9, plans: {fixed: {}}}\n",
      "bad.yaml");
  CHECK(refusal(scenario).find("ends on day 365028; expected at most 10000 days") !=
        std::string::npos);
}

TEST_CASE("a scenario without variants, or without a metric that decides", "[trial]") {
  const std::string start = "horizon: 9\njourney: {a: {goal: g, end: x}}\n";
  CHECK(refusal(read_scenario_text(
                    start + "metrics: {m: {goal: g}}\nexperiment: {traffic: 9, plans: {fixed: {}}}",
                    "bad.yaml"))
            .find("the scenario has no variants") != std::string::npos);
  CHECK(refusal(read_scenario_text(start +
                                       "variants: {v: {}}\nmetrics: {m: {goal: g}, n: {goal: g}}\n"
                                       "experiment: {traffic: 9, plans: {fixed: {}}}",
                                   "bad.yaml"))
            .find("no metric is the one that decides; expected one metric with `primary: true`") !=
        std::string::npos);
}

TEST_CASE("a plan is found by its name, the scenario's before a design's", "[trial]") {
  const Scenario scenario = coin_test("0.2", "plans: {fixed: {days: 3}, mine: {design: pocock}}");
  CHECK(plan_named(scenario, "fixed").days == 3U);
  CHECK(plan_named(scenario, "mine").design == Design::pocock);
  CHECK(plan_named(scenario, "bandit").design == Design::bandit);
  CHECK_THROWS_WITH(plan_named(scenario, "obrien"), Catch::Contains("there is no plan 'obrien'"));
  CHECK_THROWS_WITH(plan_named(scenario, "pocok"), Catch::Contains("did you mean 'pocock'?"));
}

}  // namespace journeylab
