// The size of tests of proportions, and of the sample ratio's, exactly.
#include <cmath>
#include <functional>
#include <numeric>

#include <fmt/format.h>

#include "statistical/coverage/binomial.h"
#include "statistical/coverage/tables.h"
#include "stats/paired_proportions.h"
#include "stats/sample_ratio.h"
#include "stats/two_proportion_tests.h"

namespace journeylab::coverage {
namespace {

constexpr double level = 0.05;

using Test = std::function<TestOutcome(const ShareTally&, const ShareTally&)>;

// Adds the chance to reject where treatment's rate is control's plus `shift`.
void add_arms(Grid& grid, const Arms& arms, const Test& test, double shift) {
  std::vector<bool> rejected;
  for (std::uint64_t c = 0; c <= arms.control; ++c) {
    for (std::uint64_t t = 0; t <= arms.treat; ++t) {
      const TestOutcome outcome =
          test({.n = arms.control, .successes = c}, {.n = arms.treat, .successes = t});
      rejected.push_back(outcome.p_value && outcome.p_value->p <= level);
    }
  }
  for (const double control : rates) {
    const double treat = control + shift;
    if (treat <= 0.0 || treat >= 1.0) continue;
    const std::vector<double> of_control = binomial_weights(arms.control, control);
    const std::vector<double> of_treat = binomial_weights(arms.treat, treat);
    double chance = 0.0;
    std::size_t cell = 0;
    for (const double c : of_control) {
      for (const double t : of_treat) chance += rejected[cell++] ? c * t : 0.0;
    }
    grid.add(chance, ample(arms, control, treat));
  }
}

Line size_line(const std::string& name, const Test& test, const std::vector<double>& shifts,
               Claim claim) {
  Grid grid;
  for (const double shift : shifts) {
    for (const Arms& arms : two_arms) add_arms(grid, arms, test, shift);
  }
  return grid.size(name, claim);
}

// The counts of n customers in three kinds with their probabilities.
template <typename Visit>
void for_trinomial(std::uint64_t n, double first, double second, const Visit& visit) {
  for (std::uint64_t x = 0; x <= n; ++x) {
    const double of_first = binomial_weights(n, first)[x];
    const std::vector<double> of_second = binomial_weights(n - x, second / (1.0 - first));
    for (std::uint64_t y = 0; y <= n - x; ++y) visit(x, y, of_first * of_second[y]);
  }
}

}  // namespace

Table proportion_test_table() {
  using Two = const ShareTally&;
  constexpr Alternative both = Alternative::two_sided;
  Table table{.id = "proportion_test", .columns = size_columns, .lines = {}};
  const auto add = [&](const char* name, const Test& test, Claim claim) {
    table.lines.push_back(size_line(name, test, {0.0}, claim));
  };
  add(
      "`z_pooled`, `chi2`", [](Two c, Two t) { return chi_square_test(c, t); }, Claim::sound);
  add(
      "`z_unpooled`", [](Two c, Two t) { return unpooled_z_test(c, t, both, 0.0); }, Claim::none);
  add(
      "`score_mn`", [](Two c, Two t) { return score_test(c, t, both, 0.0, true); }, Claim::sound);
  add(
      "`score_fm`", [](Two c, Two t) { return score_test(c, t, both, 0.0, false); }, Claim::sound);
  add(
      "`g_test`", [](Two c, Two t) { return g_test(c, t); }, Claim::none);
  add(
      "`chi2_yates`", [](Two c, Two t) { return yates_test(c, t); }, Claim::sound);
  add(
      "`fisher`", [](Two c, Two t) { return fisher_test(c, t, both); }, Claim::guaranteed);
  return table;
}

Table margin_test_table() {
  using Two = const ShareTally&;
  constexpr double margin = 0.1;
  Table table{.id = "margin_test", .columns = size_columns, .lines = {}};
  table.lines.push_back(size_line(
      "non-inferiority within 0.1", [](Two c, Two t) { return non_inferiority_test(c, t, margin); },
      {-margin}, Claim::sound));
  table.lines.push_back(size_line(
      "equivalence within 0.1",
      [](Two c, Two t) { return equivalence_test(c, t, -margin, margin); }, {-margin, margin},
      Claim::sound));
  return table;
}

Table paired_proportion_table() {
  constexpr double confidence = 0.95;
  Grid difference;
  Grid ratio;
  // Shares of customers in whom only control, only the variant, or both have a success.
  struct Shares {
    double control_only, variant_only, both;
  };
  const std::vector<Shares> grid{{0.05, 0.05, 0.3}, {0.05, 0.15, 0.3}, {0.2, 0.2, 0.3},
                                 {0.3, 0.1, 0.1},   {0.01, 0.01, 0.1}, {0.01, 0.05, 0.5}};
  for (const std::uint64_t n : {10U, 25U, 50U}) {
    for (const Shares& p : grid) {
      double of_difference = 0.0;
      double of_ratio = 0.0;
      const double effect = p.variant_only - p.control_only;
      const double lift = effect / (p.both + p.control_only);
      for_trinomial(n, p.control_only, p.variant_only, [&](auto c, auto v, double weight) {
        const auto found = paired_difference({0, c, v, n - c - v}, confidence).interval;
        if (found && found->low <= effect && effect <= found->high) of_difference += weight;
        const std::vector<double> of_both =
            binomial_weights(n - c - v, p.both / (1.0 - p.control_only - p.variant_only));
        for (std::uint64_t both = 0; both <= n - c - v && weight > 1e-7; ++both) {
          if (of_both[both] < 1e-7) continue;
          const auto relative =
              paired_relative_difference({both, c, v, n - c - v - both}, confidence).interval;
          if (!relative || (relative->low <= lift && lift <= relative->high)) {
            of_ratio += weight * of_both[both];
          }
        }
      });
      const auto customers = static_cast<double>(n);
      const bool enough = customers * std::min(p.control_only, p.variant_only) >= 5.0 - 1e-9;
      difference.add(of_difference, enough);
      ratio.add(of_ratio, enough);
    }
  }
  return {.id = "paired_proportion",
          .columns = coverage_columns,
          .lines = {difference.coverage("difference (Tango)", Claim::sound),
                    ratio.coverage("ratio (Nam and Blackwelder)", Claim::sound)}};
}

Table mcnemar_table() {
  const auto size_at = [](const std::vector<std::uint64_t>& differing) {
    Grid grid;
    for (const std::uint64_t n : differing) {
      const std::vector<double> weights = binomial_weights(n, 0.5);
      double chance = 0.0;
      for (std::uint64_t x = 0; x <= n; ++x) {
        if (mcnemar_test({0, x, n - x, 10}).p_value <= level) chance += weights[x];
      }
      grid.add(chance, true);
    }
    return grid;
  };
  std::vector<std::uint64_t> few(most_exact_pairs);
  std::iota(few.begin(), few.end(), 1U);
  return {.id = "mcnemar",
          .columns = size_columns,
          .lines = {size_at(few).size("exact, 1 to 1000 pairs that differ", Claim::guaranteed),
                    size_at({1001, 1002, 1500, 2001, 5000, 20000})
                        .size("normal limit, 1001 to 20000 pairs", Claim::sound)}};
}

Table sample_ratio_table() {
  Table table{.id = "sample_ratio",
              .columns = {"arms", "customers", "warns (0.01)", "withholds (0.001)", "promise"},
              .lines = {}};
  const auto line = [&](const std::string& name, std::uint64_t n, double warns, double breaks) {
    const bool promised = n >= 1000;
    const bool kept = !promised || (warns <= 0.011 && breaks <= 0.0011);
    table.lines.push_back(
        {.name = name,
         .cells = {fmt::format("{}", n), fmt::format("{:.4f}", warns),
                   fmt::format("{:.5f}", breaks), promised ? "at most a tenth more" : ""},
         .broken = kept ? "" : "errs more than a tenth more often than it says",
         .figure = warns});
  };
  for (const double share : {0.5, 0.1}) {
    for (const std::uint64_t n : {100U, 1000U, 20000U}) {
      double warns = 0.0;
      double breaks = 0.0;
      const std::vector<double> weights = binomial_weights(n, share);
      for (std::uint64_t x = 0; x <= n; ++x) {
        const std::vector<std::uint64_t> counts{x, n - x};
        const std::vector<double> planned{share, 1.0 - share};
        const auto verdict = sample_ratio_test(counts, planned).verdict;
        if (verdict != SampleRatioVerdict::as_planned) warns += weights[x];
        if (verdict == SampleRatioVerdict::broken) breaks += weights[x];
      }
      line(fmt::format("{} and {}", share, 1.0 - share), n, warns, breaks);
    }
  }
  double warns = 0.0;
  double breaks = 0.0;
  constexpr std::uint64_t n = 90;
  for_trinomial(n, 1.0 / 3, 1.0 / 3, [&](auto x, auto y, double weight) {
    const std::vector<std::uint64_t> counts{x, y, n - x - y};
    const std::vector<double> planned{1.0, 1.0, 1.0};
    const auto verdict = sample_ratio_test(counts, planned).verdict;
    if (verdict != SampleRatioVerdict::as_planned) warns += weight;
    if (verdict == SampleRatioVerdict::broken) breaks += weight;
  });
  line("three equal", n, warns, breaks);
  return table;
}

}  // namespace journeylab::coverage
