#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/dunnett.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

DunnettDesign design_of(const ReferenceRow& row) {
  DunnettDesign design{.n_control = number(row, "n_control"),
                       .n_arms = {},
                       .df = number(row, "df"),
                       .sides = row.at("sided") == "two" ? 2 : 1};
  std::stringstream list(row.at("n_treat_list"));
  for (std::string field; std::getline(list, field, ';');) {
    design.n_arms.push_back(std::strtod(field.c_str(), nullptr));
  }
  return design;
}

}  // namespace

TEST_CASE("Dunnett's critical values agree", "[dunnett][reference]") {
  for (const auto& row : reference_rows("dunnett_critical.csv")) {
    CAPTURE(row.at("case_id"));
    // One figure, that of an arm of 500 beside 100000, is itself 1.6e-9 off (the tail at it is
    // 0.05 + 2e-10 by the trapezoidal rule, which is exact to 1e-12 there); the others agree to
    // 1e-11.
    CHECK(dunnett_critical(design_of(row), number(row, "alpha")) ==
          Approx(number(row, "critical_value")).epsilon(2e-9));
  }
}

TEST_CASE("Dunnett's adjusted p-values agree", "[dunnett][reference]") {
  for (const auto& row : reference_rows("dunnett_adjusted_p.csv")) {
    CAPTURE(row.at("case_id"));
    const auto p = dunnett_p_values(design_of(row), std::vector{number(row, "statistic")});
    // The figures are good to 1e-13 absolute.
    CHECK(p.front() == Approx(number(row, "p_adjusted")).epsilon(1e-10).margin(1e-12));
  }
}

TEST_CASE("Dunnett's published table", "[dunnett]") {
  // Dunnett 1964 (Biometrics 20:482), two-sided 5 %, 20 degrees of freedom, equal arms.
  const std::vector<double> published{2.09, 2.38, 2.54, 2.65};
  for (std::size_t k = 1; k <= published.size(); ++k) {
    const DunnettDesign design{.n_control = 6, .n_arms = std::vector<double>(k, 6.0), .df = 20};
    CHECK(dunnett_critical(design, 0.05) == Approx(published[k - 1]).margin(5e-3));
  }
}

TEST_CASE("Dunnett's p-value lies between the plain one and Bonferroni's", "[dunnett]") {
  const std::vector<double> statistics{-3.0, 0.5, 2.2, 4.0};
  for (const double df : {3.0, 50.0, 1e9, std::numeric_limits<double>::infinity()}) {
    const DunnettDesign design{.n_control = 1000, .n_arms = {10, 1000, 100000, 1000}, .df = df};
    const auto p = dunnett_p_values(design, statistics);
    for (std::size_t i = 0; i < p.size(); ++i) {
      CAPTURE(df, statistics[i]);
      const double plain = student_two_sided(statistics[i], df);
      CHECK(p[i] > plain);
      CHECK(p[i] < std::min(1.0, 4 * plain));
    }
  }
}

TEST_CASE("with one arm Dunnett's test is Student's", "[dunnett]") {
  for (const double df : {1.0, 4.5, 100.0, 1e6}) {
    for (const double t : {0.1, 1.0, 5.0, 14.0}) {
      CAPTURE(df, t);
      const DunnettDesign design{.n_control = 3, .n_arms = {7}, .df = df};
      CHECK(dunnett_tail(design, t) == Approx(student_two_sided(t, df)).epsilon(1e-9));
    }
  }
}

TEST_CASE("a control of endless size makes the arms independent", "[dunnett]") {
  // Then the largest of k has the tail 1 - (1 - p)^k. The correlation left is 1e-9.
  const DunnettDesign design{.n_control = 1e10, .n_arms = {10, 10, 10}};
  const double p = student_two_sided(2.5, std::numeric_limits<double>::infinity());
  CHECK(dunnett_tail(design, 2.5) == Approx(1 - std::pow(1 - p, 3)).epsilon(1e-7));
}

TEST_CASE("a control of vanishing size makes the arms one", "[dunnett]") {
  // All share the control's deviation, so the largest is as good as the only one.
  const DunnettDesign design{.n_control = 1, .n_arms = {1e12, 1e12, 1e12}, .sides = 1};
  CHECK(dunnett_tail(design, 2.0) == Approx(normal_tail(2.0)).epsilon(1e-5));
}

TEST_CASE("the order of the arms does not matter, far tails keep their digits", "[dunnett]") {
  const DunnettDesign design{.n_control = 50, .n_arms = {10, 20, 30}, .df = 12};
  const DunnettDesign turned{.n_control = 50, .n_arms = {30, 10, 20}, .df = 12};
  CHECK(dunnett_tail(design, 2.0) == dunnett_tail(turned, 2.0));
  // Far out, arms exceed one at a time: the tail tends to Bonferroni's from below.
  const DunnettDesign known{.n_control = 50, .n_arms = {10, 20, 30}};
  const double bonferroni = 6 * normal_tail(12.0);
  CHECK(dunnett_tail(known, 12.0) == Approx(bonferroni).epsilon(1e-6));
  CHECK(dunnett_tail(known, 12.0) < bonferroni);
  CHECK(dunnett_tail(known, 0.0) == 1.0);
  CHECK(dunnett_tail(known, 100.0) == 0.0);
}

TEST_CASE("a Dunnett design that cannot be is refused", "[dunnett]") {
  CHECK_THROWS_AS(dunnett_tail({.n_control = 0, .n_arms = {1}}, 1), std::invalid_argument);
  CHECK_THROWS_AS(dunnett_tail({.n_control = 1, .n_arms = {}}, 1), std::invalid_argument);
  CHECK_THROWS_AS(dunnett_tail({.n_control = 1, .n_arms = {-1}}, 1), std::invalid_argument);
  CHECK_THROWS_AS(dunnett_tail({.n_control = 1, .n_arms = {1}, .df = 0}, 1), std::invalid_argument);
  CHECK_THROWS_AS(dunnett_tail({.n_control = 1, .n_arms = {1}}, std::nan("")),
                  std::invalid_argument);
  CHECK_THROWS_AS(dunnett_critical({.n_control = 1, .n_arms = {1}}, 1.0), std::invalid_argument);
}
