#include <cmath>
#include <map>
#include <random>

#include <catch2/catch.hpp>

#include "stats/always_valid.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

Approx close(double value) {
  return Approx(value).epsilon(1e-9).margin(1e-14);
}

}  // namespace

TEST_CASE("mixture tests agree with the published formulas", "[always_valid][reference]") {
  std::map<std::string, std::vector<ReferenceRow>> sequences;
  for (const auto& row : reference_rows("msprt.csv")) {
    sequences[row.at("sequence_id")].push_back(row);
  }
  for (const auto& [name, rows] : sequences) {
    std::vector<EffectLook> looks;
    for (const auto& row : rows) {
      looks.push_back({.effect = number(row, "mean_treat") - number(row, "mean_control"),
                       .variance = number(row, "var_control") / number(row, "n_control") +
                                   number(row, "var_treat") / number(row, "n_treat")});
    }
    const auto found = mixture_test(looks, {.mixing_variance = number(rows[0], "tau2"),
                                            .null_effect = number(rows[0], "theta0"),
                                            .alpha = number(rows[0], "alpha")});
    for (std::size_t k = 0; k < rows.size(); ++k) {
      CAPTURE(name, k);
      CHECK(found[k].ln_ratio == close(number(rows[k], "lambda_log")));
      CHECK(found[k].p_look == close(number(rows[k], "p_look")));
      CHECK(found[k].p_value == close(number(rows[k], "p_always_valid")));
      CHECK(found[k].interval.low == close(number(rows[k], "lower_look")));
      CHECK(found[k].interval.high == close(number(rows[k], "upper_look")));
      CHECK(found[k].running.low == close(number(rows[k], "lower_running")));
      CHECK(found[k].running.high == close(number(rows[k], "upper_running")));
    }
  }
}

TEST_CASE("asymptotic confidence sequences agree", "[always_valid][reference]") {
  for (const auto& row : reference_rows("asymptotic_cs.csv")) {
    CAPTURE(row.at("case_id"));
    const AsymptoticSequence sequence{.best_at = number(row, "tuning_parameter"),
                                      .alpha = number(row, "alpha"),
                                      .sides = static_cast<int>(number(row, "sided"))};
    CHECK(asymptotic_rho(sequence) == close(number(row, "rho")));
    CHECK(asymptotic_half_width(sequence, number(row, "n"), number(row, "variance")) ==
          close(number(row, "halfwidth")));
  }
}

TEST_CASE("sequential effects agree with GrowthBook's", "[always_valid][reference]") {
  for (const auto& row : reference_rows("growthbook_sequential.csv")) {
    CAPTURE(row.at("case_id"));
    const double n = number(row, "n_control") + number(row, "n_treat");
    const AsymptoticSequence sequence{.best_at = number(row, "tuning_parameter"),
                                      .alpha = number(row, "alpha")};
    const SequentialEffect found =
        sequential_effect(sequence, number(row, "effect"), number(row, "se"), n);
    CHECK(found.p_value == close(number(row, "p_value")));
    CHECK(found.interval.low == close(number(row, "lower")));
    CHECK(found.interval.high == close(number(row, "upper")));
  }
}
