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

TEST_CASE("the chance to be better is Miller's closed sum", "[bayes]") {
  // For a whole a of the treatment: sum over i < a of B(a_c + i, b_c + b_t) /
  // ((b_t + i) B(1 + i, b_t) B(a_c, b_c)) (Miller 2015).
  const BetaPosterior control{12, 90};
  const BetaPosterior treatment{17, 88};
  const auto ln_beta = [](double a, double b) {
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
  };
  double sum = 0.0;
  for (double i = 0; i < treatment.a; ++i) {
    sum += std::exp(ln_beta(control.a + i, control.b + treatment.b) - std::log(treatment.b + i) -
                    ln_beta(1 + i, treatment.b) - ln_beta(control.a, control.b));
  }
  CHECK(compare_beta(control, treatment, 0.95).chance_better == Approx(sum).epsilon(1e-11));
}

TEST_CASE("exchanging the arms turns everything round", "[bayes]") {
  const BetaPosterior one{0.5, 3.5};
  const BetaPosterior other{40, 2};
  const auto there = compare_beta(one, other, 0.9);
  const auto back = compare_beta(other, one, 0.9);
  CHECK(there.chance_better + back.chance_better == Approx(1).epsilon(1e-11));
  CHECK(there.loss_treatment == Approx(back.loss_control).epsilon(1e-9));
  CHECK(there.interval.low == Approx(-back.interval.high).epsilon(1e-9));
  CHECK(there.loss_control - there.loss_treatment == Approx(there.difference).epsilon(1e-10));
  // And failures for successes: 1 - rate.
  const auto mirrored = compare_beta({one.b, one.a}, {other.b, other.a}, 0.9);
  CHECK(mirrored.chance_better == Approx(back.chance_better).epsilon(1e-9));
}

TEST_CASE("interval of the lift turns at a ratio of 1 as the difference at 0", "[bayes]") {
  const BetaPosterior control{20, 200};
  const BetaPosterior treatment{30, 190};
  const double better = compare_beta(control, treatment, 0.5).chance_better;
  // At this credibility the lower ends of both are exactly at no effect.
  const double credibility = 1 - 2 * (1 - better);
  CHECK(beta_lift_interval(control, treatment, credibility).low == Approx(0).margin(1e-8));
  CHECK(compare_beta(control, treatment, credibility).interval.low == Approx(0).margin(1e-9));
  const Interval lift = beta_lift_interval(control, treatment, 0.95);
  const Interval inverse = beta_lift_interval(treatment, control, 0.95);
  CHECK(1 + lift.low == Approx(1 / (1 + inverse.high)).epsilon(1e-8));
}

TEST_CASE("rare successes of very many are Gamma rates", "[bayes]") {
  // Beta(a, 1e9) is Gamma(a, 1e9) but for a relative 1e-9 a.
  const auto beta = compare_beta({2, 1e9}, {5, 1e9}, 0.95);
  CHECK(beta.chance_better == Approx(gamma_chance_better({2, 1e9}, {5, 1e9})).epsilon(1e-7));
  CHECK(beta.difference == Approx(3e-9).epsilon(1e-7));
  CHECK(beta.interval.low > -1e-8);
  CHECK(beta.interval.high < 2e-8);
  CHECK(beta.interval.low < 3e-9);
  CHECK(beta.interval.high > 3e-9);
}

TEST_CASE("half of all posterior draws lie inside a half interval", "[bayes]") {
  // Uniform against Beta(2, 1) by hand: P(difference <= 0) = 1/3; the density of the difference d
  // is (1 - d^2) for d > 0 and (1 + d)^2 below, so the quarter is at d = (3/4)^(1/3) - 1.
  const auto found = compare_beta({1, 1}, {2, 1}, 0.5);
  CHECK(found.chance_better == Approx(2.0 / 3.0).epsilon(1e-12));
  CHECK(found.interval.low == Approx(std::cbrt(0.75) - 1).epsilon(1e-10));
  CHECK(found.loss_treatment == Approx(1.0 / 12.0).epsilon(1e-11));
}

TEST_CASE("chances to be best sum to 1 and agree with the pair's", "[bayes]") {
  const std::vector<BetaPosterior> pair{{12, 90}, {17, 88}};
  CHECK(beta_chances_best(pair)[1] ==
        Approx(compare_beta(pair[0], pair[1], 0.9).chance_better).epsilon(1e-10));
  const std::vector<BetaPosterior> many{{0.5, 0.5}, {500, 4500}, {52, 448}, {1, 1}, {2e6, 9e6}};
  const auto chances = beta_chances_best(many);
  CHECK(std::accumulate(chances.begin(), chances.end(), 0.0) == Approx(1).epsilon(1e-9));
  const std::vector<NormalPosterior> normals{{0, 1}, {0.5, 0.001}, {1, 2}, {-3, 0.5}};
  const auto means = normal_chances_best(normals);
  CHECK(std::accumulate(means.begin(), means.end(), 0.0) == Approx(1).epsilon(1e-10));
  const std::vector<NormalPosterior> two{{0, 3}, {1, 4}};
  CHECK(normal_chances_best(two)[1] ==
        Approx(compare_normal(two[0], two[1], 0.9).chance_better).epsilon(1e-11));
  CHECK(beta_chances_best({}).empty());
  CHECK(beta_chances_best(std::vector<BetaPosterior>{{1, 2}})[0] == Approx(1).epsilon(1e-11));
}

TEST_CASE("losses of normal effects far from 0 keep their digits", "[bayes]") {
  // E max(Z - z, 0) at z = 30 by Mills' ratio in 30 digits: phi(30) (1/900 - 3/810000 + ...).
  const auto far = judge_effect({30, 1}, 0.95);
  CHECK(far.loss_treatment > 0.0);
  CHECK(far.loss_control == 30.0);
  // The two branches of the loss join at z = 25 within the first neglected term, 1e-10.
  const double below = judge_effect({24.9999999, 1}, 0.95).loss_treatment;
  const double above = judge_effect({25.0000001, 1}, 0.95).loss_treatment;
  CHECK(below / above == Approx(std::exp(25 * 2e-7)).epsilon(1e-7));
}

TEST_CASE("a prior as narrow as the data meets them in the middle", "[bayes]") {
  const NormalPosterior posterior = posterior_of(1.0, 0.5, NormalPosterior{0.0, 0.5});
  CHECK(posterior.mean == Approx(0.5).epsilon(1e-14));
  CHECK(posterior.deviation == Approx(0.5 / std::sqrt(2.0)).epsilon(1e-14));
  CHECK(posterior_of(1.0, 0.5, std::nullopt).mean == 1.0);
  CHECK(judge_effect({0.0, 0.0}, 0.95).chance_better == 0.5);
  CHECK(judge_effect({1.0, 0.0}, 0.95).chance_better == 1.0);
}

TEST_CASE("posteriors that cannot be are refused", "[bayes]") {
  CHECK_THROWS_AS(compare_beta({0, 1}, {1, 1}, 0.9), std::invalid_argument);
  CHECK_THROWS_AS(compare_beta({1e300, 1e300}, {1, 1}, 0.9), std::invalid_argument);
  CHECK_THROWS_AS(compare_beta({1, 1}, {1, std::nan("")}, 0.9), std::invalid_argument);
  CHECK_THROWS_AS(gamma_chance_better({1, 0}, {1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(judge_effect({0, -1}, 0.9), std::invalid_argument);
  CHECK_THROWS_AS(posterior_of(0, 1, NormalPosterior{0, 0}), std::invalid_argument);
}
