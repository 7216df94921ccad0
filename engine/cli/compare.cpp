#include <algorithm>

#include <fmt/format.h>

#include "cli/answer_format.h"
#include "cli/exit_code.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "cli/verbs.h"
#include "report/documents.h"
#include "store/answer.h"
#include "store/csv.h"

namespace journeylab {
namespace {

// Control first, then the chosen variants.
std::vector<std::size_t> arms(const Scenario& scenario, const Options& options) {
  if (scenario.variants.size() < 2) {
    throw UsageError(
        fmt::format("{} has no variants, so there is nothing to compare; expected at least one "
                    "under 'variants' (simulate runs control alone)",
                    scenario.file),
        "compare");
  }
  std::vector<std::size_t> chosen = chosen_variants(scenario, options.variants, "compare");
  if (chosen.front() != 0) chosen.insert(chosen.begin(), 0);
  if (chosen.size() == 1) {
    throw UsageError("--variant: control is always compared; name a variant to compare with it",
                     "compare");
  }
  return chosen;
}

std::string write_comparison(const Scenario& scenario, const Simulation& simulation,
                             const Options& options, const Output& output) {
  return formatted(
      {.json = [&] { return write_answer(scenario, simulation.facts, simulation.analysis, true); },
       .csv = [&] { return write_comparisons_csv(scenario, simulation.analysis); },
       .document =
           [&] { return compare_document(scenario, simulation.facts, simulation.analysis); }},
      options, output);
}

bool breaks_guardrail(const Comparison& comparison) {
  return comparison.guardrail && comparison.guardrail->verdict == GuardrailVerdict::broken;
}

}  // namespace

int compare(const Options& options) {
  const Scenario scenario = read_with_warnings(options.scenario);
  const std::vector<std::size_t> variants = arms(scenario, options);
  Output output(options.output);
  PageFile page(options.report, "compare");
  const Simulation simulation = simulate_variants(scenario, variants, options);
  output.write(write_comparison(scenario, simulation, options, output));
  if (page.is_wanted()) {
    page.write(write_answer(scenario, simulation.facts, simulation.analysis, true));
  }
  if (!simulation.facts.complete) return exit_interrupted;
  const auto& comparisons = simulation.analysis.comparisons;
  const bool broken = std::any_of(comparisons.begin(), comparisons.end(), breaks_guardrail);
  return options.fail_on_guardrail && broken ? exit_no : exit_done;
}

}  // namespace journeylab
