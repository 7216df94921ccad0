// Tests that are looked at every day, simulated.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "statistical/coverage/draws.h"
#include "statistical/coverage/tables.h"
#include "stats/always_valid.h"
#include "stats/group_sequential.h"
#include "stats/group_sequential_futility.h"
#include "stats/group_sequential_stop.h"
#include "stats/uniform_boundary.h"

namespace journeylab::coverage {
namespace {

constexpr std::size_t days = 20;
constexpr int trials = 20000;

std::vector<double> even(std::size_t looks) {
  std::vector<double> information;
  for (std::size_t k = 1; k <= looks; ++k) {
    information.push_back(static_cast<double>(k) / static_cast<double>(looks));
  }
  return information;
}

// Z at each look, of mean drift sqrt(t).
std::vector<double> walk(Draws& draws, const std::vector<double>& information, double drift) {
  std::vector<double> z;
  double score = 0.0;
  double before = 0.0;
  for (const double t : information) {
    score += drift * (t - before) + std::sqrt(t - before) * draws.normal();
    before = t;
    z.push_back(score / std::sqrt(t));
  }
  return z;
}

Line stops_line(const std::string& name, const std::vector<double>& information,
                const std::vector<LookBounds>& bounds, double nominal, Claim claim) {
  Draws draws(501);
  Count count;
  for (int i = 0; i < trials; ++i) {
    const auto z = walk(draws, information, 0.0);
    bool crossed = false;
    for (std::size_t k = 0; k < z.size(); ++k) {
      crossed = crossed || z[k] > bounds[k].upper || z[k] < bounds[k].lower;
    }
    count.add(crossed);
  }
  return simulated_error(name, count, nominal, claim);
}

Line plan_line(const std::string& name, SequentialPlan plan) {
  if (plan.information.empty()) plan.information = even(days);
  return stops_line(name, plan.information, sequential_bounds(plan), plan.alpha, Claim::exact);
}

// Whether a one-sided trial crosses its upper bound before a lower one that is heeded or not.
Line futility_line(const std::string& name, bool binding, bool heeded, bool under_drift,
                   double nominal, Claim claim) {
  const FutilityPlan plan{.alpha = 0.05, .beta = 0.2, .binding = binding, .information = even(5)};
  const FutilityDesign design = futility_design(plan);
  Draws draws(502);
  Count count;
  for (int i = 0; i < trials; ++i) {
    const auto z = walk(draws, plan.information, under_drift ? design.drift : 0.0);
    bool crossed = false;
    for (std::size_t k = 0; k < z.size() && !crossed; ++k) {
      crossed = z[k] > design.bounds[k].upper;
      if (heeded && !crossed && z[k] < design.bounds[k].lower) break;
    }
    count.add(crossed);
  }
  return simulated_error(name, count, nominal, claim);
}

// Of the drift, after stopping; and of the plain interval, as if there had been one look.
std::vector<Line> stopped_lines() {
  constexpr double drift = 2.0;
  const SequentialPlan plan{.shape = BoundaryShape::pocock, .information = even(3)};
  const auto bounds = sequential_bounds(plan);
  Draws draws(503);
  Count stagewise;
  Count plain;
  Count above;
  for (int i = 0; i < 1500; ++i) {
    const auto z = walk(draws, plan.information, drift);
    std::size_t k = 0;
    while (k + 1 < z.size() && std::abs(z[k]) < bounds[k].upper) ++k;
    const auto made = std::span(bounds).first(k + 1);
    const StoppedTrial found = stopped_trial(plan.information, made, z[k], 0.95);
    stagewise.add(holds(found.interval, drift));
    above.add(found.drift > drift);
    plain.add(std::abs(z[k] - drift * std::sqrt(plan.information[k])) <= 1.959963984540054);
  }
  return {simulated_coverage("stagewise interval at stopping", stagewise, Claim::exact),
          simulated_coverage("fixed interval at stopping", plain, Claim::none),
          simulated_error("median-unbiased drift above the true one", above, 0.5, Claim::exact)};
}

struct Crossings {
  Count p_value, running, asymptotic, one_sided, fixed;
};

// 500 customers a day and arm with an effect of 0.05 standard deviations.
Crossings daily_looks() {
  constexpr double customers = 500.0;
  constexpr double effect = 0.05;
  const AsymptoticSequence both{.best_at = 5000.0};
  const AsymptoticSequence one{.best_at = 5000.0, .sides = 1};
  Draws draws(504);
  Crossings result;
  for (int i = 0; i < trials / 2; ++i) {
    std::vector<EffectLook> looks;
    double sum = 0.0;
    bool sequence = true;
    bool lower_side = true;
    bool fixed = true;
    for (std::size_t day = 1; day <= days; ++day) {
      sum += effect * customers + std::sqrt(2.0 * customers) * draws.normal();
      const double n = customers * static_cast<double>(day);
      looks.push_back({.effect = sum / n, .variance = 2.0 / n});
      // The difference's variance for each of the 2 n customers is 4.
      const double error = std::sqrt(2.0 / n);
      const double distance = looks.back().effect - effect;
      sequence = sequence && std::abs(distance) <= asymptotic_half_width(both, 2.0 * n, 4.0);
      lower_side = lower_side && distance <= asymptotic_half_width(one, 2.0 * n, 4.0);
      fixed = fixed && std::abs(distance) <= 1.959963984540054 * error;
    }
    const MixtureTest test{.mixing_variance = 0.0025, .null_effect = effect};
    const MixtureLook last = mixture_test(looks, test).back();
    result.p_value.add(last.p_value <= 0.05);
    result.running.add(last.running.low <= effect && effect <= last.running.high);
    result.asymptotic.add(sequence);
    result.one_sided.add(lower_side);
    result.fixed.add(fixed);
  }
  return result;
}

using Boundary = std::function<double(double)>;

// How often sums of centred draws ever pass a boundary over 400 steps, looked at after each; or
// pass one below, if there is one.
Line boundary_line(const std::string& name, const Boundary& above, const Boundary& below,
                   double variance, const std::function<double(Draws&)>& draw) {
  constexpr int steps = 400;
  std::vector<std::pair<double, double>> limits;
  for (int k = 1; k <= steps; ++k) {
    const double v = variance * k;
    limits.emplace_back(above(v), below ? below(v) : std::numeric_limits<double>::infinity());
  }
  Draws draws(505);
  Count count;
  for (int i = 0; i < 4000; ++i) {
    double sum = 0.0;
    bool crossed = false;
    for (const auto& [upper, lower] : limits) {
      sum += draw(draws);
      // A boundary may stand at the highest sum there is, which no sum passes but for rounding.
      constexpr double passed = 1.0 + 1e-12;
      crossed = crossed || sum > upper * passed || -sum > lower * passed;
    }
    count.add(crossed);
  }
  return simulated_error(name, count, 0.05, Claim::guaranteed);
}

}  // namespace

Table group_sequential_table() {
  std::vector<LookBounds> fixed(days, {.lower = -1.959963984540054, .upper = 1.959963984540054});
  constexpr BoundaryShape spending = BoundaryShape::spending;
  Table table{
      .id = "group_sequential",
      .columns = simulated_columns,
      .lines = {
          stops_line("fixed test, p below 0.05 at any look", even(days), fixed, 0.05, Claim::none),
          plan_line("`spend_obf`", {}),
          plan_line("`spend_pocock`", {.spending = {SpendingFunction::pocock}}),
          plan_line("`spend_hsd`, -4", {.spending = {SpendingFunction::hwang_shih_decani, -4.0}}),
          plan_line("`spend_power`, 3, one side",
                    {.spending = {SpendingFunction::power, 3.0}, .sides = 1}),
          plan_line("`obrien_fleming`", {.shape = BoundaryShape::obrien_fleming}),
          plan_line("`pocock`", {.shape = BoundaryShape::pocock}),
          plan_line("`wang_tsiatis`, 0.25", {.shape = BoundaryShape::wang_tsiatis, .delta = 0.25}),
          plan_line("`spend_obf`, looks at 0.05, 0.5, 0.51, 0.9, 1",
                    {.shape = spending, .information = {0.05, 0.5, 0.51, 0.9, 1.0}}),
          futility_line("futility not binding, heeded", false, true, false, 0.05,
                        Claim::guaranteed),
          futility_line("futility not binding, not heeded", false, false, false, 0.05,
                        Claim::exact),
          futility_line("futility binding, heeded", true, true, false, 0.05, Claim::exact),
          futility_line("futility binding, not heeded", true, false, false, 0.05, Claim::none),
          futility_line("futility binding: power under the drift", true, true, true, 0.8,
                        Claim::exact),
          futility_line("futility not binding: power under the drift", false, true, true, 0.8,
                        Claim::exact)}};
  for (Line& line : stopped_lines()) table.lines.push_back(std::move(line));
  return table;
}

Table always_valid_table() {
  const Crossings crossings = daily_looks();
  return {
      .id = "always_valid",
      .columns = simulated_columns,
      .lines = {simulated_coverage("fixed interval, at every look", crossings.fixed, Claim::none),
                simulated_coverage("mSPRT, running interval", crossings.running, Claim::guaranteed),
                simulated_error("mSPRT, always valid p at most 0.05", crossings.p_value, 0.05,
                                Claim::guaranteed),
                simulated_coverage("asymptotic sequence, at every look", crossings.asymptotic,
                                   Claim::guaranteed),
                simulated_coverage("asymptotic sequence, one side, at every look",
                                   crossings.one_sided, Claim::guaranteed)}};
}

Table uniform_boundary_table() {
  const BoundaryTuning tuning{.variance = 100.0, .alpha = 0.05};
  const auto normal = [](Draws& draws) { return draws.normal(); };
  const auto exponential = [](Draws& draws) { return draws.exponential() - 1.0; };
  const auto poisson = [](Draws& draws) { return draws.poisson(1.0) - 1.0; };
  constexpr double rate = 0.3;
  const auto success = [](Draws& draws) { return draws.uniform() < rate ? 1.0 - rate : -rate; };
  constexpr double alpha = 0.05;
  const BoundaryTuning of_success{.variance = 20.0, .alpha = 0.05};
  // A sum's steps are above -g and below h; the sum's opposite has them exchanged.
  const auto beta = [&](int sides, double g) {
    return [=](double v) { return beta_binomial_mixture(v, alpha, of_success, g, 1.0 - g, sides); };
  };
  const auto two_sided = [&](double v) { return normal_mixture_two_sided(v, alpha, tuning); };
  const auto one_sided = [&](double v) { return normal_mixture_one_sided(v, alpha, tuning); };
  const auto of_exponential = [&](double v) {
    return gamma_exponential_mixture(v, alpha, tuning, 1.0);
  };
  const auto of_poisson = [&](double v) { return gamma_poisson_mixture(v, alpha, tuning, 1.0); };
  const auto stitched = [&](double v) { return polynomial_stitching(v, alpha, Stitching{}); };
  constexpr double spread = rate * (1.0 - rate);
  return {.id = "uniform_boundary",
          .columns = simulated_columns,
          .lines = {
              boundary_line("`normal_mixture_two_sided`, normal steps", two_sided, two_sided, 1.0,
                            normal),
              boundary_line("`normal_mixture_one_sided`, normal steps", one_sided, {}, 1.0, normal),
              boundary_line("`gamma_exponential`, exponential steps", of_exponential, {}, 1.0,
                            exponential),
              boundary_line("`gamma_poisson`, Poisson steps", of_poisson, {}, 1.0, poisson),
              boundary_line("`beta_binomial_one_sided`, successes at 0.3", beta(1, rate), {},
                            spread, success),
              boundary_line("`beta_binomial_two_sided`, successes at 0.3", beta(2, rate),
                            beta(2, 1.0 - rate), spread, success),
              boundary_line("`poly_stitching`, normal steps", stitched, {}, 1.0, normal)}};
}

}  // namespace journeylab::coverage
