#include "stats/power_sequential.h"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "stats/power_plan.h"
#include "stats/root.h"

namespace journeylab {
namespace {

std::vector<LookBounds> bounds_at(const AlwaysValidPlan& plan, double drift) {
  const double spread = plan.mixing * plan.mixing * drift * drift;
  std::vector<LookBounds> bounds;
  for (const double t : plan.information) {
    const double bound = mixture_bound(spread, t, plan.alpha);
    bounds.push_back({.lower = -bound, .upper = bound});
  }
  return bounds;
}

double found(const CrossingProbabilities& crossing) {
  return std::accumulate(crossing.upper.begin(), crossing.upper.end(), 0.0);
}

}  // namespace

double mixture_bound(double spread, double t, double alpha) {
  const double relative = spread * t;
  return std::sqrt((1.0 + 1.0 / relative) * (std::log1p(relative) - 2.0 * std::log(alpha)));
}

SequentialDesign always_valid_design(const AlwaysValidPlan& plan) {
  check_information(plan.information);
  if (!(plan.mixing > 0.0 && std::isfinite(plan.mixing))) {
    throw std::invalid_argument("the mixing is not above 0");
  }
  const double fixed =
      plan_deviations({.level = {.alpha = plan.alpha, .sides = 2}, .power = plan.power}).sum();
  const auto at = [&](double drift) {
    return crossing_probabilities(plan.information, bounds_at(plan, drift), drift);
  };
  const auto spare = [&](double drift) { return found(at(drift)) - plan.power; };
  double high = 2.0 * fixed + 1.0;
  while (spare(high) < 0.0) high *= 2.0;
  SequentialDesign design;
  design.drift = find_root(spare, 0.1 * fixed, high);
  design.bounds = bounds_at(plan, design.drift);
  design.inflation = design.drift * design.drift / (fixed * fixed);
  const auto under = [&](double drift) {
    return crossing_probabilities(plan.information, design.bounds, drift);
  };
  design.none = under(0.0);
  design.full = under(design.drift);
  design.expected_none = design.inflation * design.none.expected_information;
  design.expected_half = design.inflation * under(design.drift / 2.0).expected_information;
  design.expected_full = design.inflation * design.full.expected_information;
  return design;
}

}  // namespace journeylab
