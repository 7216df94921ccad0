#include "cli/simulation.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "base/nearest.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/version.h"
#include "experiment/precision.h"
#include "report/display_text.h"
#include "report/writers.h"
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
  const bool comparing = options.verb == Verb::compare;
  const AnalysisOptions analysis_options{
      .confidence = options.confidence, .adjustment = options.adjustment, .compare = comparing};
  ProgressBar bar;
  const Interrupt interrupt;
  RunOptions run_options;
  run_options.variants = variants;
  run_options.paired = comparing;
  run_options.customers =
      options.customers.value_or(options.precision ? most_customers : scenario.customers);
  run_options.seed = options.seed;
  run_options.threads = options.threads;
  run_options.executor = options.executor;
  run_options.batch = options.batch;
  run_options.progress = [&bar](const Progress& progress) { bar.show(progress); };
  run_options.stop = interrupt.token();
  run_options.events_file = options.events_file;
  if (options.precision) {
    run_options.enough =
        precision_reached(scenario, variants, *options.precision, analysis_options);
  }
  const RunResult result = run(scenario, run_options);
  return {.facts = {.version = std::string(version),
                    .command = comparing ? "compare" : "simulate",
                    .seed = options.seed,
                    .customers = result.tally.customers,
                    .planned = run_options.customers,
                    .confidence = options.confidence,
                    .complete = result.complete},
          .analysis = analyze(scenario, variants, result.tally, analysis_options)};
}

std::string write_document(const Document& document, const Options& options, const Output& output) {
  if (options.format == Format::markdown) return write_markdown(document);
  const bool terminal = output.is_standard() && is_terminal(STDOUT_FILENO);
  const bool colour = options.color == ColorChoice::on ||
                      (options.color == ColorChoice::automatic && terminal && wants_colour());
  return write_text(document, terminal ? terminal_width(STDOUT_FILENO) : 0, colour);
}

}  // namespace journeylab
