// What the model may not do ends the run with a message that names variant, step and the smallest
// such customer: the same one from both executors, whatever the batches and the threads.
#include <catch2/catch.hpp>

#include "unit/run/one_step.h"

namespace journeylab {
namespace {

std::string fault_of(const Scenario& scenario, std::uint64_t customers = 20000) {
  std::string first;
  for (const auto& [executor, batch] : std::vector<std::pair<Executor, std::size_t>>{
           {Executor::reference, 0}, {Executor::batch, 4096}, {Executor::batch, 7}}) {
    RunOptions options = small_run(customers, executor);
    options.batch = batch;
    std::string message = "no fault";
    try {
      static_cast<void>(run(scenario, options));
    } catch (const RunError& error) {
      message = error.what();
    }
    if (first.empty()) first = message;
    CHECK(message == first);
  }
  return first;
}

// The smallest customer whose attribute u lies above a limit.
std::uint64_t first_above(const Scenario& scenario, double limit) {
  for (std::uint64_t customer = 1;; ++customer) {
    if (trace_customer(scenario, 0, customer, 1).attributes.front() > limit) return customer;
  }
}

const std::string uniform = "attributes: {u: 'uniform(low=0, high=1)'}\n";

}  // namespace

TEST_CASE("a chance above 1 names the step and the smallest customer", "[run]") {
  const Scenario scenario = small_scenario(
      "  a: {outcomes: {yes: {chance: u * 1.001, end: x}, no: {end: y}}}\n", uniform);
  const Scenario harmless = small_scenario("  a: {end: x}\n", uniform);
  const std::uint64_t customer = first_above(harmless, 1 / 1.001);
  const std::string message = fault_of(scenario);
  CHECK(message.find("small.yaml: variant 'control', step 'a', customer " +
                     std::to_string(customer) + ": ") == 0);
  CHECK(message.find("the chance of outcome 'yes' 'u * 1.001' is 1.000") != std::string::npos);
}

TEST_CASE("computed chances that add up to more or less than 1 are refused", "[run]") {
  CHECK(
      fault_of(
          small_scenario(
              "  a: {outcomes: {p: {chance: u, end: x}, q: {chance: 0.6, end: y}, r: {end: z}}}\n",
              uniform))
          .find("add up to") != std::string::npos);
  CHECK(fault_of(
            small_scenario("  a: {outcomes: {p: {chance: u, end: x}, q: {chance: 0.6, end: y}}}\n",
                           uniform))
            .find("add up to") != std::string::npos);
}

TEST_CASE("a negative or missing duration is refused", "[run]") {
  CHECK(fault_of(small_scenario("  a: {wait: 0.5 - u, end: x}\n", uniform))
            .find("the wait '0.5 - u' is -") != std::string::npos);
  CHECK(fault_of(small_scenario("  a: {wait: log(u - 0.5), end: x}\n", uniform))
            .find("has no value") != std::string::npos);
  CHECK(fault_of(small_scenario("  a: {race: {w: {in: u - 0.5, end: x}}}\n", uniform))
            .find("the time of 'w'") != std::string::npos);
}

TEST_CASE("money, state and attributes must be numbers", "[run]") {
  CHECK(fault_of(small_scenario("  a: {revenue: 1 / (u - u), end: x}\n", uniform))
            .find("the revenue") != std::string::npos);
  CHECK(fault_of(small_scenario("  a: {cost: 1e13 * u, end: x}\n", uniform))
            .find("expected less than 2^40 (about 1.1e+12) in size") != std::string::npos);
  CHECK(fault_of(
            small_scenario("  a: {set: {s: sqrt(u - 2)}, end: x}\n", uniform + "state: {s: 0}\n"))
            .find("the new value of s") != std::string::npos);
  CHECK(fault_of(small_scenario("  a: {end: x}\n",
                                "attributes: {u: 'uniform(low=0, high=1)', v: log(u - 2)}\n"))
            .find("the attribute v") != std::string::npos);
  CHECK(fault_of(small_scenario("  a: {end: x}\n", uniform + "state: {s: log(u - 2)}\n"))
            .find("the start of state s") != std::string::npos);
}

TEST_CASE("impossible parameters of a distribution are told with their numbers", "[run]") {
  const std::string message =
      fault_of(small_scenario("  a: {wait: 'gamma(shape=u - 0.5, scale=1)', end: x}\n", uniform));
  CHECK(message.find("gamma(shape=u - 0.5, scale=1)") != std::string::npos);
  CHECK(message.find("shape") != std::string::npos);
}

TEST_CASE("a branch of which nothing holds is refused", "[run]") {
  CHECK(fault_of(small_scenario("  a: {branch: [{if: u < 0.9, name: low, end: x}]}\n", uniform))
            .find("no condition of its branch holds") != std::string::npos);
}

TEST_CASE("a metric without a finite value names itself and the customer", "[run]") {
  const Scenario scenario =
      small_scenario("  a: {outcomes: {yes: {chance: 0.5, goal: g, end: x}, no: {end: y}}}\n",
                     "metrics: {when: {mean: first(g)}}\n");
  const std::string message = fault_of(scenario);
  CHECK(message.find("the value of metric 'when' is inf") != std::string::npos);
  CHECK(message.find("step") == std::string::npos);
}

TEST_CASE("a loop that happens to take no time ends with an error, not a hang", "[run]") {
  const Scenario scenario = small_scenario(
      "  a: {wait: level, outcomes: {on: {chance: 1 - 1e-12, go: a}, out: {end: x}}}\n",
      "state: {level: 0}\n");
  CHECK(
      fault_of(scenario, 3).find("step 'a', customer 1: makes 10000 visits without time passing") !=
      std::string::npos);
}

// Sixteen million visits to see nothing new: sanitizers would take half a minute.
#ifndef JOURNEYLAB_SANITIZED
TEST_CASE("a customer who visits one step 2^24 times ends the run", "[run][slow]") {
  const Scenario scenario = read_scenario_text(
      "horizon: 30000000\ntime_unit: second\njourney:\n  a: {wait: 1, go: a}\n", "long.yaml");
  CHECK(fault_of(scenario, 1).find("step 'a', customer 1: visits it 16777216 times") !=
        std::string::npos);
}
#endif

}  // namespace journeylab
