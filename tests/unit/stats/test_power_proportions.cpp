#include <cmath>
#include <cstdint>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "stats/power_effect.h"
#include "stats/power_exact.h"
#include "stats/power_two_proportions.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using journeylab::testing::check_figure;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

ProportionModel model_of(const std::string& method) {
  if (method.starts_with("normal_unpooled")) return ProportionModel::unpooled;
  if (method.starts_with("normal_pooled_cc") || method == "fleiss_cc") {
    return ProportionModel::pooled_corrected;
  }
  return method.starts_with("arcsine") ? ProportionModel::arcsine : ProportionModel::pooled;
}

SizePlan plan_of(const ReferenceRow& row) {
  SizePlan plan{
      .level = {.alpha = number(row, "alpha"), .sides = static_cast<int>(count(row, "sided"))}};
  if (row.contains("ratio_treat_to_control")) {
    plan.ratio = number(row, "ratio_treat_to_control");
    plan.power = number(row, "power");
  }
  return plan;
}

TwoShares shares_of(const ReferenceRow& row) {
  return {.control = number(row, "p_control"), .treat = number(row, "p_treat")};
}

}  // namespace

TEST_CASE("sizes for two proportions agree", "[power][reference]") {
  for (const auto& row : reference_rows("samplesize_two_proportions.csv")) {
    const ArmSizes sizes =
        size_for_proportions(shares_of(row), model_of(row.at("method")), plan_of(row));
    check_figure(row, "n_control", sizes.control, 1e-11);
    check_figure(row, "n_treat", sizes.treat, 1e-11);
    check_figure(row, "n_control_ceil", whole_customers(sizes.control), 0.0, 0.0);
    check_figure(row, "n_treat_ceil", whole_customers(sizes.treat), 0.0, 0.0);
  }
}

TEST_CASE("powers of two proportions agree", "[power][reference]") {
  for (const auto& row : reference_rows("power_two_proportions.csv")) {
    const PowerTails tails =
        row.at("method").ends_with("bothtails") ? PowerTails::both : PowerTails::near;
    const ArmSizes sizes{.control = number(row, "n_control"), .treat = number(row, "n_treat")};
    check_figure(row, "power",
                 power_of_proportions(shares_of(row), sizes, model_of(row.at("method")),
                                      plan_of(row).level, tails),
                 1e-9, 1e-300);
  }
}

TEST_CASE("detectable shares agree", "[power][reference]") {
  for (const auto& row : reference_rows("mde_two_proportions.csv")) {
    SizePlan plan = plan_of(row);
    plan.power = number(row, "power");
    const auto found =
        detectable_share(number(row, "p_control"), row.at("direction") == "up",
                         {.control = number(row, "n_control"), .treat = number(row, "n_treat")},
                         model_of(row.at("method")), plan);
    REQUIRE(found);
    check_figure(row, "p_treat", found->share, 1e-11);
    check_figure(row, "mde_absolute", found->difference, 1e-10);
  }
}

TEST_CASE("sizes for non-inferiority agree", "[power][reference]") {
  for (const auto& row : reference_rows("samplesize_noninferiority.csv")) {
    const SizePlan plan{.level = {.alpha = number(row, "alpha_one_sided"), .sides = 1},
                        .power = number(row, "power"),
                        .ratio = number(row, "ratio_treat_to_control")};
    const TwoShares values{.control = number(row, "value_control"),
                           .treat = number(row, "value_treat")};
    const double margin = number(row, "margin");
    const double sd = number(row, "sd");
    const auto variance = [&](double p) { return row.at("method") == "z" ? sd * sd : p * (1 - p); };
    const ArmSizes sizes =
        row.at("method") == "farrington_manning"
            ? size_for_noninferior_proportions(values, margin, plan)
            : size_for_noninferiority(
                  values.treat - values.control, margin,
                  {.control = variance(values.control), .treat = variance(values.treat)}, plan);
    check_figure(row, "n_control", sizes.control, 1e-11);
    check_figure(row, "n_treat", sizes.treat, 1e-11);
  }
}

TEST_CASE("published sizes for two proportions", "[power]") {
  // R's page of power.prop.test: 0.50 against 0.75 at 90 % needs 76.7 in each arm.
  const ArmSizes sizes = size_for_proportions({0.5, 0.75}, ProportionModel::pooled, {.power = 0.9});
  CHECK(sizes.control == Approx(76.7).margin(0.05));
}

TEST_CASE("size, power and detectable share are one relation", "[power]") {
  for (const auto model :
       {ProportionModel::unpooled, ProportionModel::pooled, ProportionModel::arcsine}) {
    for (const TwoShares shares : {TwoShares{0.04, 0.042}, TwoShares{1e-6, 3e-6},
                                   TwoShares{0.9, 0.5}, TwoShares{0.01, 0.001}}) {
      const SizePlan plan{.level = {.alpha = 0.01}, .power = 0.95, .ratio = 3.0};
      CAPTURE(static_cast<int>(model), shares.control, shares.treat);
      const ArmSizes sizes = size_for_proportions(shares, model, plan);
      CHECK(power_of_proportions(shares, sizes, model, plan.level) == Approx(0.95).epsilon(1e-9));
      const auto found =
          detectable_share(shares.control, shares.treat > shares.control, sizes, model, plan);
      REQUIRE(found);
      CHECK(found->share == Approx(shares.treat).epsilon(1e-9));
      // Successes and failures are the same question.
      const ArmSizes turned =
          size_for_proportions({1.0 - shares.control, 1.0 - shares.treat}, model, plan);
      CHECK(turned.control == Approx(sizes.control).epsilon(1e-8));
    }
  }
}

