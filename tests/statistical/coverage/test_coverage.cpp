// Every method keeps what its line of the methods page promises, and the page shows what is
// measured. `test_coverage "[.write]"` writes the tables into engine/methods/coverage.md.
#include <cmath>
#include <cstdlib>

#include <catch2/catch.hpp>

#include "statistical/coverage/methods_page.h"
#include "statistical/coverage/tables.h"

using namespace journeylab::coverage;

namespace {

std::vector<Table> exact_tables() {
  return {one_proportion_table(),  proportion_difference_table(), proportion_ratio_table(),
          proportion_test_table(), margin_test_table(),           paired_proportion_table(),
          mcnemar_table(),         sample_ratio_table(),          beta_posterior_table()};
}

std::vector<Table> simulated_tables() {
  return {means_table(),
          paired_means_table(),
          lift_table(),
          cuped_table(),
          quantile_table(),
          bootstrap_table(),
          many_comparisons_table(),
          survival_table(),
          logrank_table(),
          posterior_table(),
          group_sequential_table(),
          always_valid_table(),
          uniform_boundary_table()};
}

void check_promises(const Table& table) {
  for (const Line& line : table.lines) {
    INFO(table.id << ", " << line.name << ": " << line.broken);
    CHECK(line.broken.empty());
  }
}

void check_exact(const Table& table) {
  check_promises(table);
  CHECK(MethodsPage("coverage.md").table(table.id) == text_of(table));
}

// Another compiler may round a draw differently: the page's figure may be a standard error off.
void check_simulated(const Table& table) {
  check_promises(table);
  const std::string shown = MethodsPage("coverage.md").table(table.id);
  for (const Line& line : table.lines) {
    const std::string start = "| " + line.name + " | ";
    const std::size_t at = shown.find(start);
    INFO(table.id << ", " << line.name);
    REQUIRE(at != std::string::npos);
    const double figure = std::strtod(shown.c_str() + at + start.size(), nullptr);
    CHECK(std::abs(figure - line.figure) <= line.standard_error + 5e-5);
  }
}

}  // namespace

TEST_CASE("coverage of one proportion, exactly", "[coverage]") {
  check_exact(one_proportion_table());
}

TEST_CASE("coverage of differences and ratios of proportions, exactly", "[coverage]") {
  check_exact(proportion_difference_table());
  check_exact(proportion_ratio_table());
}

TEST_CASE("size of tests of proportions, exactly", "[coverage]") {
  check_exact(proportion_test_table());
  check_exact(margin_test_table());
  check_exact(sample_ratio_table());
}

TEST_CASE("coverage and size of paired proportions, exactly", "[coverage]") {
  check_exact(paired_proportion_table());
  check_exact(mcnemar_table());
}

TEST_CASE("coverage of means, lifts, ratios and CUPED, simulated", "[coverage]") {
  check_simulated(means_table());
  check_simulated(paired_means_table());
  check_simulated(lift_table());
  check_simulated(cuped_table());
}

TEST_CASE("coverage of quantiles and bootstraps, simulated", "[coverage]") {
  check_simulated(quantile_table());
  check_simulated(bootstrap_table());
}

TEST_CASE("errors of families of comparisons, simulated", "[coverage]") {
  check_simulated(many_comparisons_table());
}

TEST_CASE("coverage and size in survival, simulated", "[coverage]") {
  check_simulated(survival_table());
  check_simulated(logrank_table());
}

TEST_CASE("coverage of credible intervals", "[coverage]") {
  check_exact(beta_posterior_table());
  check_simulated(posterior_table());
}

TEST_CASE("sequential tests keep their error under daily peeking, simulated", "[coverage]") {
  check_simulated(group_sequential_table());
  check_simulated(always_valid_table());
  check_simulated(uniform_boundary_table());
}

TEST_CASE("write the tables into the methods page", "[.write]") {
  MethodsPage page("coverage.md");
  std::vector<Table> tables = exact_tables();
  for (Table& table : simulated_tables()) tables.push_back(std::move(table));
  for (const Table& table : tables) page.replace(table.id, text_of(table));
  page.save();
}
