#include <cmath>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/group_sequential.h"
#include "stats/group_sequential_futility.h"
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

TEST_CASE("a single look is the fixed test", "[group_sequential]") {
  for (const BoundaryShape shape : {BoundaryShape::spending, BoundaryShape::pocock,
                                    BoundaryShape::obrien_fleming, BoundaryShape::wang_tsiatis}) {
    const SequentialDesign design =
        sequential_design({.shape = shape, .power = 0.9, .information = {1.0}});
    CHECK(design.bounds[0].upper == Approx(normal_quantile_above(0.025)).epsilon(1e-10));
    CHECK(design.inflation == Approx(1).epsilon(1e-9));
    CHECK(design.expected_full == Approx(1).epsilon(1e-9));
  }
}

TEST_CASE("looks close together and many of them keep the error", "[group_sequential]") {
  // Uneven steps down to the smallest: what is spent is what was planned.
  SequentialPlan plan{.spending = {SpendingFunction::pocock, 0.0}};
  plan.information = {0.001, 0.0010011, 0.5, 0.50001, 0.9, 0.999999, 1.0};
  const auto uneven = crossing_probabilities(plan.information, sequential_bounds(plan), 0.0);
  double spent = 0.0;
  for (std::size_t k = 0; k < uneven.upper.size(); ++k) {
    spent += uneven.upper[k] + uneven.lower[k];
    CAPTURE(k);
    CHECK(spent == Approx(error_spent(plan.spending, 0.05, plan.information[k])).epsilon(1e-8));
  }
  // A daily look for two months.
  plan.information = even_looks(60);
  const auto daily = crossing_probabilities(plan.information, sequential_bounds(plan), 0.0);
  spent = 0.0;
  for (std::size_t k = 0; k < 60; ++k) spent += daily.upper[k] + daily.lower[k];
  CHECK(spent == Approx(0.05).epsilon(1e-8));
}

TEST_CASE("the false alarms of a design by simulation", "[group_sequential]") {
  // 20000 trials without effect, 5 looks, total error 5 %: the count is binomial, and 1000 -+ 139
  // is 4.5 standard deviations (false alarm of the test 7e-6).
  const SequentialPlan plan{.shape = BoundaryShape::pocock, .information = even_looks(5)};
  const auto bounds = sequential_bounds(plan);
  std::mt19937_64 engine(20240611);
  std::normal_distribution<double> normal;
  int alarms = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    double score = 0.0;
    for (int k = 1; k <= 5; ++k) {
      score += normal(engine);
      const auto& look = bounds[static_cast<std::size_t>(k - 1)];
      const double z = score / std::sqrt(static_cast<double>(k));
      if (z >= look.upper || z <= look.lower) {
        ++alarms;
        break;
      }
    }
  }
  CHECK(std::abs(alarms - 1000) < 139);
}

TEST_CASE("futility that is heeded makes the error smaller, never larger", "[group_sequential]") {
  const FutilityPlan plan{.alpha_spending = {SpendingFunction::hwang_shih_decani, -4},
                          .beta_spending = {SpendingFunction::hwang_shih_decani, -2},
                          .information = {0.3, 0.6, 1.0}};
  FutilityPlan binding = plan;
  binding.binding = true;
  for (const auto& each : {plan, binding}) {
    const FutilityDesign design = futility_design(each);
    double error = 0.0;
    double missed = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
      error += design.none.upper[k];
      missed += design.full.lower[k];
    }
    CHECK(missed == Approx(0.2).epsilon(1e-8));
    if (each.binding) {
      CHECK(error == Approx(0.025).epsilon(1e-8));
    } else {
      CHECK(error < 0.025);
      CHECK(error > 0.02);
    }
  }
  CHECK(futility_design(binding).drift < futility_design(plan).drift);
}

TEST_CASE("spending functions rise from 0 to their total", "[group_sequential]") {
  for (const Spending& spending :
       {Spending{SpendingFunction::obrien_fleming, 0}, Spending{SpendingFunction::pocock, 0},
        Spending{SpendingFunction::power, 3}, Spending{SpendingFunction::hwang_shih_decani, -4},
        Spending{SpendingFunction::hwang_shih_decani, 0}}) {
    CHECK(error_spent(spending, 0.05, 0.0) == 0.0);
    CHECK(error_spent(spending, 0.05, 1.0) == 0.05);
    CHECK(error_spent(spending, 0.05, 1.5) == 0.05);
    double before = 0.0;
    for (double t = 0.05; t < 1.0; t += 0.05) {
      const double now = error_spent(spending, 0.05, t);
      CHECK(now > before);
      before = now;
    }
    CHECK(before < 0.05);
  }
}

TEST_CASE("what is spent between two looks keeps its digits", "[group_sequential]") {
  // total (e^(-g from) - e^(-g to)) / (1 - e^-g) and its kin, by mpmath 1.2.1 at 40 digits.
  struct Case {
    Spending spending;
    double from;
    double to;
    double spent;
  };
  for (const auto& [spending, from, to, spent] :
       {Case{{SpendingFunction::hwang_shih_decani, 40.0}, 0.75, 0.875, 2.3236429503096762e-15},
        Case{{SpendingFunction::hwang_shih_decani, -40.0}, 0.5, 0.75, 1.1349467152215603e-6},
        Case{{SpendingFunction::hwang_shih_decani, 0.0}, 0.5, 0.75, 0.00625},
        Case{{SpendingFunction::pocock, 0.0}, 0.5, 0.5000001, 2.3105856783077316e-9},
        Case{{SpendingFunction::power, 0.5}, 0.9999999, 1.0, 1.2500000305920567e-9},
        Case{{SpendingFunction::power, 3.0}, 0.25, 0.5, 0.002734375}}) {
    CHECK(error_spent_between(spending, 0.025, from, to) == Approx(spent).epsilon(1e-13));
    CHECK(error_spent_between(spending, 0.025, 0.0, from) ==
          Approx(error_spent(spending, 0.025, from)).epsilon(1e-15));
  }
}

TEST_CASE("designs that cannot be are refused", "[group_sequential]") {
  const auto refused = [](const SequentialPlan& plan) {
    CHECK_THROWS_AS(sequential_design(plan), std::invalid_argument);
  };
  refused({.information = {}});
  refused({.information = {0.5, 0.5, 1.0}});
  refused({.information = {0.0, 1.0}});
  refused({.information = {0.5, 0.9}});
  refused({.information = {std::nan(""), 1.0}});
  refused({.alpha = 0.0, .information = {1.0}});
  refused({.sides = 3, .information = {1.0}});
  refused({.power = 0.01, .information = {1.0}});
  CHECK_THROWS_AS(futility_design({.alpha = 0.5, .beta = 0.5, .information = {0.5, 1.0}}),
                  std::invalid_argument);
}
