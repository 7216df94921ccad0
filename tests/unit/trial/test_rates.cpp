// The rates that simulated tests find, held against what theory says of them. The thresholds are
// standard errors of the rates; each check says how often it would be wrong by chance.
#include <cmath>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/group_sequential.h"
#include "unit/trial/small_test.h"

namespace journeylab {
namespace {

constexpr std::uint64_t replicates = 3000;
constexpr double four_errors = 4.0;  // wrong once in 16,000

double error_of(double rate) {
  return std::sqrt(rate * (1.0 - rate) / static_cast<double>(replicates));
}

const char* const every_plan =
    "traffic: 200/day, days: 10, power: 0.9, plans: {"
    "stagewise: {design: obrien_fleming, interval: stagewise}, fixed: {}, one: {design: fixed, "
    "sides: 1}, obrien_fleming: {}, pocock: {looks: 3}, "
    "wang_tsiatis: {}, spending: {spending: hwang_shih_decani, parameter: -2}, "
    "binding: {design: spending, futility: binding}, "
    "nonbinding: {design: spending, futility: nonbinding}, "
    "always_valid: {min_days: 3}, mixture: {design: always_valid, method: mixture, effect: 15%, "
    "min_days: 3}, peeking: {}, bayesian: {}}";

const PlanResult& plan_of(const TestResults& results, const std::string& name) {
  for (const PlanResult& plan : results.plans) {
    if (plan.name == name) return plan;
  }
  FAIL("no plan " << name);
  return results.plans.front();
}

}  // namespace

TEST_CASE("valid designs keep their false alarms, and peeking does not", "[trial][statistical]") {
  const TestResults results = run_plans(coin_test("0.26", every_plan), replicates);
  const double error = error_of(0.05);
  for (const char* name :
       {"fixed", "one", "obrien_fleming", "pocock", "wang_tsiatis", "spending"}) {
    INFO(name);
    const double rate = *plan_of(results, name).none.found.value;
    CHECK(std::abs(rate - 0.05) <= four_errors * error);
  }
  // One-sided at half of alpha: exact if the futility bound is heeded, below if it counts not.
  const double half = error_of(0.025);
  CHECK(std::abs(*plan_of(results, "binding").none.found.value - 0.025) <= four_errors * half);
  CHECK(*plan_of(results, "nonbinding").none.found.value <= 0.025 + four_errors * half);
  for (const char* name : {"always_valid", "mixture"}) {
    INFO(name);
    CHECK(*plan_of(results, name).none.found.value <= 0.05 + four_errors * error);
  }
  // Ten looks at level 5% each: 19.3% by Armitage, McPherson and Rowe (1969, table 2).
  const double peeking = *plan_of(results, "peeking").none.found.value;
  CHECK(std::abs(peeking - 0.193) <= four_errors * error_of(0.193) + 0.005);
}

TEST_CASE("power is the formula's, and intervals hold as often as they say",
          "[trial][statistical]") {
  const TestResults results = run_plans(coin_test("0.24", every_plan), replicates);
  // Of the normal approximation with 1000 customers in each arm; it is off by less than 1 point.
  constexpr double approximation = 0.01;
  const double n = 1000.0;
  const double p = 0.22;
  const double drift = 0.04 / std::sqrt(2.0 * p * (1.0 - p) / n);
  const double scale = std::sqrt((0.2 * 0.8 + 0.24 * 0.76) / (2.0 * p * (1.0 - p)));
  const double fixed = normal_tail((normal_quantile_above(0.025) - drift) / scale);
  const PlanResult& plan = plan_of(results, "fixed");
  CHECK(std::abs(*plan.effect.right.value - fixed) <=
        four_errors * error_of(fixed) + approximation);
  for (const char* name : {"obrien_fleming", "pocock", "wang_tsiatis", "spending"}) {
    INFO(name);
    const PlanResult& sequential = plan_of(results, name);
    std::vector<double> information;
    std::vector<LookBounds> bounds;
    double days = 0.0;
    for (const LookResult& look : sequential.looks) {
      information.push_back(*look.information);
      bounds.push_back({.lower = *look.lower, .upper = *look.upper});
    }
    const CrossingProbabilities crossing = crossing_probabilities(information, bounds, drift);
    double power = 0.0;
    double going_on = 1.0;
    for (std::size_t k = 0; k < bounds.size(); ++k) {
      power += crossing.upper[k];
      const double stops =
          k + 1 == bounds.size() ? going_on : crossing.upper[k] + crossing.lower[k];
      days += stops * sequential.looks[k].day;
      going_on -= stops;
    }
    CHECK(std::abs(*sequential.effect.right.value - power) <=
          four_errors * error_of(power) + approximation);
    CHECK(std::abs(*sequential.effect.day.mean.value - days) <=
          four_errors * *sequential.effect.day.mean.standard_error + 0.05);
    // Repeated intervals hold at every look together, so at the stop at least as often.
    CHECK(*sequential.effect.arms[0].coverage.value >= 0.95 - four_errors * error_of(0.05));
  }
  CHECK(std::abs(*plan.effect.arms[0].coverage.value - 0.95) <= four_errors * error_of(0.05));
  // The stagewise interval is right at the stop, in either world, and its estimate less extreme.
  const PlanResult& stagewise = plan_of(results, "stagewise");
  for (const WorldFindings* world : {&stagewise.effect, &stagewise.none}) {
    CHECK(std::abs(*world->arms[0].coverage.value - 0.95) <=
          four_errors * error_of(0.05) + 0.2 * approximation);
  }
  CHECK(*stagewise.effect.arms[0].exaggeration.value <
        *plan_of(results, "obrien_fleming").effect.arms[0].exaggeration.value);
  CHECK(*stagewise.effect.right.value == *plan_of(results, "obrien_fleming").effect.right.value);
  CHECK(*plan.effect.arms[0].exaggeration.value > 1.0);
  CHECK(*plan.effect.arms[0].wrong_sign.value < 0.01);
  CHECK(std::abs(*results.arms[1].true_effect.value - 0.04) <=
        5.0 * *results.arms[1].true_effect.standard_error);
}

TEST_CASE("several arms share alpha by Holm, Bonferroni and Dunnett", "[trial][statistical]") {
  const Scenario scenario = read_scenario_text(
      "horizon: 30\n"
      "journey: {a: {outcomes: {yes: {chance: 0.3, goal: g, end: x}, no: {end: y}}}}\n"
      "variants: {u: {}, v: {}, w: {}}\n"
      "metrics: {m: {goal: g, within: 1, primary: true}}\n"
      "experiment: {traffic: 200/day, days: 10, plans: {fixed: {}, dunnett: {design: fixed, "
      "correction: dunnett}, none: {design: fixed, correction: none}, pocock: {looks: 3}}}\n",
      "arms.yaml");
  const TestResults results = run_plans(scenario, replicates);
  const double error = error_of(0.05);
  CHECK(*plan_of(results, "fixed").none.found.value <= 0.05 + four_errors * error);
  CHECK(std::abs(*plan_of(results, "dunnett").none.found.value - 0.05) <= four_errors * error);
  CHECK(*plan_of(results, "pocock").none.found.value <= 0.05 + four_errors * error);
  CHECK(*plan_of(results, "none").none.found.value > 0.09);
}

TEST_CASE("retention and time to an event keep their false alarms", "[trial][statistical]") {
  for (const char* metric :
       {"{retained: {from: entry}, at: 6}", "{time_to: g}", "{mean: 'first(g)', within: 4}"}) {
    INFO(metric);
    const std::string text =
        "horizon: 60\n"
        "journey: {a: {wait: exponential(mean=8), goal: g, end: x}}\n"
        "variants: {v: {journey: {a: {wait: exponential(mean=10)}}}}\n"
        "metrics: {m: " +
        std::string(std::string_view(metric).starts_with("{mean")
                        ? "{mean: 'if(count(g) > 0, first(g), 4)', within: 4}"
                        : metric) +
        "}\n"
        "experiment: {traffic: 100/day, days: 10, plans: {fixed: {}, obrien_fleming: {}}}\n";
    const TestResults results = run_plans(read_scenario_text(text, "time.yaml"), 1500);
    const double error = error_of(0.05) * std::sqrt(2.0);  // half of the replicates
    for (const PlanResult& plan : results.plans) {
      CHECK(std::abs(*plan.none.found.value - 0.05) <= four_errors * error);
      CHECK(*plan.effect.right.value > 2.0 * 0.05);
    }
  }
}

}  // namespace journeylab
