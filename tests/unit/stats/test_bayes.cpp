#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "stats/bayes_beta.h"
#include "stats/bayes_normal.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

TEST_CASE("Beta posteriors agree with quadrature and closed sums", "[bayes][reference]") {
  for (const auto& row : reference_rows("bayes_beta_binomial.csv")) {
    CAPTURE(row.at("case_id"));
    const auto found = compare_beta({number(row, "alpha_control"), number(row, "beta_control")},
                                    {number(row, "alpha_treat"), number(row, "beta_treat")},
                                    number(row, "cred_level"));
    CHECK(found.chance_better == Approx(number(row, "prob_treat_better")).epsilon(1e-9));
    CHECK(found.loss_treatment == Approx(number(row, "expected_loss_choose_treat")).epsilon(1e-9));
    CHECK(found.loss_control == Approx(number(row, "expected_loss_choose_control")).epsilon(1e-9));
    // The figure is a difference of two means near 0.5: right to 1e-15 absolute.
    CHECK(found.difference == Approx(number(row, "mean_diff")).epsilon(1e-9).margin(1e-14));
    CHECK(found.interval.low == Approx(number(row, "lower")).epsilon(1e-8));
    CHECK(found.interval.high == Approx(number(row, "upper")).epsilon(1e-8));
  }
}

TEST_CASE("normal posteriors agree with the closed forms", "[bayes][reference]") {
  for (const auto& row : reference_rows("bayes_normal.csv")) {
    CAPTURE(row.at("case_id"));
    const auto found = compare_normal({number(row, "mean_control"), number(row, "sd_control")},
                                      {number(row, "mean_treat"), number(row, "sd_treat")},
                                      number(row, "cred_level"));
    CHECK(found.chance_better == Approx(number(row, "prob_treat_better")).epsilon(1e-9));
    CHECK(found.loss_treatment == Approx(number(row, "expected_loss_choose_treat")).epsilon(1e-9));
    CHECK(found.loss_control == Approx(number(row, "expected_loss_choose_control")).epsilon(1e-9));
    CHECK(found.difference == Approx(number(row, "mean_diff")).epsilon(1e-9).margin(1e-14));
    CHECK(found.interval.low == Approx(number(row, "lower")).epsilon(1e-9));
    CHECK(found.interval.high == Approx(number(row, "upper")).epsilon(1e-9));
  }
}

TEST_CASE("Gamma posteriors agree with the incomplete beta function", "[bayes][reference]") {
  for (const auto& row : reference_rows("bayes_gamma_poisson.csv")) {
    CAPTURE(row.at("case_id"));
    CHECK(gamma_chance_better({number(row, "shape_control"), number(row, "rate_control")},
                              {number(row, "shape_treat"), number(row, "rate_treat")}) ==
          Approx(number(row, "prob_treat_better")).epsilon(1e-9));
  }
}

namespace {

struct Arm {
  double n = 0.0;
  double mean = 0.0;
  double variance = 0.0;
};

Arm arm_of(const ReferenceRow& row, const std::string& name) {
  const double n = number(row, "n_" + name);
  const double sum = number(row, "sum_" + name);
  const double mean = sum / n;
  if (row.at("stat_type") == "proportion") return {n, mean, mean * (1 - mean)};
  return {n, mean, (number(row, "sumsq_" + name) - sum * sum / n) / (n - 1)};
}

}  // namespace

TEST_CASE("judged effects agree with GrowthBook's Bayesian test", "[bayes][reference]") {
  for (const auto& row : reference_rows("growthbook_bayes.csv")) {
    CAPTURE(row.at("case_id"));
    const Arm control = arm_of(row, "control");
    const Arm treatment = arm_of(row, "treat");
    const bool relative = row.at("difference_type") == "relative";
    const double base = std::abs(control.mean);
    double effect = treatment.mean - control.mean;
    double variance = control.variance / control.n + treatment.variance / treatment.n;
    if (relative) {
      effect /= base;
      const double quotient = treatment.mean / control.mean;
      variance =
          (treatment.variance / treatment.n + quotient * quotient * control.variance / control.n) /
          (base * base);
    }
    std::optional<NormalPosterior> prior;
    if (row.at("prior_proper") == "1") {
      double scale = 1.0;
      if (row.at("prior_type") == "relative" && !relative) scale = base;
      if (row.at("prior_type") == "absolute" && relative) scale = 1.0 / base;
      prior = {number(row, "prior_mean") * scale, std::sqrt(number(row, "prior_variance")) * scale};
    }
    const NormalPosterior posterior = posterior_of(effect, std::sqrt(variance), prior);
    const BayesComparison found = judge_effect(posterior, 1 - number(row, "alpha"));
    const bool inverse = row.at("inverse") == "1";
    const auto close = [&](const std::string& column) {
      return Approx(number(row, column)).epsilon(1e-9).margin(1e-15);
    };
    CHECK((inverse ? 1 - found.chance_better : found.chance_better) == close("chance_to_win"));
    CHECK(posterior.mean == close("expected"));
    CHECK(posterior.deviation == close("sd"));
    CHECK(found.interval.low == close("lower"));
    CHECK(found.interval.high == close("upper"));
    CHECK((inverse ? found.loss_treatment : found.loss_control) == close("risk_choose_control"));
    CHECK((inverse ? found.loss_control : found.loss_treatment) == close("risk_choose_treat"));
  }
}
