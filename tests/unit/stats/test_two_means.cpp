#include <cmath>
#include <functional>

#include <catch2/catch.hpp>

#include "random/philox_engine.h"
#include "stats/ratio_metric.h"
#include "stats/two_means.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

MeanSummary arm_of(const ReferenceRow& row, const std::string& arm) {
  const double deviation = number(row, "sd_" + arm);
  return {.n = count(row, "n_" + arm),
          .mean = number(row, "mean_" + arm),
          .variance = deviation * deviation};
}

void check_effect(const ReferenceRow& row, const EffectTest& found) {
  check_figure(row, "se", *found.standard_error, 1e-9);
  check_figure(row, "df", found.df, 1e-9);
  check_figure(row, "statistic", *found.statistic, 1e-9);
  check_figure(row, "p_value", found.p_value->p, 1e-9);
  check_figure(row, "lower", found.interval->low, 1e-9);
  check_figure(row, "upper", found.interval->high, 1e-9);
}

LiftEstimate lift_of(const std::string& method, const MeanSummary& control,
                     const MeanSummary& treat, double confidence) {
  const auto quantile = [&] {
    if (method.ends_with("_z")) return LiftQuantile::normal;
    return method.ends_with("_pooled") ? LiftQuantile::pooled : LiftQuantile::welch;
  }();
  if (method.starts_with("lift_delta")) {
    return delta_lift_of_means(control, treat, confidence, quantile);
  }
  if (method.starts_with("lift_log")) {
    return log_lift_of_means(control, treat, confidence, quantile);
  }
  return fieller_lift_of_means(control, treat, confidence, quantile);
}

RatioSummary ratio_of(const ReferenceRow& row, const std::string& suffix, const std::string& arm) {
  return {.n = count(row, "n_" + arm),
          .mean_numerator = number(row, "mean_num_" + suffix),
          .mean_denominator = number(row, "mean_den_" + suffix),
          .variance_numerator = number(row, "var_num_" + suffix),
          .variance_denominator = number(row, "var_den_" + suffix),
          .covariance = number(row, "cov_" + suffix)};
}

}  // namespace

TEST_CASE("tests of two means agree with the reference", "[two-means]") {
  for (const auto& row : reference_rows("means_test.csv")) {
    const MeanTestOptions options{.confidence = number(row, "conf_level"),
                                  .alternative = alternative_of(row),
                                  .null_difference = number(row, "null_diff")};
    const std::string& method = row.at("method");
    const auto test = method == "welch_t"     ? welch_test
                      : method == "student_t" ? student_test
                                              : z_test;
    const EffectTest found = test(arm_of(row, "control"), arm_of(row, "treat"), options);
    check_figure(row, "diff", *found.effect, 1e-12);
    check_effect(row, found);
  }
}

TEST_CASE("relative lifts of means agree with the reference", "[two-means]") {
  for (const auto& row : reference_rows("means_relative.csv")) {
    const LiftEstimate found = lift_of(row.at("method"), arm_of(row, "control"),
                                       arm_of(row, "treat"), number(row, "conf_level"));
    REQUIRE(found.lift.interval);
    check_figure(row, "lift", *found.lift.value, 1e-9);
    check_figure(row, "df", found.df, 1e-9);
    check_figure(row, "lower", found.lift.interval->low, 1e-9);
    check_figure(row, "upper", found.lift.interval->high, 1e-9);
  }
}

TEST_CASE("ratio metrics agree with the reference", "[two-means][ratio]") {
  for (const auto& row : reference_rows("ratio_metric.csv")) {
    const RatioSummary control = ratio_of(row, "c", "control");
    const RatioSummary treat = ratio_of(row, "t", "treat");
    const MeanTestOptions options{.confidence = number(row, "conf_level")};
    const std::string& method = row.at("method");
    const EffectTest found =
        method == "ratio_lift_delta_t"
            ? ratio_lift(control, treat, options)
            : ratio_difference(control, treat, options, method == "ratio_delta_t");
    check_figure(row, "ratio_control", linearised(control).mean, 1e-12);
    check_figure(row, "ratio_treat", linearised(treat).mean, 1e-12);
    check_figure(row, "effect", *found.effect, 1e-9);
    check_effect(row, found);
  }
}

TEST_CASE("Welch's test is shifted and scaled with its data", "[two-means]") {
  const MeanSummary a{.n = 12, .mean = 3.0, .variance = 2.5};
  const MeanSummary b{.n = 30, .mean = 4.5, .variance = 9.0};
  const EffectTest plain = welch_test(a, b, {});
  const EffectTest moved = welch_test({.n = 12, .mean = 106.0, .variance = 10.0},
                                      {.n = 30, .mean = 109.0, .variance = 36.0}, {});
  CHECK(moved.p_value->p == Approx(plain.p_value->p).epsilon(1e-12));
  CHECK(moved.interval->high == Approx(2.0 * plain.interval->high).epsilon(1e-12));
  const EffectTest swapped = welch_test(b, a, {});
  CHECK(swapped.interval->low == Approx(-plain.interval->high).epsilon(1e-14));
}

