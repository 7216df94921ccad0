#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "cli/answer_format.h"
#include "cli/exit_code.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "cli/size_question.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "report/size_document.h"
#include "store/size_answer.h"
#include "trial/sizing_check.h"

namespace journeylab {
namespace {

// Visits of steps that the check may simulate unasked, some seconds of work, and the fewest tests
// that say anything. A budget of time would make the answer depend on the machine.
constexpr double most_visits = 4e8;
constexpr double fewest_tests = 200.0;
constexpr std::uint64_t usual_tests = 1000;

// Visits of steps by a customer, on average over the arms.
double visits_of_customer(const RunTally& tally) {
  double visits = 0.0;
  for (const VariantTally& variant : tally.variants) {
    for (const StepTally& step : variant.flow.steps) visits += static_cast<double>(step.visits);
  }
  const double customers = static_cast<double>(tally.customers * tally.variants.size());
  return customers > 0.0 ? 1.0 + visits / customers : 1.0;
}

// What no test can do is the asker's to change: a wrong usage, with its whole message.
template <typename Work>
auto or_usage_error(const Work& work) {
  try {
    return work();
  } catch (const std::invalid_argument& reason) {
    throw UsageError(reason.what(), "size");
  }
}

std::string why_not_simulated(const Options& options, const Sizing& sizing, double customers,
                              double visits) {
  if (options.size.effect) return "--effect is not simulated: no variant has it";
  if (sizing.follow_up < sizing.question.metric.window) {
    return "customers are analysed before they are mature; the verb experiment simulates that";
  }
  if (!options.size.tests && customers * visits * fewest_tests > most_visits) {
    return fmt::format(
        "{:.0f} tests of {:.3g} simulated customers each would take long; --tests {:.0f} "
        "asks for them",
        fewest_tests, customers, fewest_tests);
  }
  return {};
}

std::optional<SizeCheck> check(const Options& options, const SimulatedArms& run, std::size_t metric,
                               const Sizing& sizing) {
  if (options.size.tests == 0U) return {};
  const double customers = customers_of_check(sizing);
  SizeCheck none;
  const double visits = visits_of_customer(run.tally);
  none.why_not = why_not_simulated(options, sizing, customers, visits);
  if (!none.why_not.empty()) return none;
  const double affordable =
      std::clamp(most_visits / (customers * visits), fewest_tests, double{usual_tests});
  const std::uint64_t tests = options.size.tests.value_or(static_cast<std::uint64_t>(affordable));
  ProgressBar bar;
  const Interrupt interrupt;
  const auto progress = [&](std::uint64_t done) {
    bar.show(
        {.customers_done = static_cast<std::uint64_t>(static_cast<double>(done) * customers),
         .customers_planned = static_cast<std::uint64_t>(static_cast<double>(tests) * customers)});
  };
  return check_size({.scenario = run.scenario,
                     .metric = metric,
                     .variants = run.variants,
                     .sizing = sizing,
                     .tests = tests,
                     .seed = options.seed,
                     .threads = options.threads,
                     .progress = progress,
                     .stop = interrupt.token()});
}

void add_roll_out(SizeAnswer& answer, const SizeOptions& options) {
  const auto question = roll_out_question(answer.sizing.question, options);
  if (question) answer.roll_out = size_roll_out(answer.sizing, *question);
}

SizeAnswer size_without_scenario(const Options& options) {
  SizeAnswer answer;
  answer.version = std::string(version);
  answer.seed = options.seed;
  answer.asked = options.asked;
  answer.sizing = size_test(question_of(options.size));
  add_roll_out(answer, options.size);
  return answer;
}

SizeAnswer size_of_scenario(const Scenario& scenario, const Options& options) {
  const std::size_t metric = sized_metric_index(scenario, options.size);
  const std::vector<std::size_t> variants = sized_variants(scenario, options);
  Options simulated = options;
  simulated.verb = Verb::compare;
  const Simulation simulation = simulate_variants(scenario, variants, simulated);
  const SimulatedArms run{.scenario = scenario,
                          .variants = variants,
                          .tally = simulation.tally,
                          .analysis = simulation.analysis};
  SizeAnswer answer;
  answer.version = std::string(version);
  answer.file = scenario.file;
  answer.scenario = scenario.name;
  answer.sha256 = scenario.sha256;
  answer.seed = options.seed;
  answer.asked = options.asked;
  answer.synthetic = simulation.tally.customers;
  answer.complete = simulation.facts.complete;
  answer.time_unit = scenario.time_unit;
  answer.sizing = size_test(question_of(run, metric, options.size));
  answer.guardrails = guardrail_sizes(run, answer.sizing.question, answer.sizing.size);
  add_roll_out(answer, options.size);
  if (answer.complete) answer.check = check(options, run, metric, answer.sizing);
  if (answer.check) answer.complete = answer.check->complete;
  return answer;
}

std::string write_size(const SizeAnswer& answer, const Options& options, const Output& output) {
  return formatted({.json = [&] { return write_size_json(answer); },
                    .csv = [&] { return write_size_csv(answer); },
                    .document = [&] { return size_document(answer); }},
                   options, output);
}

}  // namespace

int size(const Options& options) {
  std::optional<Scenario> scenario;
  if (!options.scenario.empty()) scenario = read_with_warnings(options.scenario);
  Output output(options.output);
  PageFile page(options.report, "size");
  const SizeAnswer answer = or_usage_error([&] {
    return scenario ? size_of_scenario(*scenario, options) : size_without_scenario(options);
  });
  output.write(write_size(answer, options, output));
  if (page.is_wanted()) page.write(write_size_json(answer));
  return answer.complete ? exit_done : exit_interrupted;
}

}  // namespace journeylab
