// Absorbing Markov chains as journeys, against reference figures in exact arithmetic: where they
// end, how often they pass each state, how many moves they take. Each start is a variant.
#include <map>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "exact/checks.h"
#include "exact/simulated.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 3;
constexpr std::uint64_t customers = 1'000'000;

using Row = std::vector<std::string>;

// The rows of a reference file that are about one chain.
std::vector<Row> rows_of(const std::string& file, const std::string& chain) {
  std::istringstream text(
      text_of(std::string(JOURNEYLAB_SOURCE_DIR) + "/tests/statistical/exact/reference/" + file));
  std::vector<Row> rows;
  std::string line;
  while (std::getline(text, line)) {
    std::istringstream fields(line);
    Row row;
    for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
    if (row.at(0) == chain) rows.push_back(row);
  }
  REQUIRE_FALSE(rows.empty());
  return rows;
}

// A move takes a day, so that a customer's clock counts its moves.
std::string journey_of(const std::string& chain) {
  std::map<std::string, std::string> steps;
  std::vector<std::string> order;
  const std::vector<Row> rows = rows_of("chain_transitions.csv", chain);
  for (const Row& row : rows) {
    if (!steps.contains(row[1])) order.push_back(row[1]);
    steps[row[1]];
  }
  for (const Row& row : rows) {
    steps[row[1]] += fmt::format("      to_{0}: {{chance: {1}, {2}: {0}}}\n", row[2], row[3],
                                 steps.contains(row[2]) ? "go" : "end");
  }
  std::string journey;
  std::string variants;
  std::string metrics = "metrics:\n  moves: {mean: time}\n";
  for (const std::string& state : order) {
    journey += fmt::format("  {}:\n    wait: 1 day\n    outcomes:\n{}", state, steps[state]);
    variants += fmt::format("  from_{0}: {{start: {0}}}\n", state);
    metrics += fmt::format("  visits_{0}: {{mean: visits({0})}}\n", state);
  }
  for (const Row& row : rows_of("chain_steps.csv", chain)) {
    metrics += fmt::format("  squared_{}: {{mean: (time - {}) ^ 2}}\n", row[1], row[2]);
  }
  return "horizon: 10000 days\njourney:\n" + journey + "variants:\n" + variants + metrics;
}

std::size_t variant_from(const Simulated& run, const std::string& start) {
  for (std::size_t v = 0; v < run.scenario.variants.size(); ++v) {
    if (run.scenario.variants[v].name == "from_" + start) return v;
  }
  FAIL("no start " << start);
  return 0;
}

void check_chain(const std::string& chain, std::uint64_t seed) {
  const Simulated run = simulate(journey_of(chain), customers, seed);
  Checks checks(cases_in_file);
  for (const Row& row : rows_of("chain_absorption.csv", chain)) {
    const std::size_t start = variant_from(run, row[1]);
    checks.share(row[1] + " ends as " + row[2], run.ended(row[2], start), customers,
                 std::stod(row[3]));
    CHECK(run.ended("censored", start) == 0);
  }
  for (const Row& row : rows_of("chain_visits.csv", chain)) {
    checks.mean("visits of " + row[2] + " from " + row[1],
                run.moments("visits_" + row[2], variant_from(run, row[1])), std::stod(row[3]));
  }
  for (const Row& row : rows_of("chain_steps.csv", chain)) {
    const std::size_t start = variant_from(run, row[1]);
    checks.mean("moves from " + row[1], run.moments("moves", start), std::stod(row[2]));
    checks.mean("variance of moves from " + row[1], run.moments("squared_" + row[1], start),
                std::stod(row[3]));
  }
  checks.verify();
}

}  // namespace

TEST_CASE("a small shop with a way back", "[exact][chains]") {
  check_chain("mc01", 41);
}

TEST_CASE("a shop with searches and self-loops", "[exact][chains]") {
  check_chain("mc05", 42);
}

TEST_CASE("two states and three ends, in thirds", "[exact][chains]") {
  check_chain("mc07", 43);
}
