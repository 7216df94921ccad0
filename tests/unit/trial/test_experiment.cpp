// Whole experiments: what they promise about seeds, threads and plans, faults and guardrails.
#include <cmath>

#include <catch2/catch.hpp>

#include "unit/trial/small_test.h"

namespace journeylab {
namespace {

void check_same(const WorldFindings& a, const WorldFindings& b) {
  CHECK(a.found.value == b.found.value);
  CHECK(a.day.mean.value == b.day.mean.value);
  CHECK(a.customers.mean.value == b.customers.mean.value);
  CHECK(a.lost_testing.value == b.lost_testing.value);
  for (std::size_t i = 0; i < a.arms.size(); ++i) {
    CHECK(a.arms[i].better.value == b.arms[i].better.value);
    CHECK(a.arms[i].coverage.value == b.arms[i].coverage.value);
    CHECK(a.arms[i].exaggeration.value == b.arms[i].exaggeration.value);
    CHECK(a.arms[i].paths == b.arms[i].paths);
  }
  REQUIRE(a.stops.size() == b.stops.size());
  for (std::size_t i = 0; i < a.stops.size(); ++i) {
    CHECK(a.stops[i].day == b.stops[i].day);
    CHECK(a.stops[i].tests == b.stops[i].tests);
  }
}

}  // namespace

TEST_CASE("threads do not change an answer, and another seed does", "[trial]") {
  const Scenario scenario =
      coin_test("0.23", "traffic: 300/day, days: 10, plans: {fixed: {}, peeking: {}, bandit: {}}");
  const TestResults one = run_plans(scenario, 100, 1);
  for (const int threads : {2, 5}) {
    const TestResults many = run_plans(scenario, 100, threads);
    CHECK(one.arms[1].true_effect.value == many.arms[1].true_effect.value);
    for (std::size_t p = 0; p < one.plans.size(); ++p) {
      check_same(one.plans[p].effect, many.plans[p].effect);
      check_same(one.plans[p].none, many.plans[p].none);
    }
  }
  ExperimentRequest request;
  request.plans = scenario.test_plan.plans;
  request.replicates = 100;
  request.seed = 2;
  request.reference_customers = 20000;
  CHECK(run_experiment(scenario, request).arms[1].true_effect.value !=
        one.arms[1].true_effect.value);
}

TEST_CASE("a plan says the same alone and beside others", "[trial]") {
  const std::string start = "traffic: 300/day, days: 10, plans: {peeking: {}, bandit: {}";
  const TestResults alone = run_plans(coin_test("0.23", start + "}"), 60);
  const TestResults among =
      run_plans(coin_test("0.23", start + ", pocock: {}, fixed: {days: 25}}"), 60);
  for (std::size_t p = 0; p < 2; ++p) {
    CHECK(alone.plans[p].effect.found.value == among.plans[p].effect.found.value);
    CHECK(alone.plans[p].none.found.value == among.plans[p].none.found.value);
    CHECK(alone.plans[p].effect.day.mean.value == among.plans[p].effect.day.mean.value);
  }
}

TEST_CASE("every test stops once, and a path leaves the bounds at its end alone", "[trial]") {
  const TestResults results =
      run_plans(coin_test("0.23", "traffic: 300/day, days: 12, plans: {pocock: {looks: 4}}"), 50);
  const PlanResult& plan = results.plans[0];
  for (const WorldFindings* world : {&plan.effect, &plan.none}) {
    std::uint64_t tests = 0;
    double days = 0.0;
    for (const StopCount& stop : world->stops) {
      tests += stop.tests;
      days += static_cast<double>(stop.tests) * stop.day;
    }
    CHECK(tests == 50);
    CHECK(days / 50.0 == Approx(*world->day.mean.value));
    REQUIRE(world->arms[0].paths.size() == 20);
    for (const auto& [finding, path] : world->arms[0].paths) {
      REQUIRE(!path.empty());
      for (std::size_t k = 0; k < path.size(); ++k) {
        REQUIRE(path[k].has_value());
        const bool inside = *plan.looks[k].lower < *path[k] && *path[k] < *plan.looks[k].upper;
        CHECK(inside == (k + 1 < path.size() || finding == "undecided"));
      }
      CHECK((finding != "undecided" || path.size() == plan.looks.size()));
    }
  }
}

TEST_CASE("a bandit moves customers to the better arm, and keeps its least share", "[trial]") {
  const std::string test = "traffic: 1000/day, days: 20, value: m, ";
  const TestResults results = run_plans(
      coin_test("0.25", test + "plans: {fixed: {}, bandit: {}, weekly: {design: bandit, every: "
                               "week}, half: {design: bandit, at_least: 49%}}"),
      50);
  const auto lost = [&](std::size_t plan) {
    return *results.plans[plan].effect.lost_testing.value;
  };
  CHECK(lost(1) < 0.5 * lost(0));
  CHECK(lost(1) < lost(2));
  CHECK(lost(2) < lost(0));
  // 49% to 51% is nearly a fixed split.
  CHECK(lost(3) == Approx(lost(0)).epsilon(0.05));
  CHECK(*results.plans[1].effect.arms[0].chosen.value > 0.9);
}

TEST_CASE("contamination dilutes an effect, and the truth stays what it is", "[trial]") {
  const std::string test = "traffic: 1000/day, days: 10, plans: {fixed: {}}";
  const TestResults clean = run_plans(coin_test("0.22", test), 300);
  const TestResults mixed =
      run_plans(coin_test("0.22", test + ", faults: {contamination: 25%}"), 300);
  CHECK(*mixed.plans[0].effect.right.value < *clean.plans[0].effect.right.value - 0.2);
  CHECK(*mixed.plans[0].effect.arms[0].coverage.value < 0.9);
  CHECK(*mixed.arms[1].true_effect.value == Approx(0.02).margin(0.002));
}

TEST_CASE("lost customers show in the sample ratio", "[trial]") {
  const std::string test = "traffic: 1000/day, days: 10, plans: {fixed: {}}";
  const TestResults whole = run_plans(coin_test("0.2", test), 200);
  const TestResults lossy = run_plans(coin_test("0.2", test + ", faults: {lost: {v: 10%}}"), 200);
  CHECK(*whole.plans[0].none.ratio_broken.value <= 0.02);
  CHECK(*lossy.plans[0].none.ratio_broken.value > 0.9);
}

TEST_CASE("a broken guardrail stops a test, and a kept one hardly ever does", "[trial]") {
  const auto guarded = [](const std::string& cost) {
    return read_scenario_text(
        "horizon: 30\n"
        "touchpoints: {t: {channel: mail, cost: 1}}\n"
        "journey: {a: {at: t, outcomes: {yes: {chance: 0.2, goal: g, end: x}, no: {cost: "
        "exponential(mean=1), end: y}}}}\n"
        "variants: {v: {touchpoints: {t: {cost: " +
            cost +
            "}}}}\n"
            "metrics: {m: {goal: g, within: 1, primary: true}, c: {mean: cost, within: 1, better: "
            "lower, guardrail: 5%}}\n"
            "experiment: {traffic: 500/day, days: 10, plans: {peeking: {guardrails: stop}}}\n",
        "guarded.yaml");
  };
  const TestResults broken = run_plans(guarded("1.5"), 100);
  CHECK(*broken.plans[0].effect.guardrail_broken.value > 0.9);
  CHECK(*broken.plans[0].effect.keeps_control.value > 0.9);
  CHECK(*broken.plans[0].none.guardrail_broken.value <= 0.05);
}

TEST_CASE("what a reader must know of the deciding metric is said, and of no other", "[trial]") {
  const auto notes = [](const std::string& metrics) {
    return run_plans(read_scenario_text(
                         "horizon: 9\njourney: {a: {wait: exponential(mean=1), goal: g, go: b}, b: "
                         "{wait: exponential(mean=1), end: x}}\nvariants: {v: {}}\nmetrics: {" +
                             metrics +
                             "}\nexperiment: {traffic: 50/day, days: 3, plans: {fixed: {}, bandit: "
                             "{}}}\n",
                         "notes.yaml"),
                     2)
        .notes;
  };
  const std::string share = "m: {goal: g, within: 2, primary: true}";
  CHECK(notes(share + ", q: {ratio: [time, count(g)]}") ==
        std::vector<std::string>{
            "bandit: nobody is mature before the last customers enter, so its split never "
            "changes."});
  CHECK(notes("q: {ratio: [1, 1 + count(g)], within: 1, primary: true}")
            .front()
            .find("not a randomised comparison") != std::string::npos);
}

TEST_CASE("a precision ends the replicates, and a stop marks what is known as partial", "[trial]") {
  const Scenario scenario = coin_test("0.2", "traffic: 100/day, days: 5, plans: {fixed: {}}");
  ExperimentRequest request;
  request.plans = scenario.test_plan.plans;
  request.replicates = 100000;
  request.precision = 0.025;
  request.reference_customers = 1000;
  const TestResults precise = run_experiment(scenario, request);
  CHECK(precise.complete);
  CHECK(precise.replicates < 2000);
  const Estimate& alarms = precise.plans[0].none.found;
  CHECK((*alarms.high - *alarms.low) / 2 <= 0.025);

  std::stop_source source;
  request.precision.reset();
  request.stop = source.get_token();
  request.progress = [&](const Progress& progress) {
    if (progress.customers_done > 20000) source.request_stop();
  };
  const TestResults partial = run_experiment(scenario, request);
  CHECK_FALSE(partial.complete);
  CHECK(partial.replicates > 0);
  CHECK(partial.replicates < 100000);
}

}  // namespace journeylab
