#include <chrono>
#include <cmath>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/group_sequential.h"
#include "stats/group_sequential_futility.h"
#include "stats/group_sequential_stop.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

Spending spending_named(const std::string& name, double parameter) {
  if (name == "spend_pocock") return {.function = SpendingFunction::pocock};
  if (name == "spend_power") return {SpendingFunction::power, parameter};
  if (name == "spend_hsd") return {SpendingFunction::hwang_shih_decani, parameter};
  return {.function = SpendingFunction::obrien_fleming};
}

SequentialPlan plan_of(const ReferenceRow& row) {
  SequentialPlan plan;
  const std::string& type = row.at("type");
  if (type == "obrien_fleming") plan.shape = BoundaryShape::obrien_fleming;
  if (type == "pocock") plan.shape = BoundaryShape::pocock;
  if (type == "wang_tsiatis") {
    plan.shape = BoundaryShape::wang_tsiatis;
    plan.delta = number(row, "parameter");
  }
  plan.spending = spending_named(type, number(row, "parameter"));
  plan.alpha = number(row, "alpha_total");
  plan.sides = static_cast<int>(number(row, "sided"));
  plan.power = number(row, "power");
  std::stringstream list(row.at("info_fractions"));
  for (std::string field; std::getline(list, field, ';');) {
    plan.information.push_back(std::strtod(field.c_str(), nullptr));
  }
  return plan;
}

// Of root finding on an integral: the figures' own error is about 1e-10.
Approx close(double value) {
  return Approx(value).epsilon(1e-7).margin(1e-9);
}

std::vector<double> even_looks(int looks) {
  std::vector<double> information;
  for (int k = 1; k <= looks; ++k) information.push_back(static_cast<double>(k) / looks);
  return information;
}

}  // namespace

TEST_CASE("group sequential designs agree with gsDesign and rpact",
          "[group_sequential][reference]") {
  std::map<std::string, std::vector<ReferenceRow>> stages;
  for (const auto& row : reference_rows("group_sequential_stages.csv")) {
    stages[row.at("design_id")].push_back(row);
  }
  for (const auto& row : reference_rows("group_sequential_designs.csv")) {
    CAPTURE(row.at("design_id"), row.at("type"));
    const SequentialDesign design = sequential_design(plan_of(row));
    CHECK(design.drift == close(number(row, "drift")));
    CHECK(design.inflation == close(number(row, "inflation_factor")));
    CHECK(design.expected_none == close(number(row, "asn_ratio_h0")));
    CHECK(design.expected_half == close(number(row, "asn_ratio_h01")));
    CHECK(design.expected_full == close(number(row, "asn_ratio_h1")));
    double spent = 0.0;
    double power = 0.0;
    for (const auto& stage : stages.at(row.at("design_id"))) {
      const std::size_t k = count(stage, "stage") - 1;
      CAPTURE(k);
      spent += design.none.upper[k] + design.none.lower[k];
      power += design.full.upper[k];
      CHECK(design.bounds[k].upper == close(number(stage, "upper_z")));
      CHECK(normal_tail(design.bounds[k].upper) == close(number(stage, "nominal_p_one_sided")));
      CHECK(design.none.upper[k] == close(number(stage, "upper_cross_prob_h0")));
      CHECK(spent == close(number(stage, "alpha_spent_cum")));
      CHECK(power == close(number(stage, "power_cum")));
    }
  }
}

TEST_CASE("designs with futility agree with gsDesign", "[group_sequential][reference]") {
  std::map<std::string, std::vector<ReferenceRow>> designs;
  for (const auto& row : reference_rows("group_sequential_futility_stages.csv")) {
    designs[row.at("design_id")].push_back(row);
  }
  for (const auto& [name, rows] : designs) {
    const ReferenceRow& first = rows.front();
    FutilityPlan plan;
    plan.alpha_spending = spending_named(first.at("upper_spending"), number(first, "upper_par"));
    plan.beta_spending = spending_named(first.at("lower_spending"), number(first, "lower_par"));
    plan.alpha = number(first, "alpha_one_sided");
    plan.beta = number(first, "beta");
    plan.binding = first.at("binding") == "1";
    for (const auto& row : rows) plan.information.push_back(number(row, "info_fraction"));
    const FutilityDesign design = futility_design(plan);
    for (const auto& row : rows) {
      const std::size_t k = count(row, "stage") - 1;
      CAPTURE(name, k);
      CHECK(design.bounds[k].upper == close(number(row, "upper_z")));
      CHECK(design.bounds[k].lower == close(number(row, "lower_z")));
      CHECK(design.alpha_spent[k] == close(number(row, "alpha_spent_cum")));
      CHECK(design.beta_spent[k] == close(number(row, "beta_spent_cum")));
      CHECK(design.drift == close(number(row, "drift")));
      CHECK(design.inflation == close(number(row, "inflation_factor")));
      CHECK(design.expected_none == close(number(row, "en_ratio_h0")));
      CHECK(design.expected_full == close(number(row, "en_ratio_h1")));
    }
  }
}

TEST_CASE("published constants of Pocock and O'Brien-Fleming", "[group_sequential]") {
  // Jennison and Turnbull 2000, tables 2.1 and 2.3: two-sided 5 %, three decimals.
  const std::vector<std::pair<int, double>> pocock{{2, 2.178}, {5, 2.413}, {10, 2.555}};
  const std::vector<std::pair<int, double>> fleming{{2, 1.977}, {5, 2.040}, {10, 2.087}};
  SequentialPlan plan{.shape = BoundaryShape::pocock};
  for (const auto& [looks, constant] : pocock) {
    plan.information = even_looks(looks);
    CHECK(sequential_bounds(plan).back().upper == Approx(constant).margin(5e-4));
  }
  plan.shape = BoundaryShape::obrien_fleming;
  for (const auto& [looks, constant] : fleming) {
    plan.information = even_looks(looks);
    CHECK(sequential_bounds(plan).back().upper == Approx(constant).margin(5e-4));
  }
}
