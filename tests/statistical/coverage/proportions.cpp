// Intervals of one proportion and of two, exactly.
#include <algorithm>
#include <functional>

#include "statistical/coverage/binomial.h"
#include "statistical/coverage/tables.h"
#include "stats/proportion.h"
#include "stats/two_proportion_ratios.h"
#include "stats/two_proportions.h"

namespace journeylab::coverage {
namespace {

constexpr double confidence = 0.95;

using OneInterval = Interval (*)(const ShareTally&, double);
using TwoInterval = std::function<std::optional<Interval>(const ShareTally&, const ShareTally&)>;
using Truth = double (*)(double control, double treat);

void add_sample_size(Grid& grid, std::uint64_t n, OneInterval interval) {
  std::vector<Interval> intervals;
  for (std::uint64_t x = 0; x <= n; ++x) {
    intervals.push_back(interval({.n = n, .successes = x}, confidence));
  }
  std::vector<double> grid_rates{0.001, 0.002, 0.005, 0.995, 0.998, 0.999};
  for (int step = 1; step < 100; ++step) grid_rates.push_back(step / 100.0);
  for (const double p : grid_rates) {
    const std::vector<double> weights = binomial_weights(n, p);
    double covered = 0.0;
    for (std::uint64_t x = 0; x <= n; ++x) {
      if (intervals[x].low <= p && p <= intervals[x].high) covered += weights[x];
    }
    grid.add(covered, static_cast<double>(n) * std::min(p, 1.0 - p) >= 5.0 - 1e-9);
  }
}

// Rounding of an interval's ends beside a true value that they meet.
constexpr double slack = 1e-12;

void add_arms(Grid& grid, const Arms& arms, const TwoInterval& interval, Truth truth) {
  std::vector<std::optional<Interval>> intervals;
  for (std::uint64_t c = 0; c <= arms.control; ++c) {
    for (std::uint64_t t = 0; t <= arms.treat; ++t) {
      intervals.push_back(
          interval({.n = arms.control, .successes = c}, {.n = arms.treat, .successes = t}));
    }
  }
  for (const double control : rates) {
    const std::vector<double> of_control = binomial_weights(arms.control, control);
    for (const double treat : rates) {
      const std::vector<double> of_treat = binomial_weights(arms.treat, treat);
      const double effect = truth(control, treat);
      double covered = 0.0;
      std::size_t cell = 0;
      for (const double c : of_control) {
        for (const double t : of_treat) {
          const auto& found = intervals[cell++];
          // No answer says nothing wrong.
          if (!found || (found->low <= effect + slack && effect <= found->high + slack)) {
            covered += c * t;
          }
        }
      }
      grid.add(covered, ample(arms, control, treat));
    }
  }
}

Line two_arm_line(const std::string& name, const TwoInterval& interval, Truth truth, Claim claim) {
  Grid grid;
  for (const Arms& arms : two_arms) add_arms(grid, arms, interval, truth);
  return grid.coverage(name, claim);
}

}  // namespace

Table one_proportion_table() {
  struct Method {
    const char* name;
    OneInterval interval;
    Claim claim;
  };
  const std::vector<Method> methods{
      {"`wilson` (default)", wilson_interval, Claim::sound},
      {"`wilson_cc`", wilson_corrected_interval, Claim::sound},
      {"`agresti_coull`", agresti_coull_interval, Claim::sound},
      {"`clopper_pearson`", clopper_pearson_interval, Claim::guaranteed},
      {"`jeffreys`", jeffreys_interval, Claim::none},
      {"`jeffreys_bcd`", jeffreys_closed_interval, Claim::sound},
      {"`wald`", wald_interval, Claim::none}};
  Table table{.id = "one_proportion", .columns = coverage_columns, .lines = {}};
  for (const Method& method : methods) {
    Grid grid;
    for (const std::uint64_t n : {10U, 20U, 50U, 100U, 300U, 1000U}) {
      add_sample_size(grid, n, method.interval);
    }
    table.lines.push_back(grid.coverage(method.name, method.claim));
  }
  return table;
}

Table proportion_difference_table() {
  struct Method {
    const char* name;
    Interval (*interval)(const ShareTally&, const ShareTally&, double);
    Claim claim;
  };
  const std::vector<Method> methods{
      {"`newcombe` (default)", newcombe_interval, Claim::sound},
      {"`newcombe_cc`", newcombe_corrected_interval, Claim::sound},
      {"`miettinen_nurminen`", miettinen_nurminen_interval, Claim::sound},
      {"`mee`", mee_interval, Claim::sound},
      {"`agresti_caffo`", agresti_caffo_interval, Claim::sound},
      {"`wald`", wald_difference_interval, Claim::none}};
  const Truth difference = [](double control, double treat) { return treat - control; };
  Table table{.id = "proportion_difference", .columns = coverage_columns, .lines = {}};
  for (const Method& method : methods) {
    const auto interval = [&](const ShareTally& c, const ShareTally& t) {
      return std::optional(method.interval(c, t, confidence));
    };
    table.lines.push_back(two_arm_line(method.name, interval, difference, method.claim));
  }
  return table;
}

Table proportion_ratio_table() {
  struct Method {
    const char* name;
    Estimated (*estimate)(const ShareTally&, const ShareTally&, double);
    Truth truth;
    Claim claim;
  };
  const Truth ratio = [](double control, double treat) { return treat / control; };
  const Truth lift = [](double control, double treat) { return treat / control - 1.0; };
  const Truth odds = [](double control, double treat) {
    return treat / (1.0 - treat) * ((1.0 - control) / control);
  };
  const std::vector<Method> methods{
      {"`rr_koopman`", koopman_ratio, ratio, Claim::sound},
      {"`rr_miettinen_nurminen`", miettinen_nurminen_ratio, ratio, Claim::sound},
      {"`rr_katz`, `lift_log`", katz_ratio, ratio, Claim::sound},
      {"`rr_walter`", walter_ratio, ratio, Claim::none},
      {"`lift_fieller`", fieller_lift, lift, Claim::none},
      {"`lift_delta`", delta_lift, lift, Claim::none},
      {"`or_miettinen_nurminen`", miettinen_nurminen_odds_ratio, odds, Claim::sound},
      {"`or_woolf`", woolf_odds_ratio, odds, Claim::sound},
      {"`or_woolf_haldane`", haldane_odds_ratio, odds, Claim::none}};
  Table table{.id = "proportion_ratio", .columns = coverage_columns, .lines = {}};
  for (const Method& method : methods) {
    const auto interval = [&](const ShareTally& c, const ShareTally& t) {
      return method.estimate(c, t, confidence).interval;
    };
    table.lines.push_back(two_arm_line(method.name, interval, method.truth, method.claim));
  }
  return table;
}

}  // namespace journeylab::coverage