TEST_CASE("without effect the power is the error", "[power]") {
  for (const auto model :
       {ProportionModel::unpooled, ProportionModel::pooled, ProportionModel::arcsine}) {
    CHECK(power_of_proportions({0.2, 0.2}, {100, 300}, model, {}, PowerTails::both) ==
          Approx(0.05));
  }
}

TEST_CASE("the exact power of two binomials", "[power]") {
  // By hand: 2 customers an arm, all succeed with treatment and none with control; Fisher's p is
  // 1/3 for the only outcome.
  CHECK(exact_power({0.0, 1.0}, {2, 2}, ExactlyPowered::fisher, {.alpha = 0.34}) == 1.0);
  CHECK(exact_power({0.0, 1.0}, {2, 2}, ExactlyPowered::fisher, {.alpha = 0.33}) == 0.0);
  // At 0.5 against 0.5 with one customer each: (0, 1) has z = sqrt 2, p = 0.157.
  CHECK(exact_power({0.5, 0.5}, {1, 1}, ExactlyPowered::z_pooled, {.alpha = 0.16},
                    PowerTails::both) == Approx(0.5));
  // Close to the normal formula where arms are not small; Fisher's test is conservative.
  const TwoShares shares{0.2, 0.35};
  const double formula = power_of_proportions(shares, {150, 150}, ProportionModel::pooled, {});
  const double exact = exact_power(shares, {150, 150}, ExactlyPowered::z_pooled, {});
  CHECK(exact == Approx(formula).margin(0.01));
  CHECK(exact_power(shares, {150, 150}, ExactlyPowered::fisher, {}) < exact);
  // Arms exchanged, successes and failures exchanged.
  CHECK(exact_power({0.35, 0.2}, {150, 150}, ExactlyPowered::z_pooled, {}) == Approx(exact));
  CHECK(exact_power({0.8, 0.65}, {150, 150}, ExactlyPowered::z_pooled, {}) == Approx(exact));
  // Fisher's error is at most alpha at every share.
  for (const double p : {0.01, 0.2, 0.5}) {
    CHECK(exact_power({p, p}, {40, 60}, ExactlyPowered::fisher, {}, PowerTails::both) <= 0.05);
  }
}

TEST_CASE("exact power of arms too large to sum over is refused at once", "[power]") {
  // Counted one by one, the outcomes of such an arm take minutes and gigabytes.
  for (const std::uint64_t many : {std::uint64_t{1} << 40, std::uint64_t{1000000000000000}}) {
    CHECK_THROWS_AS(exact_power({0.2, 0.5}, {many, 40}, ExactlyPowered::fisher, {}),
                    std::invalid_argument);
    CHECK_THROWS_AS(exact_power({0.2, 0.5}, {40, many}, ExactlyPowered::z_pooled, {}),
                    std::invalid_argument);
  }
}

TEST_CASE("McNemar's size agrees with the exact power of its pairs", "[power]") {
  const DiscordantShares shares{.gained = 0.2, .lost = 0.1};
  const double pairs = std::ceil(pairs_for_mcnemar(shares, {}));
  CHECK(power_of_mcnemar(shares, pairs_for_mcnemar(shares, {}), {}) == Approx(0.8));
  CHECK(power_of_mcnemar({0.1, 0.2}, pairs, {}) == power_of_mcnemar(shares, pairs, {}));
  // The statistic (g - l) / sqrt(g + l) beyond 1.96 upwards, over all counts of g and l.
  const auto n = static_cast<int>(pairs);
  const auto ln = [](double x) { return std::log(x); };
  double power = 0.0;
  for (int g = 0; g <= n; ++g) {
    for (int l = 0; g + l <= n; ++l) {
      if (!(g - l > 1.959963984540054 * std::sqrt(g + l))) continue;
      power += std::exp(std::lgamma(n + 1.0) - std::lgamma(g + 1.0) - std::lgamma(l + 1.0) -
                        std::lgamma(n - g - l + 1.0) + g * ln(0.2) + l * ln(0.1) +
                        (n - g - l) * ln(0.7));
    }
  }
  CHECK(power == Approx(0.8).margin(0.015));
}

TEST_CASE("shares that cannot be sized are refused", "[power]") {
  const auto model = ProportionModel::pooled;
  CHECK_THROWS_AS(size_for_proportions({0.2, 0.2}, model, {}), std::invalid_argument);
  CHECK_THROWS_AS(size_for_proportions({0.2, 1.2}, model, {}), std::invalid_argument);
  CHECK_THROWS_AS(power_of_proportions({0.2, 0.3}, {0, 5}, model, {}), std::invalid_argument);
  CHECK_THROWS_AS(pairs_for_mcnemar({0.1, 0.1}, {}), std::invalid_argument);
  CHECK_THROWS_AS(size_for_noninferior_proportions({0.2, 0.1}, 0.1, {}), std::invalid_argument);
  CHECK_THROWS_AS(exact_power({0.5, 0.5}, {100000000, 100000000}, ExactlyPowered::fisher, {}),
                  std::invalid_argument);
  // Ten customers cannot show that 99 % is better than anything below 1.
  CHECK_FALSE(detectable_share(0.99, true, {10, 10}, model, {}));
  CHECK(detectable_share(0.99, false, {10, 10}, model, {}));
  // At the ends there is still an answer.
  CHECK(size_for_proportions({0.0, 0.1}, model, {}).control > 0.0);
  CHECK(power_of_proportions({0.0, 1.0}, {5, 5}, model, {}) == 1.0);
}
