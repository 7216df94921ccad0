// Quantiles and bootstraps, simulated; corrections for many comparisons.
#include <algorithm>
#include <numeric>

#include "statistical/coverage/draws.h"
#include "statistical/coverage/tables.h"
#include "stats/bootstrap.h"
#include "stats/distributions.h"
#include "stats/dunnett.h"
#include "stats/multiplicity.h"
#include "stats/poisson_bootstrap.h"
#include "stats/quantiles.h"

namespace journeylab::coverage {
namespace {

double mean_of(std::span<const double> sample) {
  return std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
}

double error_of(std::span<const double> sample) {
  const double mean = mean_of(sample);
  double squares = 0.0;
  for (const double x : sample) squares += (x - mean) * (x - mean);
  const auto n = static_cast<double>(sample.size());
  return std::sqrt(squares / (n - 1.0) / n);
}

std::vector<double> sorted_exponentials(Draws& draws, std::size_t n) {
  auto values = sample_of(n, [&] { return draws.exponential(); });
  std::sort(values.begin(), values.end());
  return values;
}

// Five arms against one control, all estimates with variance 1 and the correlation 1/2 that sharing
// the control gives them.
constexpr std::size_t arms = 5;

std::vector<double> z_of_arms(Draws& draws, std::size_t better, double drift) {
  const double control = draws.normal();
  std::vector<double> z(arms);
  for (std::size_t i = 0; i < arms; ++i) {
    z[i] = (draws.normal() - control) / std::sqrt(2.0) + (i < better ? drift : 0.0);
  }
  return z;
}

std::vector<std::optional<double>> p_values_of(const std::vector<double>& z) {
  std::vector<std::optional<double>> p;
  for (const double one : z) p.emplace_back(2.0 * normal_tail(std::abs(one)));
  return p;
}

// The rate of families with a false alarm, or for `discoveries` the mean share of false ones among
// what is found; the first `better` arms differ.
Line family_line(const std::string& name, Adjustment adjustment, std::size_t better,
                 bool discoveries, Claim claim) {
  constexpr int families = 20000;
  Draws draws(203);
  double errors = 0.0;
  for (int i = 0; i < families; ++i) {
    const auto p = adjust_p_values(p_values_of(z_of_arms(draws, better, 3.0)), adjustment);
    double wrong = 0.0;
    double found = 0.0;
    for (std::size_t k = 0; k < arms; ++k) {
      if (*p[k] > 0.05) continue;
      ++found;
      if (k >= better) ++wrong;
    }
    errors += discoveries ? wrong / std::max(found, 1.0) : std::min(wrong, 1.0);
  }
  return simulated_error(
      name, {.hits = static_cast<std::uint64_t>(std::llround(errors)), .trials = families}, 0.05,
      claim);
}

Line dunnett_line(int sides, const std::string& name) {
  Draws draws(204);
  const double critical = dunnett_critical(
      {.n_control = 50.0, .n_arms = std::vector<double>(arms, 50.0), .sides = sides}, 0.05);
  Count count;
  for (int i = 0; i < 20000; ++i) {
    const auto z = z_of_arms(draws, 0, 0.0);
    count.add(std::any_of(z.begin(), z.end(), [&](double one) {
      return (sides == 2 ? std::abs(one) : one) > critical;
    }));
  }
  return simulated_error(name, count, 0.05, Claim::exact);
}

}  // namespace

Table quantile_table() {
  Draws draws(201);
  Count median;
  Count ninth;
  Count difference;
  const double of_median = std::log(2.0);
  const double of_ninth = std::log(10.0);
  for (int i = 0; i < 10000; ++i) {
    const auto one = sorted_exponentials(draws, 100);
    const auto two = sorted_exponentials(draws, 100);
    median.add(holds(quantile_estimate(one, 0.5, 0.95).interval, of_median));
    ninth.add(holds(quantile_estimate(one, 0.9, 0.95).interval, of_ninth));
    const auto test = quantile_difference(summarised_quantile(one, 0.5),
                                          summarised_quantile(two, 0.5), false, {});
    difference.add(holds(test.interval, 0.0));
  }
  return {
      .id = "quantile",
      .columns = simulated_columns,
      .lines = {simulated_coverage("median, n = 100", median, Claim::guaranteed),
                simulated_coverage("quantile 0.9, n = 100", ninth, Claim::guaranteed),
                simulated_coverage("difference of medians, n = 100", difference, Claim::limit)}};
}

Table bootstrap_table() {
  constexpr int trials = 1000;
  constexpr std::size_t n = 100;  // skewness 2: Cochran's rule
  Draws draws(202);
  Count percentile;
  Count bca;
  Count studentised;
  Count poisson;
  Count median;
  for (int i = 0; i < trials; ++i) {
    const auto sample = sample_of(n, [&] { return draws.exponential(); });
    const auto seed = static_cast<std::uint64_t>(i);
    BootstrapOptions options{
        .replicates = 599, .seed = seed, .method = BootstrapMethod::percentile};
    percentile.add(holds(bootstrap_interval(sample, mean_of, options).interval, 1.0));
    options.method = BootstrapMethod::bca;
    bca.add(holds(bootstrap_interval(sample, mean_of, options).interval, 1.0));
    studentised.add(holds(studentised_bootstrap(sample, mean_of, error_of, options).interval, 1.0));
    const auto middle = [](std::span<const double> values) {
      std::vector<double> copy(values.begin(), values.end());
      std::nth_element(copy.begin(), copy.begin() + n / 2, copy.end());
      return copy[n / 2];
    };
    options.method = BootstrapMethod::percentile;
    median.add(holds(bootstrap_interval(sample, middle, options).interval, std::log(2.0)));
    PoissonBootstrap one_pass(599, seed);
    for (std::size_t k = 0; k < n; ++k) one_pass.add(k, sample[k]);
    poisson.add(holds(one_pass.ratio(0.95).interval, 1.0));
  }
  return {.id = "bootstrap",
          .columns = simulated_columns,
          .lines = {simulated_coverage("percentile, mean", percentile, Claim::limit),
                    simulated_coverage("BCa, mean", bca, Claim::limit),
                    simulated_coverage("studentised, mean", studentised, Claim::limit),
                    simulated_coverage("Poisson, mean", poisson, Claim::limit),
                    simulated_coverage("percentile, median", median, Claim::limit)}};
}

Table many_comparisons_table() {
  constexpr Claim kept = Claim::guaranteed;
  return {.id = "many_comparisons",
          .columns = simulated_columns,
          .lines = {
              family_line("none, no arm differs", Adjustment::none, 0, false, Claim::none),
              family_line("`bonferroni`, no arm differs", Adjustment::bonferroni, 0, false, kept),
              family_line("`sidak`, no arm differs", Adjustment::sidak, 0, false, kept),
              family_line("`holm`, no arm differs", Adjustment::holm, 0, false, kept),
              family_line("`holm`, two differ", Adjustment::holm, 2, false, kept),
              family_line("`holm_sidak`, two differ", Adjustment::holm_sidak, 2, false, kept),
              family_line("`hochberg`, two differ", Adjustment::hochberg, 2, false, kept),
              dunnett_line(2, "Dunnett, both sides, no arm differs"),
              dunnett_line(1, "Dunnett, one side, no arm differs"),
              family_line("`bh`, false discoveries, two differ", Adjustment::bh, 2, true, kept),
              family_line("`by`, false discoveries, two differ", Adjustment::by, 2, true, kept),
          }};
}

}  // namespace journeylab::coverage
