#include "stats/group_sequential.h"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "stats/distributions.h"
#include "stats/root.h"

namespace journeylab {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

void check(const SequentialPlan& plan) {
  check_information(plan.information);
  if (plan.sides != 1 && plan.sides != 2) throw std::invalid_argument("sides is not 1 or 2");
  if (!(plan.alpha > 0.0 && plan.alpha < 1.0)) {
    throw std::invalid_argument("alpha is not inside 0 and 1");
  }
  if (plan.shape == BoundaryShape::spending && plan.spending.function == SpendingFunction::power &&
      !(plan.spending.parameter > 0.0)) {
    throw std::invalid_argument("the power of a spending function is not above 0");
  }
}

LookBounds around(double upper, int sides) {
  return {.lower = sides == 2 ? -upper : -infinite, .upper = upper};
}

// The bound at which the next look crosses upwards with chance `tail`; `stopped` is what has
// stopped before, on both sides.
double bound_for(const SequentialDensity& density, double tail, double stopped) {
  if (!(tail > 0.0)) return infinite;
  const double high = normal_quantile_above(tail);
  if (density.look() == 0) return high;
  constexpr double most = 0.9999;
  const double low = normal_quantile_above(std::min(tail + stopped, most));
  return find_root([&](double z) { return density.above(z) - tail; }, low - 1e-6, high + 1e-6);
}

std::vector<LookBounds> spending_bounds(const SequentialPlan& plan) {
  SequentialDensity density(plan.information, 0.0);
  std::vector<LookBounds> bounds;
  const double side = plan.alpha / plan.sides;
  double before = 0.0;
  for (const double t : plan.information) {
    const double now = error_spent_between(plan.spending, side, before, t);
    const double spent = error_spent(plan.spending, side, before);
    bounds.push_back(
        around(bound_for(density, std::max(now, 0.0), spent * plan.sides), plan.sides));
    before = t;
    if (bounds.size() == plan.information.size()) break;
    density.pass(around(std::min(bounds.back().upper, farthest_bound), plan.sides));
  }
  return bounds;
}

std::vector<LookBounds> shaped_bounds(const SequentialPlan& plan, double constant) {
  double delta = plan.delta;
  if (plan.shape == BoundaryShape::obrien_fleming) delta = 0.0;
  if (plan.shape == BoundaryShape::pocock) delta = 0.5;
  std::vector<LookBounds> bounds;
  for (const double t : plan.information) {
    bounds.push_back(around(constant * std::pow(t, delta - 0.5), plan.sides));
  }
  return bounds;
}

double total(const std::vector<double>& chances) {
  return std::accumulate(chances.begin(), chances.end(), 0.0);
}

}  // namespace

CrossingProbabilities crossing_probabilities(std::span<const double> information,
                                             std::span<const LookBounds> bounds, double drift) {
  SequentialDensity density(information, drift);
  CrossingProbabilities result;
  double going = 1.0;
  double before = 0.0;
  for (std::size_t k = 0; k < information.size(); ++k) {
    result.expected_information += going * (information[k] - before);
    before = information[k];
    const double up = density.above(bounds[k].upper);
    const double down = density.below(bounds[k].lower);
    result.upper.push_back(up);
    result.lower.push_back(down);
    going = std::max(going - up - down, 0.0);
    if (k + 1 < information.size()) density.pass(bounds[k]);
  }
  return result;
}

std::vector<LookBounds> sequential_bounds(const SequentialPlan& plan) {
  check(plan);
  if (plan.shape == BoundaryShape::spending) return spending_bounds(plan);
  const double side = plan.alpha / plan.sides;
  const auto excess = [&](double constant) {
    const auto bounds = shaped_bounds(plan, constant);
    return total(crossing_probabilities(plan.information, bounds, 0.0).upper) - side;
  };
  // At the constant of a single look the error is too high; at that of a look's share of it, with
  // the loosest look in mind, too low.
  const double looks = static_cast<double>(plan.information.size());
  const double low = normal_quantile_above(side);
  double high = std::max(normal_quantile_above(side / looks), 0.1);
  for (int i = 0; i < 60 && excess(high) > 0.0; ++i) high *= 1.5;
  return shaped_bounds(plan, looks == 1.0 ? low : find_root(excess, low, high));
}

SequentialDesign sequential_design(const SequentialPlan& plan) {
  SequentialDesign design;
  design.bounds = sequential_bounds(plan);
  const double side = plan.alpha / plan.sides;
  if (!(plan.power > side && plan.power < 1.0)) {
    throw std::invalid_argument("the power is not between alpha and 1");
  }
  const auto& t = plan.information;
  const auto excess = [&](double drift) {
    return total(crossing_probabilities(t, design.bounds, drift).upper) - plan.power;
  };
  const double fixed = normal_quantile_above(side) - normal_quantile_above(plan.power);
  double high = std::max(2.0 * fixed, 1.0);
  while (excess(high) < 0.0) high *= 1.5;
  design.drift = find_root(excess, 0.0, high);
  design.inflation = (design.drift / fixed) * (design.drift / fixed);
  design.none = crossing_probabilities(t, design.bounds, 0.0);
  design.full = crossing_probabilities(t, design.bounds, design.drift);
  const auto half = crossing_probabilities(t, design.bounds, design.drift / 2.0);
  design.expected_none = design.inflation * design.none.expected_information;
  design.expected_half = design.inflation * half.expected_information;
  design.expected_full = design.inflation * design.full.expected_information;
  return design;
}

}  // namespace journeylab
