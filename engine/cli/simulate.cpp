#include "cli/answer_format.h"
#include "cli/exit_code.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "cli/verbs.h"
#include "report/documents.h"
#include "store/answer.h"
#include "store/csv.h"
#include "store/story.h"

namespace journeylab {
namespace {

std::string write_simulation(const Scenario& scenario, const Simulation& simulation,
                             const Options& options, const Output& output) {
  return formatted(
      {.json = [&] { return write_answer(scenario, simulation.facts, simulation.analysis, false); },
       .csv = [&] { return write_metrics_csv(scenario, simulation.analysis); },
       .document =
           [&] { return simulate_document(scenario, simulation.facts, simulation.analysis); }},
      options, output);
}

std::string write_story(const Scenario& scenario, std::size_t variant, const Options& options,
                        const Output& output) {
  const std::uint64_t customer = options.traced_customer.value();
  const Story story = trace_customer(scenario, variant, customer, options.seed);
  return formatted({.json = [&] { return write_story_json(scenario, variant, customer, story); },
                    .csv = [&] { return write_story_csv(scenario, variant, story); },
                    .document = [&] { return story_document(scenario, variant, customer, story); }},
                   options, output);
}

// The one variant whose story is told: control, if the user names none.
std::size_t told_variant(const Scenario& scenario, const Options& options) {
  const std::vector<std::size_t> chosen = chosen_variants(scenario, options.variants, "simulate");
  if (!options.variants.empty() && chosen.size() > 1) {
    throw UsageError("--trace-customer tells a story in one variant; give one --variant",
                     "simulate");
  }
  return chosen.front();
}

}  // namespace

int simulate(const Options& options) {
  const Scenario scenario = read_with_warnings(options.scenario);
  if (options.traced_customer) {
    if (!options.report.empty()) {
      throw UsageError("--trace-customer tells a story, which has no page; leave --report out",
                       "simulate");
    }
    const std::size_t variant = told_variant(scenario, options);
    Output output(options.output);
    output.write(write_story(scenario, variant, options, output));
    return exit_done;
  }
  const std::vector<std::size_t> variants = chosen_variants(scenario, options.variants, "simulate");
  Output output(options.output);
  PageFile page(options.report, "simulate");
  const Simulation simulation = simulate_variants(scenario, variants, options);
  output.write(write_simulation(scenario, simulation, options, output));
  if (page.is_wanted()) {
    page.write(write_answer(scenario, simulation.facts, simulation.analysis, false));
  }
  return simulation.facts.complete ? exit_done : exit_interrupted;
}

}  // namespace journeylab
