// Simulated tests against exact powers. Seeds are fixed; the thresholds are four standard errors of
// the number of tests, so that a change of seed fails once in 16,000 times.
#include <cmath>

#include <catch2/catch.hpp>

#include "experiment/sizing_facts.h"
#include "run/run.h"
#include "stats/power_exact.h"
#include "trial/sizing_check.h"
#include "yaml/read_scenario.h"

using namespace journeylab;

namespace {

// One step: who buys, how much is paid, how long it takes.
Scenario shop(const std::string& metrics) {
  return read_scenario_text(R"(
horizon: 10 days
segments: {everybody: {share: rest, buy: 0.2, pay: 10, wait: 4}}
journey:
  shop:
    outcomes:
      bought: {chance: buy, after: exponential(mean=wait), goal: purchase,
               revenue: exponential(mean=pay), end: customer}
      left: {end: lost}
variants:
  bold: {segments: {everybody: {buy: 0.3, pay: 12, wait: 2}}}
metrics:
)" + metrics,
                            "shop.yaml");
}

SizingQuestion question_of(const Scenario& scenario, double customers) {
  const std::vector<std::size_t> variants{0, 1};
  RunOptions options;
  options.variants = variants;
  options.paired = true;
  options.customers = 40000;
  options.threads = 2;
  const RunResult result = run(scenario, options);
  const Analysis analysis = analyze(scenario, variants, result.tally, {.compare = true});
  const SimulatedArms run{
      .scenario = scenario, .variants = variants, .tally = result.tally, .analysis = analysis};
  SizingQuestion question;
  question.metric = sized_metric(scenario, scenario.metrics.front());
  question.arms = simulated_arms(run, 0);
  question.effects = simulated_effects(run, 0, question.arms);
  question.customers = customers;
  return question;
}

SizeCheck check_of(const Scenario& scenario, const Sizing& sizing, std::uint64_t tests,
                   int threads = 2) {
  return check_size({.scenario = scenario,
                     .metric = 0,
                     .variants = {0, 1},
                     .sizing = sizing,
                     .tests = tests,
                     .seed = 7,
                     .threads = threads,
                     .progress = {},
                     .stop = {}});
}

double allowed(double rate, std::uint64_t tests) {
  return 4.0 * std::sqrt(rate * (1.0 - rate) / static_cast<double>(tests));
}

}  // namespace

TEST_CASE("simulated tests have the exact power of two binomials", "[size][trial]") {
  const Scenario scenario = shop("  bought: {goal: purchase, within: 10 days, primary: true}\n");
  const Sizing sizing = size_test(question_of(scenario, 400));
  const std::uint64_t tests = 2000;
  const SizeCheck check = check_of(scenario, sizing, tests);
  // Who buys and is done within ten days.
  const TwoShares truth{.control = 0.2 * -std::expm1(-10.0 / 4.0),
                        .treat = 0.3 * -std::expm1(-10.0 / 2.0)};
  const double power = exact_power(truth, {200, 200}, ExactlyPowered::z_pooled, {});
  CHECK(check.complete);
  CHECK(check.arms[0].power.rate() == Approx(power).margin(allowed(power, tests)));
  const TwoShares none{.control = truth.control, .treat = truth.control};
  const double error =
      exact_power(none, {200, 200}, ExactlyPowered::z_pooled, {}, PowerTails::both);
  CHECK(check.false_alarms.rate() == Approx(error).margin(allowed(error, tests)));
}

TEST_CASE("simulated tests agree with the formula for every kind of metric", "[size][trial]") {
  const std::string metrics =
      GENERATE(as<std::string>{}, "  spent: {mean: revenue, primary: true}\n",
               "  price: {ratio: [revenue, count(purchase)], primary: true}\n",
               "  stay: {retained: {until: customer}, at: 5 days, primary: true}\n",
               "  speed: {time_to: purchase, primary: true}\n");
  CAPTURE(metrics);
  const Scenario scenario = shop(metrics);
  const std::uint64_t tests = 600;
  const SizeCheck check = check_of(scenario, size_test(question_of(scenario, 1200)), tests);
  const CheckedArm& arm = check.arms[0];
  // The formula takes values from 40,000 customers and is asymptotic: three points more.
  CHECK(arm.power.rate() == Approx(arm.formula).margin(allowed(arm.formula, tests) + 0.03));
  CHECK(check.false_alarms.rate() == Approx(0.05).margin(allowed(0.05, tests) + 0.01));
}

TEST_CASE("designs that look more than once keep power and error", "[size][trial]") {
  const Scenario scenario = shop("  bought: {goal: purchase, within: 10 days, primary: true}\n");
  SizingQuestion question = question_of(scenario, 400);
  question.customers.reset();
  question.design = GENERATE(Design::obrien_fleming, Design::pocock, Design::always_valid);
  question.looks = 3;
  const std::uint64_t tests = 1000;
  const Sizing sizing = size_test(question);
  const SizeCheck check = check_of(scenario, sizing, tests);
  CAPTURE(static_cast<int>(question.design), sizing.size.total);
  CHECK(check.arms[0].power.rate() == Approx(0.8).margin(allowed(0.8, tests) + 0.02));
  CHECK(check.false_alarms.rate() < 0.05 + allowed(0.05, tests));
}

TEST_CASE("the check does not depend on threads", "[size][trial]") {
  const Scenario scenario = shop("  spent: {mean: revenue, primary: true}\n");
  const Sizing sizing = size_test(question_of(scenario, 300));
  const SizeCheck one = check_of(scenario, sizing, 50, 1);
  const SizeCheck three = check_of(scenario, sizing, 50, 3);
  CHECK(one.arms[0].power.found == three.arms[0].power.found);
  CHECK(one.false_alarms.found == three.false_alarms.found);
}
