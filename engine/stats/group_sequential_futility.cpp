#include "stats/group_sequential_futility.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "stats/distributions.h"
#include "stats/root.h"

namespace journeylab {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double widest = 40.0;

void check(const FutilityPlan& plan) {
  check_information(plan.information);
  if (!(plan.alpha > 0.0 && plan.beta > 0.0 && plan.alpha + plan.beta < 1.0)) {
    throw std::invalid_argument("alpha and beta are not above 0 with a sum below 1");
  }
}

double crossed_above(const SequentialDensity& density, double chance) {
  if (!(chance > 0.0)) return infinite;
  return find_root([&](double z) { return density.above(z) - chance; }, -widest, widest);
}

double crossed_below(const SequentialDensity& density, double chance, double upper) {
  if (!(chance > 0.0)) return -infinite;
  const double low = std::min(-widest, upper - 1.0);
  return find_root([&](double z) { return density.below(z) - chance; }, low,
                   std::min(upper, widest));
}

// The bounds under a drift, and by how much the chance to stay below the upper bound to the end
// exceeds the planned beta.
struct Attempt {
  std::vector<LookBounds> bounds;
  double excess = 0.0;
};

Attempt attempt(const FutilityPlan& plan, double drift) {
  SequentialDensity under_none(plan.information, 0.0);
  SequentialDensity under_drift(plan.information, drift);
  Attempt result;
  double before = 0.0;
  for (std::size_t k = 0; k < plan.information.size(); ++k) {
    const double t = plan.information[k];
    const double alpha_now = error_spent_between(plan.alpha_spending, plan.alpha, before, t);
    const double beta_now = error_spent_between(plan.beta_spending, plan.beta, before, t);
    before = t;
    LookBounds bounds{.upper = crossed_above(under_none, alpha_now)};
    if (k + 1 == plan.information.size()) {
      bounds.lower = bounds.upper;
      result.excess = under_drift.below(bounds.upper) - beta_now;
      result.bounds.push_back(bounds);
      break;
    }
    bounds.lower = crossed_below(under_drift, beta_now, bounds.upper);
    result.bounds.push_back(bounds);
    // The bounds meet too early: the drift leaves less to lose than planned.
    if (bounds.lower >= bounds.upper) {
      result.excess = -1.0;
      break;
    }
    const LookBounds walked{.lower = std::max(bounds.lower, -farthest_bound),
                            .upper = std::min(bounds.upper, farthest_bound)};
    under_none.pass(plan.binding ? walked : LookBounds{.upper = walked.upper});
    under_drift.pass(walked);
  }
  return result;
}

}  // namespace

FutilityDesign futility_design(const FutilityPlan& plan) {
  check(plan);
  FutilityDesign design;
  const double fixed = normal_quantile_above(plan.alpha) + normal_quantile_above(plan.beta);
  const auto excess = [&](double drift) { return attempt(plan, drift).excess; };
  double high = 1.1 * fixed + 0.1;
  while (excess(high) > 0.0 && high < widest) high *= 1.3;
  design.drift = find_root(excess, std::max(fixed - 0.1, 0.0), high);
  design.bounds = attempt(plan, design.drift).bounds;
  if (design.bounds.size() != plan.information.size()) {
    throw std::invalid_argument("no bounds spend alpha and beta as planned");
  }
  for (const double t : plan.information) {
    design.alpha_spent.push_back(error_spent(plan.alpha_spending, plan.alpha, t));
    design.beta_spent.push_back(error_spent(plan.beta_spending, plan.beta, t));
  }
  design.inflation = (design.drift / fixed) * (design.drift / fixed);
  design.none = crossing_probabilities(plan.information, design.bounds, 0.0);
  design.full = crossing_probabilities(plan.information, design.bounds, design.drift);
  design.expected_none = design.inflation * design.none.expected_information;
  design.expected_full = design.inflation * design.full.expected_information;
  return design;
}

}  // namespace journeylab
