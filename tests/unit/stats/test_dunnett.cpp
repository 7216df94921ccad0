#include <cmath>
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
    CHECK(dunnett_critical(design_of(row), number(row, "alpha")) ==
          Approx(number(row, "critical_value")).epsilon(1e-10));
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
