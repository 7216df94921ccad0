#include <cmath>
#include <map>
#include <numbers>
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

TEST_CASE("the mixture's ratio is the integral over its alternatives", "[always_valid]") {
  // Trapezoidal rule over theta, exact to 1e-12 for a normal integrand at this step.
  const EffectLook look{.effect = 0.3, .variance = 0.02};
  const double tau2 = 0.05;
  double sum = 0.0;
  for (double theta = -3.0; theta <= 3.0; theta += 0.002) {
    const double ratio = std::exp((2 * theta * look.effect - theta * theta) / (2 * look.variance));
    sum += 0.002 * ratio * std::exp(-theta * theta / (2 * tau2)) /
           std::sqrt(2 * std::numbers::pi * tau2);
  }
  const auto found = mixture_test(std::vector{look}, {.mixing_variance = tau2});
  CHECK(found[0].ln_ratio == Approx(std::log(sum)).epsilon(1e-10));
  // The interval holds exactly the effects that the test at alpha does not reject.
  const MixtureTest at_end{.mixing_variance = tau2, .null_effect = found[0].interval.low};
  CHECK(mixture_test(std::vector{look}, at_end)[0].p_look == Approx(0.05).epsilon(1e-10));
}

namespace {

// The share of trials without effect that a test with daily peeks ever decides; each day brings
// 100 observations of variance 1, on 100 days.
template <typename Decides>
double false_alarms(int trials, const Decides& decides) {
  std::mt19937_64 engine(99);
  std::normal_distribution<double> normal;
  int alarms = 0;
  for (int trial = 0; trial < trials; ++trial) {
    double sum = 0.0;
    for (int day = 1; day <= 100; ++day) {
      sum += 10.0 * normal(engine);
      if (decides(sum / (100.0 * day), 100.0 * day)) {
        ++alarms;
        break;
      }
    }
  }
  return static_cast<double>(alarms) / trials;
}

}  // namespace

TEST_CASE("daily peeking at no effect alarms at most at the stated rate", "[always_valid]") {
  // 4000 trials at 5 %: 4.5 standard deviations above are 6.6 %. An ordinary test alarms far more
  // often, which shows that the simulation would notice.
  const AsymptoticSequence sequence{.best_at = 2000};
  const double asymptotic = false_alarms(4000, [&](double mean, double n) {
    return std::abs(mean) > asymptotic_half_width(sequence, n, 1.0);
  });
  CHECK(asymptotic < 0.066);
  CHECK(asymptotic > 0.005);
  const double mixture = false_alarms(4000, [](double mean, double n) {
    const EffectLook look{.effect = mean, .variance = 1.0 / n};
    return mixture_test(std::vector{look}, {.mixing_variance = 0.002})[0].p_look <= 0.05;
  });
  CHECK(mixture < 0.066);
  CHECK(mixture > 0.005);
  const double naive = false_alarms(
      4000, [](double mean, double n) { return std::abs(mean) * std::sqrt(n) > 1.96; });
  CHECK(naive > 0.25);
}

TEST_CASE("p-value and interval of a sequential effect say the same", "[always_valid]") {
  const AsymptoticSequence sequence{.best_at = 5000};
  const double half = asymptotic_half_width(sequence, 3000, 4.0);
  const double error = std::sqrt(4.0 / 3000);
  CHECK(sequential_effect(sequence, half, error, 3000).p_value == Approx(0.05).epsilon(1e-10));
  CHECK(sequential_effect(sequence, -half, error, 3000).p_value == Approx(0.05).epsilon(1e-10));
  CHECK(sequential_effect(sequence, 0.0, 0.0, 10).p_value == 1.0);
  CHECK(sequential_effect(sequence, 1.0, 0.0, 10).p_value == 0.0);
}

TEST_CASE("always-valid inference at the ends of its ranges", "[always_valid]") {
  CHECK(mixture_test({}, {.mixing_variance = 1}).empty());
  const auto rare =
      mixture_test(std::vector<EffectLook>{{1e-9, 2e-18}}, {.mixing_variance = 1e-18});
  CHECK(std::isfinite(rare[0].ln_ratio));
  CHECK(rare[0].interval.high < 1e-8);
  CHECK_THROWS_AS(mixture_test(std::vector<EffectLook>{{0, 0}}, {.mixing_variance = 1}),
                  std::invalid_argument);
  CHECK_THROWS_AS(mixture_test({}, {.mixing_variance = 0}), std::invalid_argument);
  CHECK_THROWS_AS(mixture_test({}, {.mixing_variance = 1, .alpha = 1}), std::invalid_argument);
  CHECK_THROWS_AS(asymptotic_rho({.alpha = 0.5, .sides = 1}), std::invalid_argument);
  CHECK_THROWS_AS(asymptotic_rho({.best_at = 0}), std::invalid_argument);
  CHECK_THROWS_AS(asymptotic_half_width({}, 0, 1), std::invalid_argument);
  CHECK_THROWS_AS(asymptotic_half_width({}, 1, -1), std::invalid_argument);
}
