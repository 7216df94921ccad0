#include <cmath>

#include <catch2/catch.hpp>

#include "random/philox_engine.h"
#include "stats/cuped.h"
#include "stats/ratio_metric.h"
#include "stats/regression.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

// Rows of both arms, and the moments of each.
struct Data {
  std::vector<double> outcome;
  std::vector<std::uint8_t> treated;
  std::vector<std::vector<double>> covariates;

  [[nodiscard]] ArmMoments arm(std::uint8_t wanted) const {
    std::vector<std::vector<double>> columns(1 + covariates.size());
    for (std::size_t i = 0; i < outcome.size(); ++i) {
      if (treated[i] != wanted) continue;
      columns[0].push_back(outcome[i]);
      for (std::size_t k = 0; k < covariates.size(); ++k) {
        columns[k + 1].push_back(covariates[k][i]);
      }
    }
    return arm_moments(columns);
  }
  [[nodiscard]] RegressionRows rows() const {
    return {.outcome = outcome, .treated = treated, .covariates = covariates};
  }
};

Data data_of(const std::string& name) {
  Data data;
  data.covariates.resize(1);
  for (const auto& row : reference_rows("cuped_data_" + name + ".csv")) {
    data.outcome.push_back(number(row, "y"));
    data.treated.push_back(static_cast<std::uint8_t>(count(row, "arm")));
    data.covariates[0].push_back(number(row, "x"));
  }
  return data;
}

CupedResult result_of(const std::string& method, const Data& data, const MeanTestOptions& options) {
  const ArmMoments control = data.arm(0);
  const ArmMoments treat = data.arm(1);
  if (method == "cuped_pooled_total") {
    return cuped_test(control, treat, CupedSlope::pooled_total, options);
  }
  if (method == "cuped_pooled_within") {
    return cuped_test(control, treat, CupedSlope::pooled_within, options);
  }
  if (method == "cuped_per_arm") return cuped_test(control, treat, CupedSlope::per_arm, options);
  if (method == "ancova_ols") {
    return regression_effect(data.rows(), RegressionModel::ancova, options);
  }
  if (method == "ancova_hc2") {
    return regression_effect(data.rows(), RegressionModel::ancova_hc2, options);
  }
  return regression_effect(data.rows(), RegressionModel::lin_hc2, options);
}

void check_test(const ReferenceRow& row, const EffectTest& found) {
  REQUIRE(found.p_value);
  check_figure(row, "effect", *found.effect, 1e-9);
  check_figure(row, "se", *found.standard_error, 1e-9);
  check_figure(row, "df", found.df, 1e-9);
  check_figure(row, "statistic", *found.statistic, 1e-9);
  check_figure(row, "p_value", found.p_value->p, 1e-9);
  check_figure(row, "lower", found.interval->low, 1e-9);
  check_figure(row, "upper", found.interval->high, 1e-9);
}

ArmMoments summary_of(const ReferenceRow& row, const std::string& suffix, const std::string& arm) {
  const double shared = number(row, "cov_xy_" + suffix);
  return {.n = count(row, "n_" + arm),
          .mean = {number(row, "mean_y_" + suffix), number(row, "mean_x_" + suffix)},
          .covariance = {number(row, "var_y_" + suffix), shared, shared,
                         number(row, "var_x_" + suffix)}};
}

Data simulated(std::uint64_t seed, std::size_t n) {
  PhiloxEngine engine(seed);
  const auto uniform = [&] { return static_cast<double>(engine()) / 4294967296.0; };
  Data data;
  data.covariates.resize(2);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = uniform() + uniform();
    const double w = 3.0 * uniform();
    data.covariates[0].push_back(x);
    data.covariates[1].push_back(w);
    data.treated.push_back(static_cast<std::uint8_t>(i % 3 == 0));
    data.outcome.push_back(2.0 * x - w + uniform() + (i % 3 == 0 ? 0.3 : 0.0));
  }
  return data;
}

}  // namespace

TEST_CASE("CUPED and its regressions agree with the reference", "[cuped]") {
  for (const auto& row : reference_rows("cuped_expected.csv")) {
    const Data data = data_of(row.at("dataset_id"));
    const MeanTestOptions options{.confidence = number(row, "conf_level")};
    const std::string& method = row.at("method");
    if (method == "unadjusted_welch") {
      const ArmMoments c = data.arm(0);
      const ArmMoments t = data.arm(1);
      check_test(row, welch_test({c.n, c.mean[0], c.covariance[0]},
                                 {t.n, t.mean[0], t.covariance[0]}, options));
      continue;
    }
    const CupedResult found = result_of(method, data, options);
    check_test(row, found.test);
    if (method != "cuped_per_arm") check_figure(row, "theta", found.slopes.at(0), 1e-9);
    if (!std::isnan(number(row, "mean_control_adj"))) {
      check_figure(row, "mean_control_adj", found.control_mean, 1e-12);
      check_figure(row, "mean_treat_adj", found.treat_mean, 1e-12);
    }
  }
}

