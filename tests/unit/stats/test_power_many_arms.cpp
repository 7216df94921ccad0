#include <cmath>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/power_effect.h"
#include "stats/power_many_arms.h"
#include "stats/power_two_proportions.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using journeylab::testing::check_figure;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;

TEST_CASE("sizes of many groups agree", "[power][reference]") {
  for (const auto& row : reference_rows("samplesize_multiarm.csv")) {
    const auto groups = static_cast<int>(count(row, "k_groups"));
    const double effect = number(row, "effect");
    SizePlan plan{.level = {.alpha = number(row, "alpha")}, .power = number(row, "power")};
    double size = 0.0;
    if (row.at("method") == "anova_f") {
      size = group_size_for_anova(groups, effect, plan);
    } else if (row.at("method") == "chisq_w") {
      size = total_size_for_chi_square(effect, number(row, "df"), plan);
    } else {
      plan.level = bonferroni_level(plan.level, groups - 1);
      const double scale = number(row, "sd_or_rate");
      size =
          row.at("method") == "bonferroni_many_to_one_pooled"
              ? size_for_proportions({scale, scale + effect}, ProportionModel::pooled, plan).control
              : size_for_effect(effect, {scale * scale, scale * scale}, plan).control;
    }
    check_figure(row, "n_per_group", size, 1e-9);
  }
}

TEST_CASE("published sizes of many groups", "[power]") {
  // The pages of R's pwr package: 4 groups, f = 0.25; w = 0.1 with 20 degrees of freedom; w = 0.289
  // with 3 and 100 customers.
  CHECK(group_size_for_anova(4, 0.25, {}) == Approx(44.59927).margin(1e-4));
  CHECK(total_size_for_chi_square(0.1, 20, {}) == Approx(2096.079).margin(1e-2));
  CHECK(power_of_chi_square(0.289, 3, 100, 0.05) == Approx(0.6750777).margin(1e-7));
}

TEST_CASE("with two groups the F test is the two-sided t test", "[power]") {
  // f is half of d; chi-square with one df the square of a normal statistic.
  CHECK(power_of_anova(2, 0.25, 64, 0.05) == Approx(0.8014596).margin(1e-7));
  const double w = 0.1;
  const double n = 500;
  const double shift = w * std::sqrt(n);
  const double z = normal_quantile_above(0.025);
  CHECK(power_of_chi_square(w, 1, n, 0.05) ==
        Approx(normal_tail(z - shift) + normal_tail(z + shift)).epsilon(1e-11));
}

TEST_CASE("Dunnett's power at no effect is its error", "[power]") {
  const DunnettDesign design{.n_control = 300, .n_arms = {100, 200, 500}, .sides = 2};
  const std::vector<double> none{0.0, 0.0, 0.0};
  const ManyArmsPower power = power_of_dunnett(design, 0.05, none);
  // Upwards only: the one-sided tail at the two-sided critical value.
  DunnettDesign up = design;
  up.sides = 1;
  CHECK(power.any == Approx(dunnett_tail(up, power.critical)).epsilon(1e-10));
}

TEST_CASE("Dunnett's powers of each, any and all", "[power]") {
  const DunnettDesign design{.n_control = 100, .n_arms = {100, 100}};
  const std::vector<double> alike{3.0, 3.0};
  const ManyArmsPower power = power_of_dunnett(design, 0.05, alike);
  CHECK(power.all < power.each.front());
  CHECK(power.any > power.each.front());
  CHECK(power.all + power.any == Approx(2.0 * power.each.front()).epsilon(1e-11));
  // Opposite effects: control's deviation helps one and hurts the other.
  const ManyArmsPower opposite = power_of_dunnett(design, 0.05, std::vector{3.0, -3.0});
  CHECK(opposite.each[0] == power.each[0]);
  CHECK(opposite.any > power.any);
  // A control of endless size: independent arms.
  const DunnettDesign apart{.n_control = 1e12, .n_arms = {10, 10}};
  const ManyArmsPower independent = power_of_dunnett(apart, 0.05, alike);
  const double each = independent.each.front();
  CHECK(independent.all == Approx(each * each).epsilon(1e-5));
}

TEST_CASE("sizes by Dunnett's test have their power", "[power]") {
  const ManyArms arms{.effects = {0.2, -0.3, 0.25},
                      .control_variance = 1.0,
                      .variances = {1.0, 2.0, 1.5},
                      .ratios = {1.0, 0.5, 2.0}};
  const double each = control_size_for_dunnett(arms, FindGoal::each, {});
  const double any = control_size_for_dunnett(arms, FindGoal::any, {});
  const double all = control_size_for_dunnett(arms, FindGoal::all, {});
  CHECK(any < each);
  CHECK(each < all);
  // Between the uncorrected size and Bonferroni's of the arm that is hardest to see.
  const auto size_at = [&](double alpha, std::size_t i) {
    return size_for_effect(arms.effects[i], {1.0, arms.variances[i]},
                           {.level = {.alpha = alpha}, .ratio = arms.ratios[i]})
        .control;
  };
  const auto hardest = [&](double alpha) {
    return std::max({size_at(alpha, 0), size_at(alpha, 1), size_at(alpha, 2)});
  };
  CHECK(each > hardest(0.05));
  CHECK(each < hardest(0.05 / 3));
  // One arm is the plain test.
  const ManyArms one{.effects = {0.2}, .variances = {1.0}, .ratios = {1.0}};
  CHECK(control_size_for_dunnett(one, FindGoal::all, {}) ==
        Approx(size_for_effect(0.2, {1.0, 1.0}, {}).control).epsilon(1e-9));
}

TEST_CASE("groups that cannot be sized are refused", "[power]") {
  CHECK_THROWS_AS(group_size_for_anova(1, 0.2, {}), std::invalid_argument);
  CHECK_THROWS_AS(group_size_for_anova(3, 0.0, {}), std::invalid_argument);
  CHECK_THROWS_AS(power_of_anova(3, 0.2, 1.0, 0.05), std::invalid_argument);
  CHECK_THROWS_AS(total_size_for_chi_square(0.1, 0, {}), std::invalid_argument);
  CHECK_THROWS_AS(bonferroni_level({}, 0), std::invalid_argument);
  CHECK_THROWS_AS(control_size_for_dunnett({.effects = {0.0}, .variances = {1}, .ratios = {1}},
                                           FindGoal::any, {}),
                  std::invalid_argument);
  CHECK_THROWS_AS(power_of_dunnett({.n_control = 1, .n_arms = {1}}, 0.05, std::vector{1.0, 2.0}),
                  std::invalid_argument);
}
