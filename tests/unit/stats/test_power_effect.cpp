#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/power_effect.h"
#include "stats/power_two_means.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using journeylab::testing::check_figure;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

TestLevel level_of(const ReferenceRow& row) {
  return {.alpha = number(row, "alpha"), .sides = static_cast<int>(count(row, "sided"))};
}

PowerTails tails_of(const std::string& method) {
  return method.ends_with("bothtails") ? PowerTails::both : PowerTails::near;
}

}  // namespace

TEST_CASE("sizes for two means agree", "[power][reference]") {
  for (const auto& row : reference_rows("samplesize_two_means.csv")) {
    const SizePlan plan{.level = level_of(row),
                        .power = number(row, "power"),
                        .ratio = number(row, "ratio_treat_to_control")};
    const double deviation = number(row, "sd_control");
    const double treat = number(row, "sd_treat");
    const ArmSizes sizes =
        row.at("method") == "z"
            ? size_for_effect(number(row, "delta"),
                              {.control = deviation * deviation, .treat = treat * treat}, plan)
            : size_for_student_test({.difference = number(row, "delta"), .deviation = deviation},
                                    plan, tails_of(row.at("method")));
    check_figure(row, "n_control", sizes.control, 1e-9);
    check_figure(row, "n_treat", sizes.treat, 1e-9);
  }
}

TEST_CASE("powers of two means agree", "[power][reference]") {
  for (const auto& row : reference_rows("power_two_means.csv")) {
    const ArmSizes sizes{.control = number(row, "n_control"), .treat = number(row, "n_treat")};
    const double deviation = number(row, "sd_control");
    const double treat = number(row, "sd_treat");
    const double delta = number(row, "delta");
    const PowerTails tails = tails_of(row.at("method"));
    const double power =
        row.at("method").starts_with("z")
            ? power_of_effect(delta, {.control = deviation * deviation, .treat = treat * treat},
                              sizes, level_of(row), tails)
            : power_of_student_test({.difference = delta, .deviation = deviation}, sizes,
                                    level_of(row), tails);
    check_figure(row, "power", power, 1e-9);
  }
}

TEST_CASE("Student's published examples", "[power]") {
  // R's page of power.t.test: n = 22.02110 for a difference of 1 at 90 %, power 0.8689528 for 20.
  const MeanDifference means{.difference = 1.0, .deviation = 1.0};
  const ArmSizes sizes = size_for_student_test(means, {.power = 0.9});
  CHECK(sizes.control == Approx(22.02110).margin(5e-6));
  CHECK(power_of_student_test(means, {.control = 20, .treat = 20}, {}) ==
        Approx(0.8689528).margin(5e-8));
  // Cohen 1988, table 2.4.1: d = 0.5, 80 %, two-sided 5 %: 64.
  const ArmSizes cohen = size_for_student_test({.difference = 0.5, .deviation = 1.0}, {});
  CHECK(whole_customers(cohen.control) == 64.0);
}

TEST_CASE("the noncentral t is the central one without effect and the normal one at many df",
          "[power]") {
  for (const double df : {0.5, 3.0, 40.0, 1e6}) {
    for (const double t : {-3.0, 0.0, 0.7, 12.0}) {
      CAPTURE(df, t);
      const double half = student_two_sided(t, df) / 2.0;
      CHECK(noncentral_student_tail(t, df, 0.0) ==
            Approx(t < 0 ? 1.0 - half : half).epsilon(1e-11));
    }
  }
  CHECK(noncentral_student_tail(2.0, 1e12, 1.0) == Approx(normal_tail(1.0)).epsilon(1e-9));
  // P(T > 0) says nothing of the deviation.
  CHECK(noncentral_student_tail(0.0, 3.0, 2.0) == Approx(normal_tail(-2.0)).epsilon(1e-12));
  CHECK(noncentral_student_tail(1.5, 7.0, 0.4) ==
        Approx(1.0 - noncentral_student_tail(-1.5, 7.0, -0.4)).epsilon(1e-12));
}