TEST_CASE("the tests of means hold their level", "[two-means][statistical]") {
  // 20,000 experiments without effect, 10 normal values against 30 of three times the deviation.
  // A level of 5 % leaves the count within 1000 -+ 4.9 sqrt(950) but once in a million runs.
  PhiloxEngine engine(11);
  const auto uniform = [&] { return (static_cast<double>(engine()) + 0.5) / 4294967296.0; };
  const auto normal = [&] {
    return std::sqrt(-2.0 * std::log(uniform())) * std::cos(6.283185307179586 * uniform());
  };
  const auto arm = [&](std::uint64_t n, double deviation) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint64_t i = 0; i < n; ++i) {
      const double x = deviation * normal();
      sum += x;
      squares += x * x;
    }
    const auto size = static_cast<double>(n);
    return MeanSummary{
        .n = n, .mean = sum / size, .variance = (squares - sum * sum / size) / (size - 1.0)};
  };
  int rejected = 0;
  for (int i = 0; i < 20000; ++i) {
    rejected += welch_test(arm(10, 1.0), arm(30, 3.0), {}).p_value->p < 0.05 ? 1 : 0;
  }
  // Welch's own size is within 0.1 points of 5 % here: 20 of 1000.
  CHECK(std::abs(rejected - 1000) < 152 + 20);
}

TEST_CASE("Fieller's limits reproduce the set they invert", "[two-means]") {
  const MeanSummary a{.n = 50, .mean = 4.0, .variance = 30.0};
  const MeanSummary b{.n = 60, .mean = 5.0, .variance = 25.0};
  const LiftEstimate lift = fieller_lift_of_means(a, b, 0.95, LiftQuantile::normal);
  for (const double end : {lift.lift.interval->low, lift.lift.interval->high}) {
    const double ratio = 1.0 + end;
    const double error = std::sqrt(25.0 / 60 + ratio * ratio * 30.0 / 50);
    CHECK(std::abs(5.0 - ratio * 4.0) / error == Approx(1.959963984540054).epsilon(1e-12));
  }
  const LiftEstimate open =
      fieller_lift_of_means({.n = 5, .mean = 0.1, .variance = 9.0}, b, 0.95, LiftQuantile::welch);
  CHECK_FALSE(open.lift.interval);
  CHECK_FALSE(open.lift.reason.empty());
}

TEST_CASE("equivalence of means is the weaker of two tests", "[two-means]") {
  const MeanSummary a{.n = 500, .mean = 10.0, .variance = 4.0};
  const MeanSummary b{.n = 500, .mean = 10.1, .variance = 4.0};
  const EffectTest equal = equivalence_of_means(a, b, -0.5, 0.5, 0.95);
  CHECK(equal.p_value->p < 0.01);
  // The 90 % interval lies inside the margins exactly where both tests reject at 5 %.
  const EffectTest inner = welch_test(a, b, {.confidence = 0.9});
  CHECK(equal.interval->low == Approx(inner.interval->low).epsilon(1e-12));
  CHECK(non_inferiority_of_means(a, b, 0.5, 0.95).p_value->p < equal.p_value->p);
}

TEST_CASE("means without spread are reasons", "[two-means]") {
  const MeanSummary one{.n = 1, .mean = 2.0, .variance = 0.0};
  const MeanSummary flat{.n = 9, .mean = 2.0, .variance = 0.0};
  CHECK(welch_test(one, flat, {}).reason == "one customer shows no spread");
  CHECK(*welch_test(one, flat, {}).effect == 0.0);
  CHECK(welch_test({}, flat, {}).reason == "an arm has no customers");
  const EffectTest constant = welch_test(flat, flat, {});
  CHECK_FALSE(constant.p_value);
  CHECK(*constant.interval == Interval{0.0, 0.0});
  CHECK(constant.reason == "the values show no spread");
  CHECK_FALSE(one_mean_test({}, {}).effect);
  CHECK_FALSE(
      delta_lift_of_means({.n = 9, .mean = 0.0, .variance = 1.0}, flat, 0.95, LiftQuantile::welch)
          .lift.value);
  CHECK(fieller_lift_of_means(flat, flat, 0.95, LiftQuantile::welch).lift.interval ==
        Interval{0.0, 0.0});
  CHECK_FALSE(ratio_difference({.n = 3}, {.n = 3}, {}, true).effect);
}

TEST_CASE("Student's far tail keeps its logarithm", "[two-means]") {
  // Quadrature of the density in 40 digits.
  const PValue far = student_p_value(200.0, 1e6, Alternative::two_sided);
  CHECK(far.p == 0.0);
  CHECK(far.ln_p == Approx(-19615.861100251655).epsilon(1e-12));
  // Towards the normal the logarithm differs by t^4 / (4 df), and t^6 / (6 df^2) of that is 1e-11.
  const double normal = normal_p_value(200.0, Alternative::two_sided).ln_p;
  CHECK(student_p_value(200.0, 1e12, Alternative::two_sided).ln_p - normal ==
        Approx(4e-4).epsilon(1e-3));
}
