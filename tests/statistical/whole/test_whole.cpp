// The whole program keeps the errors and the levels that it states: a short run of the tables of
// engine/methods/calibration.md, held against their promises and against the figures that stand
// there. `test_whole "[.write]"` makes a long run and writes the page (minutes).
#include <cmath>
#include <cstdlib>
#include <sstream>

#include <catch2/catch.hpp>

#include "run/run.h"
#include "statistical/coverage/methods_page.h"
#include "statistical/whole/runs.h"
#include "yaml/read_scenario.h"

using namespace journeylab;
using namespace journeylab::whole;
using journeylab::coverage::MethodsPage;

namespace {

constexpr double errors_allowed = 5.0;  // a false alarm in some two million figures

// Sanitizers look for other faults, and each run takes them ten times as long.
#ifdef JOURNEYLAB_SANITIZED
constexpr std::uint64_t fewer = 10;
#else
constexpr std::uint64_t fewer = 1;
#endif

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream text(line);
  for (std::string cell; std::getline(text, cell, '|');) cells.push_back(cell);
  return cells;
}

// A shorter run than the page's, by other seeds as far as it matters: its figures are as far from
// the page's as chance allows.
void check_against_page(const Table& table) {
  const std::string shown = MethodsPage("calibration.md").table(table.id);
  for (const Line& line : table.lines) {
    INFO(table.id << ", " << line.name << ": " << line.broken);
    CHECK(line.broken.empty());
    const std::size_t at = shown.find("| " + line.name + " |");
    REQUIRE(at != std::string::npos);
    const auto cells = cells_of(shown.substr(at, shown.find('\n', at) - at));
    for (std::size_t i = 0; i < line.figures.size(); ++i) {
      const Figure& figure = line.figures[i];
      if (!figure.value || figure.standard_error == 0.0) continue;
      const double on_page = std::strtod(cells.at(i + 2).c_str(), nullptr);
      CHECK(std::abs(*figure.value - on_page) <= errors_allowed * figure.standard_error + 5e-5);
    }
  }
}

void check_same(const KnownScenario& known) {
  const Scenario scenario = read_scenario_text(known.text, known.name);
  const std::vector<std::size_t> variants{0, scenario.variants.size() - 1};
  REQUIRE(scenario.variants.back().name == "same");
  RunOptions options;
  options.variants = variants;
  options.paired = true;
  options.customers = 100000;
  const RunTally tally = run(scenario, options).tally;
  const Analysis analysis = analyze(scenario, variants, tally, {.compare = true});
  REQUIRE_FALSE(analysis.comparisons.empty());
  for (const Comparison& comparison : analysis.comparisons) {
    INFO(known.name << ", " << scenario.metrics[comparison.metric].name);
    CHECK(comparison.verdict == Verdict::same);
    CHECK(comparison.difference.value == 0.0);
    CHECK(comparison.difference.low == 0.0);
    CHECK(comparison.difference.high == 0.0);
    CHECK(comparison.relative.value == 0.0);
    CHECK(comparison.p_value == 1.0);
    CHECK(comparison.p_value_adjusted == 1.0);
  }
}

}  // namespace

TEST_CASE("a variant that changes nothing is the same, exactly, in every metric", "[whole]") {
  for (const KnownScenario& known : known_scenarios()) check_same(known);
}

TEST_CASE("a twin under other names meets other dice", "[whole]") {
  for (const KnownScenario& known : known_scenarios()) {
    const Scenario scenario = read_scenario_text(known.text, known.name);
    RunOptions options;
    options.variants = {0, 1};
    options.paired = true;
    options.customers = 10000;
    const RunTally tally = run(scenario, options).tally;
    const auto pairs = std::get<PairedShareTally>(total(tally.variants[1].paired[0]));
    // Of independent customers so many differ; segments and attributes they share.
    const auto n = static_cast<double>(options.customers);
    const double p = known.metrics[0].control;
    const auto differing = static_cast<double>(pairs.control_only + pairs.variant_only);
    INFO(known.name << ": " << differing << " of " << n << " differ");
    CHECK(differing > 0.8 * n * 2.0 * p * (1.0 - p));
  }
}

TEST_CASE("simulate and compare: intervals hold, and p-values of a twin are uniform", "[whole]") {
  const ComparedRuns runs = compared_runs(known_scenarios(), 400 / fewer);
  check_against_page(runs.estimates);
  check_against_page(runs.curves);
  check_against_page(runs.differences);
  check_against_page(runs.p_values);
}

TEST_CASE("experiment: plans keep their errors, and p-values of a twin are uniform", "[whole]") {
  const SimulatedTests tests = simulated_tests(known_scenarios(), 1000 / fewer);
  check_against_page(tests.plans);
  check_against_page(tests.p_values);
}

TEST_CASE("analyze: exported rows of a twin give uniform p-values", "[whole]") {
  const AnalyzedRows rows = analyzed_rows(known_scenarios(), 200 / fewer);
  check_against_page(rows.intervals);
  check_against_page(rows.p_values);
}

TEST_CASE("write the tables of calibration", "[.write]") {
  MethodsPage page("calibration.md");
  const auto put = [&page](const Table& table) {
    page.replace(table.id, text_of(table));
    for (const Line& line : table.lines) {
      INFO(table.id << ", " << line.name << ": " << line.broken);
      CHECK(line.broken.empty());
    }
  };
  const ComparedRuns runs = compared_runs(known_scenarios(), 10000);
  put(runs.estimates);
  put(runs.curves);
  put(runs.differences);
  put(runs.p_values);
  const SimulatedTests tests = simulated_tests(known_scenarios(), 20000);
  put(tests.plans);
  put(tests.p_values);
  const AnalyzedRows rows = analyzed_rows(known_scenarios(), 5000);
  put(rows.intervals);
  put(rows.p_values);
  page.save();
}
