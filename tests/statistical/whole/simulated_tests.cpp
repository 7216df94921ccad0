// experiment.
#include <fmt/format.h>

#include "statistical/whole/runs.h"
#include "trial/experiment.h"
#include "trial/prepare.h"
#include "yaml/read_scenario.h"

namespace journeylab::whole {
namespace {

constexpr std::size_t twin = 1;

// Control against its twin, this metric deciding.
Scenario test_of(const KnownScenario& known, std::size_t metric) {
  Scenario scenario = read_scenario_text(known.text, known.name);
  for (std::size_t m = 0; m < scenario.metrics.size(); ++m) {
    scenario.metrics[m].primary = m == metric;
  }
  scenario.test_plan.split.assign(scenario.variants.size(), 0.0);
  scenario.test_plan.split[0] = scenario.test_plan.split[twin] = 0.5;
  return scenario;
}

bool is_of_censored(const Scenario& scenario, std::size_t metric) {
  return maturity_of(scenario, scenario.metrics[metric]) == 0;
}

// P-values of one look on the last day, of tests in which the twin is the variant.
PValues single_looks(const Scenario& scenario, std::uint64_t replicates) {
  const auto prepared = prepare_experiment(scenario, {built_in_plan(Design::fixed)}, 1);
  ReplicateRunner runner(prepared->setup(), {});
  PValues p_values;
  for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) {
    const Evidence look =
        look_at(runner.data_of(replicate), 0, 1, prepared->setup().last_day, 0.95);
    p_values.add(look.known ? std::optional(look.p_value) : std::nullopt);
  }
  return p_values;
}

Rate rate_of(const Estimate& estimate) {
  Rate rate;
  rate.add(*estimate.value, estimate.n);
  return rate;
}

// False alarms in both worlds (under none, and where the twin is the variant), and how often what
// is reported holds.
Line plan_line(const std::string& name, const PlanResult& plan) {
  const bool at_all_looks = plan.design != "fixed";
  const Promise promise = at_all_looks ? Promise::least_near : Promise::near;
  Line line{.name = fmt::format("{}, {}", name, plan.name),
            .figures = {},
            .promise = words_of(promise),
            .broken = {}};
  rate_of(plan.none.found).write_errors(plan.alpha, promise, line);
  rate_of(plan.effect.found).write_errors(plan.alpha, promise, line);
  rate_of(plan.none.arms[0].coverage).write_coverage(promise, line);
  return line;
}

}  // namespace

SimulatedTests simulated_tests(const std::vector<KnownScenario>& scenarios,
                               std::uint64_t replicates) {
  SimulatedTests result;
  result.plans = {.id = "plans",
                  .columns = {"plan", "false alarms under none", "false alarms, twin",
                              "the interval holds", "promise"},
                  .lines = {}};
  result.p_values = {.id = "experiment_p_values", .columns = p_value_columns, .lines = {}};
  for (const KnownScenario& known : scenarios) {
    for (std::size_t m = 0; m < known.metrics.size(); ++m) {
      const Scenario scenario = test_of(known, m);
      const std::string name =
          fmt::format("{}, {}: {}", known.name, known.metrics[m].name, known.metrics[m].kind);
      ExperimentRequest request;
      request.plans = {built_in_plan(Design::fixed), built_in_plan(Design::obrien_fleming),
                       built_in_plan(Design::pocock)};
      if (!is_of_censored(scenario, m)) {
        request.plans.push_back(built_in_plan(Design::always_valid));
      }
      request.replicates = replicates;
      request.threads = 1;
      request.reference_customers = 1;
      const TestResults results = run_experiment(scenario, request);
      for (const PlanResult& plan : results.plans) {
        result.plans.lines.push_back(plan_line(name, plan));
      }
      result.p_values.lines.push_back(single_looks(scenario, replicates).line(name, Promise::near));
    }
  }
  return result;
}

}  // namespace journeylab::whole
