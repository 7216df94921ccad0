// Credible intervals: their coverage where rates are fixed, and where they come from the prior.
#include "statistical/coverage/binomial.h"
#include "statistical/coverage/draws.h"
#include "statistical/coverage/tables.h"
#include "stats/bayes_beta.h"
#include "stats/bayes_normal.h"

namespace journeylab::coverage {
namespace {

constexpr std::uint64_t customers = 8;

// Of the difference, for every pair of counts, with Beta(1, 1) as prior.
const std::vector<Interval>& credible_intervals() {
  static const std::vector<Interval> intervals = [] {
    std::vector<Interval> result;
    const auto posterior = [](std::uint64_t x) {
      return BetaPosterior{1.0 + static_cast<double>(x), 1.0 + static_cast<double>(customers - x)};
    };
    for (std::uint64_t c = 0; c <= customers; ++c) {
      for (std::uint64_t t = 0; t <= customers; ++t) {
        result.push_back(compare_beta(posterior(c), posterior(t), 0.95).interval);
      }
    }
    return result;
  }();
  return intervals;
}

std::size_t successes(Draws& draws, double rate) {
  std::size_t count = 0;
  for (std::uint64_t i = 0; i < customers; ++i) count += draws.uniform() < rate ? 1 : 0;
  return count;
}

}  // namespace

Table beta_posterior_table() {
  Grid grid;
  for (const double control : rates) {
    const auto of_control = binomial_weights(customers, control);
    for (const double treat : rates) {
      const auto of_treat = binomial_weights(customers, treat);
      double covered = 0.0;
      for (std::size_t c = 0; c <= customers; ++c) {
        for (std::size_t t = 0; t <= customers; ++t) {
          const Interval& interval = credible_intervals()[c * (customers + 1) + t];
          if (holds(interval, treat - control)) covered += of_control[c] * of_treat[t];
        }
      }
      grid.add(covered, ample({customers, customers}, control, treat));
    }
  }
  return {.id = "beta_posterior",
          .columns = coverage_columns,
          .lines = {grid.coverage("Beta-Binomial, prior Beta(1, 1), n = 8", Claim::none)}};
}

Table posterior_table() {
  Draws draws(401);
  Count beta;
  Count normal;
  for (int i = 0; i < 20000; ++i) {
    const double control = draws.uniform();
    const double treat = draws.uniform();
    const std::size_t c = successes(draws, control);
    const std::size_t t = successes(draws, treat);
    beta.add(holds(credible_intervals()[c * (customers + 1) + t], treat - control));
    const double effect = 0.1 + 0.5 * draws.normal();
    const double estimate = effect + draws.normal();
    const auto posterior = posterior_of(estimate, 1.0, NormalPosterior{0.1, 0.5});
    normal.add(holds(judge_effect(posterior, 0.95).interval, effect));
  }
  return {.id = "posterior",
          .columns = simulated_columns,
          .lines = {simulated_coverage("Beta-Binomial, rates from the prior", beta, Claim::exact),
                    simulated_coverage("Normal, effects from the prior", normal, Claim::exact)}};
}

}  // namespace journeylab::coverage
