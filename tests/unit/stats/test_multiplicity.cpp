#include <limits>

#include <catch2/catch.hpp>

#include "stats/multiplicity.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::number;
using journeylab::testing::reference_rows;

namespace {
using Family = std::vector<std::optional<double>>;
}

TEST_CASE("corrected p-values agree with the reference figures", "[multiplicity]") {
  std::map<std::string, Family> given;
  std::map<std::string, std::vector<double>> expected;
  for (const auto& row : reference_rows("adjusted_p_values.csv")) {
    const std::string key = row.at("method") + " " + row.at("family");
    given[key].emplace_back(number(row, "p"));
    expected[key].push_back(number(row, "adjusted"));
  }
  CHECK(given.size() >= 20);
  for (const auto& [key, family] : given) {
    const auto adjustment = adjustment_named(key.substr(0, key.find(' ')));
    REQUIRE(adjustment);
    const Family adjusted = adjust_p_values(family, *adjustment);
    for (std::size_t i = 0; i < family.size(); ++i) {
      CAPTURE(key, i);
      CHECK(*adjusted[i] == Approx(expected[key][i]).epsilon(1e-12).margin(1e-300));
    }
  }
}

TEST_CASE("Holm's example by hand", "[multiplicity]") {
  // Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1, then the running maximum.
  const Family adjusted = adjust_p_values({0.01, 0.04, 0.03, 0.005}, Adjustment::holm);
  CHECK(*adjusted[0] == Approx(0.03));
  CHECK(*adjusted[1] == Approx(0.06));
  CHECK(*adjusted[2] == Approx(0.06));
  CHECK(*adjusted[3] == Approx(0.02));
}

TEST_CASE("missing p-values are no members of the family", "[multiplicity]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Adjustment adjustment : {Adjustment::bonferroni, Adjustment::holm,
                                      Adjustment::hochberg, Adjustment::bh, Adjustment::by}) {
    const Family with = adjust_p_values({0.01, std::nullopt, 0.2, nan}, adjustment);
    const Family without = adjust_p_values({0.01, 0.2}, adjustment);
    CHECK(with[0] == without[0]);
    CHECK(with[2] == without[1]);
    CHECK_FALSE(with[1]);
    CHECK_FALSE(with[3]);
  }
  CHECK(adjust_p_values({}, Adjustment::holm).empty());
  CHECK_FALSE(adjust_p_values({std::nullopt}, Adjustment::by)[0]);
}

TEST_CASE("the corrections are ordered, and the order of the family does not matter",
          "[multiplicity]") {
  const Family family{0.02, 0.001, 0.6, 0.02, 0.013, 0.9};
  const Family reversed(family.rbegin(), family.rend());
  const auto bonferroni = adjust_p_values(family, Adjustment::bonferroni);
  const auto holm = adjust_p_values(family, Adjustment::holm);
  const auto hochberg = adjust_p_values(family, Adjustment::hochberg);
  const auto bh = adjust_p_values(family, Adjustment::bh);
  const auto turned = adjust_p_values(reversed, Adjustment::holm);
  for (std::size_t i = 0; i < family.size(); ++i) {
    CHECK(*family[i] <= *bh[i]);
    CHECK(*bh[i] <= *hochberg[i]);
    CHECK(*hochberg[i] <= *holm[i]);
    CHECK(*holm[i] <= *bonferroni[i]);
    CHECK(*bonferroni[i] <= 1.0);
    CHECK(turned[family.size() - 1 - i] == holm[i]);
  }
  CHECK(adjust_p_values(family, Adjustment::none) == family);
}

TEST_CASE("corrections are named as options write them", "[multiplicity]") {
  for (const char* name : {"none", "bonferroni", "holm", "hochberg", "bh", "by"}) {
    const auto adjustment = adjustment_named(name);
    REQUIRE(adjustment);
    CHECK(name_of(*adjustment) == name);
  }
  CHECK_FALSE(adjustment_named("holmes"));
}
