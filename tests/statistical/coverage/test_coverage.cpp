// Coverage of the intervals of one proportion, exactly, by summing the binomial over a grid, and
// false alarms of tests that are looked at daily, simulated. The figures stand in
// engine/methods/coverage.md; the test [.table] prints them.
#include <cmath>
#include <random>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "stats/always_valid.h"
#include "stats/group_sequential.h"
#include "stats/proportion.h"
#include "stats/two_proportions.h"

using namespace journeylab;

namespace {

struct Method {
  const char* name;
  Interval (*interval)(const ShareTally&, double);
  double least_floor;  // no n and p of the grid may be covered less
  double mean_floor;   // nor the mean over the grid
};

// Floors: exact tails never cover less than nominal (by construction). The others may not fall
// below what the grid showed, rounded down.
const std::vector<Method> methods{{"wilson", wilson_interval, 0.90, 0.95},
                                  {"wilson_cc", wilson_corrected_interval, 0.95, 0.95},
                                  {"agresti_coull", agresti_coull_interval, 0.925, 0.95},
                                  {"clopper_pearson", clopper_pearson_interval, 0.95, 0.95},
                                  {"jeffreys_bcd", jeffreys_closed_interval, 0.86, 0.945}};

struct Coverage {
  double least = 1.0;
  double mean = 0.0;
};

// At 95 %, over n = 10 .. 1000 and p = 0.01 .. 0.99.
Coverage coverage_of(Interval (*interval)(const ShareTally&, double)) {
  Coverage coverage;
  int points = 0;
  for (const std::uint64_t n : {10U, 20U, 50U, 100U, 300U, 1000U}) {
    std::vector<Interval> intervals;
    for (std::uint64_t x = 0; x <= n; ++x) {
      intervals.push_back(interval({.n = n, .successes = x}, 0.95));
    }
    for (int step = 1; step < 100; ++step) {
      const double p = step / 100.0;
      const boost::math::binomial_distribution<double> binomial(static_cast<double>(n), p);
      double covered = 0.0;
      for (std::uint64_t x = 0; x <= n; ++x) {
        if (intervals[x].low <= p && p <= intervals[x].high) {
          covered += boost::math::pdf(binomial, static_cast<double>(x));
        }
      }
      coverage.least = std::min(coverage.least, covered);
      coverage.mean += covered;
      ++points;
    }
  }
  coverage.mean /= points;
  return coverage;
}

// Twenty daily looks at two arms of standard normal customers without a difference; the share of
// experiments in which a rule ever cries out.
struct Peeking {
  double fixed = 0.0;    // z beyond 1.96 at any look
  double mixture = 0.0;  // always-valid p below 0.05
  double planned = 0.0;  // O'Brien-Fleming spending
};

Peeking peeking(int experiments) {
  constexpr int days = 20;
  constexpr double customers = 500.0;
  SequentialPlan plan;
  for (int day = 1; day <= days; ++day) plan.information.push_back(day / double{days});
  const std::vector<LookBounds> bounds = sequential_bounds(plan);
  std::mt19937_64 engine(20260101);
  std::normal_distribution<double> step(0.0, std::sqrt(2.0 * customers));
  Peeking alarms;
  for (int e = 0; e < experiments; ++e) {
    std::vector<EffectLook> looks;
    double sum = 0.0;
    bool fixed = false;
    bool planned = false;
    for (int day = 1; day <= days; ++day) {
      sum += step(engine);
      const double n = customers * day;
      const double z = sum / std::sqrt(2.0 * n);
      fixed = fixed || std::abs(z) > 1.959963984540054;
      planned = planned || std::abs(z) > bounds[static_cast<std::size_t>(day) - 1].upper;
      looks.push_back({.effect = sum / n, .variance = 2.0 / n});
    }
    alarms.fixed += fixed ? 1.0 : 0.0;
    alarms.planned += planned ? 1.0 : 0.0;
    const auto last = mixture_test(looks, {.mixing_variance = 0.001}).back();
    alarms.mixture += last.p_value < 0.05 ? 1.0 : 0.0;
  }
  alarms.fixed /= experiments;
  alarms.planned /= experiments;
  alarms.mixture /= experiments;
  return alarms;
}

}  // namespace

TEST_CASE("no interval of a proportion covers less than its floor", "[coverage]") {
  for (const Method& method : methods) {
    const Coverage coverage = coverage_of(method.interval);
    INFO(method.name << ": least " << coverage.least << ", mean " << coverage.mean);
    CHECK(coverage.least >= method.least_floor);
    CHECK(coverage.mean >= method.mean_floor);
  }
}

TEST_CASE("sequential tests keep their error under daily peeking", "[coverage]") {
  // 20000 experiments: standard error 0.0015 at 0.05; the bound is five of them, so a right method
  // fails once in some three million.
  const Peeking alarms = peeking(20000);
  CHECK(alarms.planned <= 0.05 + 5 * 0.0015);
  CHECK(alarms.planned >= 0.05 - 5 * 0.0015);
  CHECK(alarms.mixture <= 0.05 + 5 * 0.0015);
  CHECK(alarms.fixed > 0.2);  // the fixed test peeked at: what the others are for
}

TEST_CASE("the table of coverage", "[.table]") {
  for (const Method& method : methods) {
    const Coverage coverage = coverage_of(method.interval);
    fmt::print("| {} | {:.4f} | {:.4f} |\n", method.name, coverage.least, coverage.mean);
  }
  const Coverage wald = coverage_of(wald_interval);
  fmt::print("| wald | {:.4f} | {:.4f} |\n", wald.least, wald.mean);
  const Coverage jeffreys = coverage_of(jeffreys_interval);
  fmt::print("| jeffreys | {:.4f} | {:.4f} |\n", jeffreys.least, jeffreys.mean);
  const Peeking alarms = peeking(20000);
  fmt::print("peeking: fixed {:.4f} planned {:.4f} mixture {:.4f}\n", alarms.fixed, alarms.planned,
             alarms.mixture);
}
