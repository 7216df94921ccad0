#include "stats/group_sequential_stop.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "stats/distributions.h"
#include "stats/root.h"

namespace journeylab {
namespace {

struct Tails {
  double upper = 0.0;  // this or more extreme upwards
  double lower = 0.0;  // this or more extreme downwards
};

Tails stagewise_tails(std::span<const double> information, std::span<const LookBounds> bounds,
                      double z, double drift) {
  SequentialDensity density(information, drift);
  Tails tails;
  for (std::size_t k = 0; k + 1 < bounds.size(); ++k) {
    tails.upper += density.above(bounds[k].upper);
    tails.lower += density.below(bounds[k].lower);
    density.pass(bounds[k]);
  }
  tails.upper += density.above(z);
  tails.lower += density.below(z);
  return tails;
}

}  // namespace

StoppedTrial stopped_trial(std::span<const double> information, std::span<const LookBounds> bounds,
                           double z, double confidence) {
  if (bounds.empty() || bounds.size() > information.size()) {
    throw std::invalid_argument("the looks made are none, or more than have information");
  }
  if (!std::isfinite(z)) throw std::invalid_argument("the statistic is not a finite number");
  const auto looks = information.first(bounds.size());
  StoppedTrial result;
  const Tails none = stagewise_tails(looks, bounds, z, 0.0);
  result.p_greater = std::min(none.upper, 1.0);
  result.p_less = std::min(none.lower, 1.0);
  result.p_value = std::min(1.0, 2.0 * std::min(result.p_greater, result.p_less));
  // The drift at which the upper tail is a given chance; beyond the bracket the tail is flat.
  const double root = std::sqrt(looks.back());
  double highest = std::abs(z);
  for (const LookBounds& look : bounds.first(bounds.size() - 1)) {
    if (std::isfinite(look.upper)) highest = std::max(highest, std::abs(look.upper));
    if (std::isfinite(look.lower)) highest = std::max(highest, std::abs(look.lower));
  }
  const double reach = (highest + 9.0) / std::min(root, std::sqrt(looks.front()));
  const auto drift_at = [&](double chance) {
    const auto difference = [&](double drift) {
      const Tails tails = stagewise_tails(looks, bounds, z, drift);
      return chance <= 0.5 ? tails.upper - chance : (1.0 - chance) - tails.lower;
    };
    return find_root(difference, -reach, reach);
  };
  const double tail = outside(confidence) / 2.0;
  result.drift = drift_at(0.5);
  result.interval = {.low = drift_at(tail), .high = drift_at(1.0 - tail)};
  return result;
}

}  // namespace journeylab
