#include "cli/simulation.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "experiment/precision.h"
#include "report/display_text.h"
#include "yaml/read_scenario.h"

namespace journeylab {
namespace {

std::size_t variant_named(const Scenario& scenario, const std::string& name,
                          const std::string& verb) {
  std::vector<std::string> known;
  for (const Variant& variant : scenario.variants) known.push_back(variant.name);
  const auto found = std::find(known.begin(), known.end(), name);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  const std::string nearest = nearest_name(name, known);
  throw UsageError(fmt::format("--variant: {} has no variant '{}'; expected one of {}{}",
                               scenario.file, name, fmt::join(known, ", "),
                               nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)),
                   verb);
}

RunOptions run_options_of(const Scenario& scenario, const std::vector<std::size_t>& variants,
                          const Options& options) {
  RunOptions run_options;
  run_options.variants = variants;
  run_options.paired = options.verb == Verb::compare;
  run_options.customers =
      options.customers.value_or(options.precision ? most_customers_unasked : scenario.customers);
  run_options.seed = options.seed;
  run_options.threads = options.threads;
  run_options.executor = options.executor;
  run_options.batch = options.batch;
  run_options.vector_path = options.vector_path;
  run_options.events_file = options.events_file;
  return run_options;
}

// Runs with a progress bar, until its end or Ctrl-C.
RunResult run_visibly(const Scenario& scenario, RunOptions options) {
  ProgressBar bar;
  const Interrupt interrupt;
  options.progress = [&bar](const Progress& progress) { bar.show(progress); };
  options.stop = interrupt.token();
  return run(scenario, options);
}

}  // namespace

Scenario read_with_warnings(const std::string& path) {
  Scenario scenario = read_scenario(path);
  for (const Problem& warning : scenario.warnings) {
    tell_people(fmt::format("{}\n", visible(describe(warning))));
  }
  return scenario;
}

std::vector<std::size_t> chosen_variants(const Scenario& scenario,
                                         const std::vector<std::string>& names,
                                         const std::string& verb) {
  std::vector<std::size_t> chosen;
  for (const std::string& name : names) chosen.push_back(variant_named(scenario, name, verb));
  if (names.empty()) {
    for (std::size_t v = 0; v < scenario.variants.size(); ++v) chosen.push_back(v);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

Simulation simulate_variants(const Scenario& scenario, const std::vector<std::size_t>& variants,
                             const Options& options) {
  const std::string verb = options.verb == Verb::compare ? "compare" : "simulate";
  if (options.precision && scenario.metrics.empty()) {
    throw UsageError(
        fmt::format("--precision: {} has no metrics, so there is no interval to narrow",
                    scenario.file),
        verb);
  }
  const AnalysisOptions analysis_options{.confidence = options.confidence,
                                         .adjustment = options.adjustment,
                                         .compare = options.verb == Verb::compare};
  RunOptions run_options = run_options_of(scenario, variants, options);
  const auto precise = [&](const RunTally& tally) {
    const std::optional<double> width =
        interval_width(scenario, variants, tally, analysis_options, options.precision->relative);
    return width && *width <= options.precision->width;
  };
  if (options.precision) run_options.enough = precise;
  RunResult result = run_visibly(scenario, run_options);
  if (options.precision && result.complete && !precise(result.tally)) {
    tell_people(fmt::format("journeylab: warning: --precision is not reached with {} customers\n",
                            result.tally.customers));
  }
  return {.facts = {.version = std::string(version),
                    .command = verb,
                    .seed = options.seed,
                    .customers = result.tally.customers,
                    .planned = run_options.customers,
                    .confidence = options.confidence,
                    .complete = result.complete},
          .analysis = analyze(scenario, variants, result.tally, analysis_options),
          .tally = std::move(result.tally)};
}

}  // namespace journeylab