TEST_CASE("size, power and detectable effect are one relation", "[power]") {
  const ArmVariances variances{.control = 2.0, .treat = 5.0};
  for (const double power : {0.3, 0.8, 0.999999}) {
    for (const int sides : {1, 2}) {
      for (const double ratio : {0.01, 1.0, 100.0}) {
        const SizePlan plan{
            .level = {.alpha = 1e-3, .sides = sides}, .power = power, .ratio = ratio};
        CAPTURE(power, sides, ratio);
        const ArmSizes sizes = size_for_effect(-0.1, variances, plan);
        CHECK(sizes.treat == Approx(ratio * sizes.control));
        CHECK(power_of_effect(-0.1, variances, sizes, plan.level) == Approx(power).epsilon(1e-9));
        CHECK(detectable_effect(variances, sizes, plan) == Approx(0.1).epsilon(1e-12));
        const ArmSizes student = size_for_student_test({.difference = 0.1, .deviation = 2.0}, plan);
        CHECK(detectable_mean_difference(2.0, student, plan) == Approx(0.1).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("an endless margin on one side makes equivalence non-inferiority", "[power]") {
  const ArmVariances variances{.control = 1.0, .treat = 1.0};
  const SizePlan plan{.level = {.alpha = 0.025, .sides = 1}, .power = 0.9};
  // 0.4 from the nearer margin, 3.6 from the other.
  const ArmSizes one = size_for_noninferiority(-1.6, 2.0, variances, plan);
  const ArmSizes both = size_for_equivalence(-1.6, 2.0, variances, plan);
  CHECK(both.control == Approx(one.control).epsilon(1e-6));
  // At the middle both tests lose: the half of beta each.
  const ArmSizes middle = size_for_equivalence(0.0, 0.2, variances, plan);
  const double z = normal_quantile_above(0.025) + normal_quantile_above(0.05);
  CHECK(middle.control == Approx(2.0 * z * z / 0.04).epsilon(1e-9));
  CHECK(power_of_equivalence(0.0, 0.2, variances, {.control = 10, .treat = 10}, plan.level) == 0.0);
  const double up = power_of_equivalence(0.05, 0.2, variances, {900, 700}, plan.level);
  CHECK(up == Approx(power_of_equivalence(-0.05, 0.2, variances, {900, 700}, plan.level)));
}

TEST_CASE("variances of ratios, of adjusted means and of clusters", "[power]") {
  // A denominator that is always 1 leaves the numerator's variance; one that equals the numerator
  // leaves nothing.
  CHECK(ratio_variance({.mean_numerator = 3, .mean_denominator = 1, .variance_numerator = 4}) == 4);
  CHECK(ratio_variance({2, 2, 5, 5, 5}) == 0.0);
  CHECK(variance_left(0.6) == Approx(0.64));
  CHECK(variance_left(-0.6) == variance_left(0.6));
  CHECK(design_effect({.mean_size = 1, .intraclass_correlation = 0.5}) == 1.0);
  for (const auto& row : reference_rows("cluster_design_effect.csv")) {
    const double size = number(row, "mean_cluster_size");
    const double factor = design_effect({.mean_size = size,
                                         .variation = number(row, "cv_cluster_size"),
                                         .intraclass_correlation = number(row, "icc")});
    check_figure(row, "design_effect", factor, 1e-12);
    check_figure(row, "clusters_needed",
                 whole_customers(number(row, "n_individual") * factor / size), 0.0, 0.0);
  }
}

TEST_CASE("whole customers are rounded up, but not for a rounding error", "[power]") {
  CHECK(whole_customers(3.0) == 3.0);
  CHECK(whole_customers(3.000001) == 4.0);
  CHECK(whole_customers(5995.0000000000009) == 5995.0);
  CHECK(whole_customers(0.2) == 1.0);
}

TEST_CASE("Student's power at the ends of its ranges", "[power]") {
  CHECK(power_of_student_test({1e300, 1.0}, {64, 64}, {}) == 1.0);
  CHECK(power_of_student_test({0.5, 1e-300}, {3, 3}, {}, PowerTails::both) == 1.0);
  CHECK(noncentral_student_tail(2.0, 10.0, -1e300) == 0.0);
  CHECK(power_of_student_test({0.0, 1.0}, {5, 8}, {}, PowerTails::both) ==
        Approx(0.05).epsilon(1e-9));
  CHECK(detectable_mean_difference(1.0, {1e300, 100}, {}) ==
        Approx(detectable_effect({1.0, 1.0}, {1e300, 100}, {})).epsilon(1e-9));
  CHECK(size_for_student_test({1e300, 1.0}, {}).control > 1.0);
  CHECK_THROWS_AS(size_for_student_test({1e-300, 1.0}, {}), std::invalid_argument);
}

TEST_CASE("plans that cannot be are refused", "[power]") {
  const ArmVariances variances{.control = 1.0, .treat = 1.0};
  const auto refused = [&](const SizePlan& plan) {
    CHECK_THROWS_AS(size_for_effect(1.0, variances, plan), std::invalid_argument);
  };
  refused({.level = {.alpha = 0.0}});
  refused({.level = {.alpha = 1.0}});
  refused({.level = {.alpha = 0.05, .sides = 3}});
  refused({.power = 1.0});
  refused({.power = 0.02});  // below the error of a side: no effect at all would do
  refused({.ratio = 0.0});
  CHECK_THROWS_AS(size_for_effect(0.0, variances, {}), std::invalid_argument);
  CHECK_THROWS_AS(size_for_effect(1.0, {0.0, 0.0}, {}), std::invalid_argument);
  CHECK_THROWS_AS(power_of_effect(1.0, variances, {0, 10}, {}), std::invalid_argument);
  CHECK_THROWS_AS(size_for_noninferiority(-0.5, 0.5, variances, {}), std::invalid_argument);
  CHECK_THROWS_AS(size_for_equivalence(0.5, 0.5, variances, {}), std::invalid_argument);
  CHECK_THROWS_AS(variance_left(1.0), std::invalid_argument);
  CHECK_THROWS_AS(ratio_variance({1, 0, 1, 1, 0}), std::invalid_argument);
  CHECK_THROWS_AS(design_effect({.mean_size = 0.5}), std::invalid_argument);
  CHECK_THROWS_AS(power_of_student_test({1, 0}, {5, 5}, {}), std::invalid_argument);
  CHECK_THROWS_AS(power_of_student_test({1, 1}, {1, 1}, {}), std::invalid_argument);
}