TEST_CASE("CUPED from summaries agrees with the reference", "[cuped]") {
  for (const auto& row : reference_rows("cuped_summary.csv")) {
    const CupedSlope slope = row.at("method") == "cuped_pooled_total" ? CupedSlope::pooled_total
                                                                      : CupedSlope::pooled_within;
    const CupedResult found =
        cuped_test(summary_of(row, "c", "control"), summary_of(row, "t", "treat"), slope,
                   {.confidence = number(row, "conf_level")});
    check_figure(row, "theta", found.slopes.at(0), 1e-12);
    check_test(row, found.test);
  }
}

TEST_CASE("several covariates: slopes within arms are those of least squares", "[cuped]") {
  const Data data = simulated(5, 400);
  const CupedResult cuped = cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, {});
  const CupedResult ancova = regression_effect(data.rows(), RegressionModel::ancova, {});
  REQUIRE(cuped.slopes.size() == 2);
  CHECK(cuped.slopes[0] == Approx(ancova.slopes[0]).epsilon(1e-11));
  CHECK(cuped.slopes[1] == Approx(ancova.slopes[1]).epsilon(1e-11));
  CHECK(*cuped.test.effect == Approx(*ancova.test.effect).epsilon(1e-11));
  CHECK(cuped.variance_left < 0.2);
  const CupedResult per_arm = cuped_test(data.arm(0), data.arm(1), CupedSlope::per_arm, {});
  const CupedResult lin = regression_effect(data.rows(), RegressionModel::lin_hc2, {});
  CHECK(*per_arm.test.effect == Approx(*lin.test.effect).epsilon(1e-11));
  CHECK(per_arm.control_mean == Approx(lin.control_mean).epsilon(1e-12));
}

TEST_CASE("an adjusted effect does not depend on the covariates' units or order", "[cuped]") {
  Data data = simulated(6, 300);
  const CupedResult plain = cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, {});
  for (double& x : data.covariates[0]) x = 1e9 * x - 7e8;
  for (double& x : data.covariates[1]) x = -1e-6 * x;
  std::swap(data.covariates[0], data.covariates[1]);
  const CupedResult moved = cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, {});
  CHECK(*moved.test.effect == Approx(*plain.test.effect).epsilon(1e-10));
  CHECK(*moved.test.standard_error == Approx(*plain.test.standard_error).epsilon(1e-10));
}

TEST_CASE("adjusted effects far from 0, and of a close covariate, keep their digits", "[cuped]") {
  // By mpmath 1.2.1 at 50 digits, on the same doubles.
  struct Case {
    const char* method;
    double effect;
    double error;
  };
  Data data{.outcome = {1.0, 2.5, 4.25, 8.0, 2.0, 4.25, 6.5, 11.0},
            .treated = {0, 0, 0, 0, 1, 1, 1, 1},
            .covariates = {{0.125, 1.5, 2.25, 4.0, 0.5, 1.75, 3.25, 5.0}}};
  double allowed = 1e-9;
  const auto check = [&](const Case& expected) {
    CAPTURE(expected.method);
    const CupedResult found = result_of(expected.method, data, {});
    CHECK(*found.test.effect == Approx(expected.effect).epsilon(1e-11));
    CHECK(*found.test.standard_error == Approx(expected.error).epsilon(allowed));
  };
  const Data near_zero = data;
  for (double& y : data.outcome) y += 2e9;
  for (double& x : data.covariates[0]) x += 1e9;
  check({"cuped_pooled_within", 0.74322565829761176, 0.34264749325947322});
  check({"cuped_pooled_total", 0.71121447406973337, 0.34814045187179469});
  check({"cuped_per_arm", 0.75039432822451406, 0.33447043615762599});
  check({"lin_interacted_hc2", 0.75039432822451406, 0.41019121351601952});
  // The residual is 1e-5 of the outcome, its variance 1e-10: of 64 bits a relative 5e-20 / 1e-10 is
  // lost in each of about ten sums.
  allowed = 1e-8;
  data = near_zero;
  const std::vector<double> noise{1, -2, 0, 1, 3, -1, 1, -2};
  for (std::size_t i = 0; i < noise.size(); ++i) {
    data.outcome[i] = 3.0 * data.covariates[0][i] + data.treated[i] + std::ldexp(noise[i], -16);
  }
  check({"cuped_pooled_within", 1.0000082624520689, 1.8147984401435661e-5});
  check({"cuped_per_arm", 1.0000073547202399, 1.5510402163086229e-5});
}

