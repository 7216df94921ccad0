#include "trial/experiment.h"

#include <algorithm>

#include "cli/answer_format.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "report/experiment_document.h"
#include "store/experiment_answer.h"
#include "trial/design.h"
#include "trial/rows.h"

namespace journeylab {
namespace {

constexpr std::uint64_t usual_replicates = 2000;
constexpr std::uint64_t most_replicates_unasked = 100000;

// The plans that are named, or those of the scenario, or three that show what a plan is for.
std::vector<PlannedDesign> chosen_plans(const Scenario& scenario, const Options& options) {
  std::vector<PlannedDesign> plans;
  for (const std::string& name : options.experiment.plans) {
    const auto is_named = [&](const PlannedDesign& plan) { return plan.name == name; };
    if (std::any_of(plans.begin(), plans.end(), is_named)) continue;
    plans.push_back(plan_named(scenario, name));
  }
  if (plans.empty()) plans = scenario.test_plan.plans;
  if (plans.empty()) {
    plans = {built_in_plan(Design::fixed), built_in_plan(Design::obrien_fleming),
             built_in_plan(Design::peeking)};
  }
  return plans;
}

ExperimentRequest request_of(const Scenario& scenario, const Options& options) {
  const ExperimentOptions& own = options.experiment;
  ExperimentRequest request;
  request.plans = chosen_plans(scenario, options);
  request.replicates =
      own.replicates.value_or(own.precision ? most_replicates_unasked : usual_replicates);
  request.seed = options.seed;
  request.threads = options.threads;
  request.confidence = options.confidence;
  if (own.precision) request.precision = own.precision->width / 2;
  request.reference_customers = scenario.customers;
  request.version = std::string(version);
  return request;
}

std::string write_results(const Scenario& scenario, const TestResults& results,
                          const Options& options, const Output& output) {
  return formatted({.json = [&] { return write_experiment_json(scenario, results); },
                    .csv = [&] { return write_experiment_csv(results); },
                    .document = [&] { return experiment_document(scenario, results); }},
                   options, output);
}

}  // namespace

int experiment(const Options& options) {
  Scenario scenario = read_with_warnings(options.scenario);
  if (options.experiment.traffic) scenario.test_plan.traffic = options.experiment.traffic;
  if (options.experiment.days) scenario.test_plan.days = *options.experiment.days;
  ExperimentRequest request = request_of(scenario, options);
  Output output(options.output);
  PageFile page(options.report, "experiment");
  if (!options.experiment.rows_file.empty()) {
    write_rows(scenario, request.plans, request.seed, options.experiment.rows_file);
  }
  ProgressBar bar;
  const Interrupt interrupt;
  request.progress = [&bar](const Progress& progress) { bar.show(progress); };
  request.stop = interrupt.token();
  const TestResults results = run_experiment(scenario, request);
  output.write(write_results(scenario, results, options, output));
  if (page.is_wanted()) page.write(write_experiment_json(scenario, results));
  return results.complete ? exit_done : exit_interrupted;
}

}  // namespace journeylab
