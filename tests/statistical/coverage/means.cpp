// Means, lifts, ratio metrics and CUPED, simulated.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "statistical/coverage/draws.h"
#include "statistical/coverage/tables.h"
#include "stats/cuped.h"
#include "stats/ratio_metric.h"
#include "stats/regression.h"
#include "stats/two_means.h"

namespace journeylab::coverage {
namespace {

constexpr int trials = 10000;

// What a customer brings, with its mean.
struct Population {
  double mean = 0.0;
  std::function<double(Draws&)> draw;
};

Population normal(double mean, double deviation) {
  return {mean, [=](Draws& draws) { return mean + deviation * draws.normal(); }};
}

// Skewness 6.18 at a deviation of the logarithm of 1, 1.75 at 0.5.
Population lognormal(double sigma) {
  return {std::exp(sigma * sigma / 2.0),
          [=](Draws& draws) { return std::exp(sigma * draws.normal()); }};
}

MeanSummary arm(Draws& draws, const Population& population, std::size_t n) {
  return summary_of(sample_of(n, [&] { return population.draw(draws); }));
}

struct Setting {
  Population control, treat;
  std::size_t n_control = 0;
  std::size_t n_treat = 0;
};

using MeanTest = EffectTest (*)(const MeanSummary&, const MeanSummary&, const MeanTestOptions&);

Line means_line(const std::string& name, MeanTest test, const Setting& setting, Claim claim) {
  Draws draws(101);
  Count count;
  const double truth = setting.treat.mean - setting.control.mean;
  for (int i = 0; i < trials; ++i) {
    const MeanSummary control = arm(draws, setting.control, setting.n_control);
    const MeanSummary treat = arm(draws, setting.treat, setting.n_treat);
    count.add(holds(test(control, treat, {}).interval, truth));
  }
  return simulated_coverage(name, count, claim);
}

Line paired_line() {
  Draws draws(102);
  Count count;
  for (int i = 0; i < trials; ++i) {
    const auto differences = sample_of(8, [&] { return 0.3 + draws.normal(); });
    count.add(holds(one_mean_test(summary_of(differences), {}).interval, 0.3));
  }
  return simulated_coverage("paired t, normal, n = 8", count, Claim::exact);
}

// At the margin itself, 0.5 below control for the first, 0.5 above it for the second.
std::vector<Line> margin_lines() {
  Draws draws(107);
  Count not_worse;
  Count equivalent;
  for (int i = 0; i < trials / 2; ++i) {
    const MeanSummary control = arm(draws, normal(0.0, 1.0), 60);
    const MeanSummary lower = arm(draws, normal(-0.5, 2.0), 90);
    const MeanSummary higher = {.n = 90, .mean = lower.mean + 1.0, .variance = lower.variance};
    not_worse.add(non_inferiority_of_means(control, lower, 0.5, 0.95).p_value->p <= 0.05);
    equivalent.add(equivalence_of_means(control, higher, -0.5, 0.5, 0.95).p_value->p <= 0.05);
  }
  return {simulated_error("non-inferiority at its margin, decided", not_worse, 0.05, Claim::limit),
          simulated_error("equivalence at its margin, decided", equivalent, 0.05, Claim::limit)};
}

using Lift = LiftEstimate (*)(const MeanSummary&, const MeanSummary&, double, LiftQuantile);

Line lift_line(const std::string& name, Lift lift, LiftQuantile quantile, const Setting& setting,
               Claim claim) {
  Draws draws(103);
  Count count;
  const double truth = setting.treat.mean / setting.control.mean - 1.0;
  for (int i = 0; i < trials; ++i) {
    const MeanSummary control = arm(draws, setting.control, setting.n_control);
    const MeanSummary treat = arm(draws, setting.treat, setting.n_treat);
    count.add(holds(lift(control, treat, 0.95, quantile).lift.interval, truth));
  }
  return simulated_coverage(name, count, claim);
}

// Orders and their revenue: 1 + Poisson orders of lognormal values, a customer's own level in both.
struct Customer {
  double orders = 0.0;
  double revenue = 0.0;
  double before = 0.0;
};

Customer customer(Draws& draws) {
  const double level = 0.5 * draws.normal();
  Customer result{.orders = 1.0 + draws.poisson(2.0 * std::exp(level - 0.125)),
                  .before = level + 0.5 * draws.normal()};
  for (double i = 0.0; i < result.orders; ++i) {
    result.revenue += std::exp(0.3 * level + 0.4 * draws.normal());
  }
  return result;
}

ArmMoments ratio_arm(Draws& draws, std::size_t n) {
  std::vector<std::vector<double>> columns(3);
  for (std::size_t i = 0; i < n; ++i) {
    const Customer one = customer(draws);
    columns[0].push_back(one.revenue);
    columns[1].push_back(one.orders);
    columns[2].push_back(one.before);
  }
  return arm_moments(columns);
}

RatioSummary ratio_of(const ArmMoments& arm) {
  return {.n = arm.n,
          .mean_numerator = arm.mean[0],
          .mean_denominator = arm.mean[1],
          .variance_numerator = arm.covariance_of(0, 0),
          .variance_denominator = arm.covariance_of(1, 1),
          .covariance = arm.covariance_of(0, 1)};
}

// An outcome on some covariates of slopes 0.7, 0.35, ... with normal noise.
ArmMoments covariate_arm(Draws& draws, std::size_t n, std::size_t covariates) {
  std::vector<std::vector<double>> columns(covariates + 1);
  for (std::size_t i = 0; i < n; ++i) {
    double y = draws.normal();
    double slope = 0.7;
    for (std::size_t j = 1; j <= covariates; ++j) {
      columns[j].push_back(draws.normal());
      y += slope * columns[j].back();
      slope /= 2.0;
    }
    columns[0].push_back(y);
  }
  return arm_moments(columns);
}

Line cuped_line(std::size_t n, std::size_t covariates, CupedSlope slope, const char* slope_name) {
  Draws draws(104);
  Count count;
  for (int i = 0; i < trials / 2; ++i) {
    const ArmMoments control = covariate_arm(draws, n, covariates);
    const ArmMoments treat = covariate_arm(draws, n, covariates);
    count.add(holds(cuped_test(control, treat, slope, {}).test.interval, 0.0));
  }
  return simulated_coverage(fmt::format("`{}`, covariates: {}, n = {}", slope_name, covariates, n),
                            count, Claim::limit);
}

// 30 and 60 customers, an outcome on one covariate of slope 0.7.
Line regression_line(const std::string& name, RegressionModel model) {
  Draws draws(108);
  Count count;
  std::vector<std::uint8_t> treated(90, 0);
  std::fill(treated.begin() + 30, treated.end(), std::uint8_t{1});
  for (int i = 0; i < trials / 4; ++i) {
    const std::vector<std::vector<double>> x{sample_of(90, [&] { return draws.normal(); })};
    std::vector<double> y;
    for (const double before : x[0]) y.push_back(0.7 * before + draws.normal());
    count.add(holds(regression_effect({y, treated, x}, model, {}).test.interval, 0.0));
  }
  return simulated_coverage(name, count,
                            model == RegressionModel::ancova ? Claim::exact : Claim::limit);
}

}  // namespace

Table means_table() {
  const Setting same{normal(0.0, 1.0), normal(0.5, 1.0), 5, 9};
  const Setting unequal{normal(0.0, 1.0), normal(0.5, 5.0), 60, 15};
  const Setting one_skewed{normal(0.0, 1.0), lognormal(0.5), 77, 77};
  const Setting both_skewed{lognormal(1.0), lognormal(1.0), 50, 50};
  const Setting uneven{lognormal(1.0), lognormal(1.0), 400, 20};
  const Setting many{normal(0.0, 1.0), normal(0.5, 5.0), 200, 200};
  Table table{
      .id = "means",
      .columns = simulated_columns,
      .lines = {
          means_line("Student, equal variances, n = 5 and 9", student_test, same, Claim::exact),
          means_line("Student, deviations 1 and 5, n = 60 and 15", student_test, unequal,
                     Claim::none),
          means_line("Welch, deviations 1 and 5, n = 60 and 15", welch_test, unequal, Claim::limit),
          means_line("Welch, equal variances, n = 5 and 9", welch_test, same, Claim::limit),
          means_line("Welch, treatment lognormal (skewness 1.75), n = 77", welch_test, one_skewed,
                     Claim::limit),
          means_line("Welch, both lognormal (skewness 6.2), n = 50", welch_test, both_skewed,
                     Claim::limit),
          means_line("Welch, both lognormal (skewness 6.2), n = 400 and 20", welch_test, uneven,
                     Claim::none),
          means_line("`z_unpooled`, deviations 1 and 5, n = 200", z_test, many, Claim::limit),
          paired_line(),
      }};
  for (Line& line : margin_lines()) table.lines.push_back(std::move(line));
  return table;
}

Table lift_table() {
  const Setting clear{normal(5.0, 2.0), normal(5.5, 2.0), 30, 30};
  const Setting unclear{normal(1.0, 2.0), normal(1.2, 2.0), 30, 30};
  const Setting skewed{lognormal(0.5), lognormal(0.5), 80, 80};
  constexpr LiftQuantile welch = LiftQuantile::welch;
  Table table{.id = "lift",
              .columns = simulated_columns,
              .lines = {
                  lift_line("`lift_delta_t`, control 14 errors above 0", delta_lift_of_means, welch,
                            clear, Claim::limit),
                  lift_line("`lift_log_t`, control 14 errors above 0", log_lift_of_means, welch,
                            clear, Claim::limit),
                  lift_line("`lift_fieller_t_pooled`, control 14 errors above 0",
                            fieller_lift_of_means, LiftQuantile::pooled, clear, Claim::exact),
                  lift_line("`lift_fieller_t_welch`, control 14 errors above 0",
                            fieller_lift_of_means, welch, clear, Claim::limit),
                  lift_line("`lift_delta_t`, control 2.7 errors above 0", delta_lift_of_means,
                            welch, unclear, Claim::none),
                  lift_line("`lift_delta_t`, lognormal, n = 80", delta_lift_of_means, welch, skewed,
                            Claim::limit),
                  lift_line("`lift_fieller_t_welch`, lognormal, n = 80", fieller_lift_of_means,
                            welch, skewed, Claim::limit),
              }};
  Draws draws(105);
  Count difference;
  Count lift;
  for (int i = 0; i < trials / 4; ++i) {
    const RatioSummary control = ratio_of(ratio_arm(draws, 100));
    const RatioSummary treat = ratio_of(ratio_arm(draws, 100));
    difference.add(holds(ratio_difference(control, treat, {}, true).interval, 0.0));
    lift.add(holds(ratio_lift(control, treat, {}).interval, 0.0));
  }
  table.lines.push_back(simulated_coverage("`ratio_delta_t`, n = 100", difference, Claim::limit));
  table.lines.push_back(simulated_coverage("`ratio_lift_delta_t`, n = 100", lift, Claim::limit));
  return table;
}

Table cuped_table() {
  Table table{.id = "cuped",
              .columns = simulated_columns,
              .lines = {cuped_line(30, 1, CupedSlope::pooled_within, "cuped_pooled_within"),
                        cuped_line(30, 1, CupedSlope::pooled_total, "cuped_pooled_total"),
                        cuped_line(30, 1, CupedSlope::per_arm, "cuped_per_arm"),
                        cuped_line(100, 4, CupedSlope::pooled_within, "cuped_pooled_within"),
                        regression_line("`ancova_ols`, n = 90", RegressionModel::ancova),
                        regression_line("`ancova_hc2`, n = 90", RegressionModel::ancova_hc2),
                        regression_line("`lin_interacted_hc2`, n = 90", RegressionModel::lin_hc2)}};
  Draws draws(106);
  Count count;
  for (int i = 0; i < trials / 4; ++i) {
    const ArmMoments control = ratio_arm(draws, 100);
    const ArmMoments treat = ratio_arm(draws, 100);
    count.add(
        holds(cuped_ratio_test(control, treat, CupedSlope::pooled_within, {}).test.interval, 0.0));
  }
  table.lines.push_back(
      simulated_coverage("of a ratio metric, one covariate, n = 100", count, Claim::limit));
  return table;
}

}  // namespace journeylab::coverage