TEST_CASE("adjusted tests hold their level", "[cuped][statistical]") {
  // 4000 experiments of 120 customers without effect but for 0.3, tested against 0.3. A level of
  // 5 % leaves the count within 200 -+ 4.9 sqrt(190) but once in a million; CUPED charges no
  // degrees of freedom for its slopes, which adds at most half a point here: 20.
  int cuped = 0;
  int lin = 0;
  const MeanTestOptions options{.confidence = 0.95, .null_difference = 0.3};
  for (std::uint64_t seed = 100; seed < 4100; ++seed) {
    const Data data = simulated(seed, 120);
    const auto rejects = [](const EffectTest& test) { return test.p_value->p < 0.05 ? 1 : 0; };
    cuped += rejects(cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, options).test);
    lin += rejects(regression_effect(data.rows(), RegressionModel::lin_hc2, options).test);
  }
  CHECK(std::abs(cuped - 200) < 68 + 20);
  CHECK(std::abs(lin - 200) < 68 + 40);
}

TEST_CASE("a ratio over ones is a mean, adjusted or not", "[cuped][ratio]") {
  const Data data = simulated(7, 300);
  const auto with_ones = [&](std::uint8_t arm) {
    std::vector<std::vector<double>> columns(4);
    for (std::size_t i = 0; i < data.outcome.size(); ++i) {
      if (data.treated[i] != arm) continue;
      columns[0].push_back(data.outcome[i]);
      columns[1].push_back(1.0);
      columns[2].push_back(data.covariates[0][i]);
      columns[3].push_back(data.covariates[1][i]);
    }
    return arm_moments(columns);
  };
  const CupedResult ratio =
      cuped_ratio_test(with_ones(0), with_ones(1), CupedSlope::pooled_within, {});
  const CupedResult mean = cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, {});
  CHECK(*ratio.test.effect == Approx(*mean.test.effect).epsilon(1e-12));
  CHECK(*ratio.test.standard_error == Approx(*mean.test.standard_error).epsilon(1e-12));
}

TEST_CASE("an unrelated covariate leaves a ratio as the delta method has it", "[cuped][ratio]") {
  const ArmMoments control{.n = 100,
                           .mean = {6.0, 2.0, 5.0},
                           .covariance = {4.0, 1.0, 0.0, 1.0, 0.5, 0.0, 0.0, 0.0, 1.0}};
  ArmMoments treat = control;
  treat.mean = {7.0, 2.0, 5.0};
  const CupedResult found = cuped_ratio_test(control, treat, CupedSlope::pooled_within, {});
  const auto summary = [](const ArmMoments& arm) {
    return RatioSummary{.n = arm.n,
                        .mean_numerator = arm.mean[0],
                        .mean_denominator = arm.mean[1],
                        .variance_numerator = 4.0,
                        .variance_denominator = 0.5,
                        .covariance = 1.0};
  };
  const EffectTest plain = ratio_difference(summary(control), summary(treat), {}, true);
  CHECK(*found.test.standard_error == Approx(*plain.standard_error).epsilon(1e-13));
  CHECK(*found.test.effect == Approx(0.5).epsilon(1e-14));
  CHECK(found.variance_left == Approx(1.0));
}

TEST_CASE("constant, repeated and missing covariates are dealt with", "[cuped]") {
  Data data = simulated(8, 60);
  const CupedResult two = cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, {});
  data.covariates.push_back(data.covariates[0]);
  const CupedResult repeated = cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, {});
  CHECK(*repeated.test.effect == Approx(*two.test.effect).epsilon(1e-9));
  CHECK(regression_effect(data.rows(), RegressionModel::ancova, {}).test.reason ==
        "a covariate is constant or repeats others");
  data.covariates.assign(1, std::vector<double>(60, 4.0));
  const CupedResult constant = cuped_test(data.arm(0), data.arm(1), CupedSlope::pooled_within, {});
  CHECK(constant.slopes.at(0) == 0.0);
  CHECK(constant.variance_left == 1.0);
  data.covariates.clear();
  CHECK_FALSE(cuped_test(data.arm(0), data.arm(1), CupedSlope::per_arm, {}).test.reason.empty());
  data.treated.assign(60, 1);
  CHECK(regression_effect(data.rows(), RegressionModel::lin_hc2, {}).test.reason ==
        "an arm has no customers");
}
