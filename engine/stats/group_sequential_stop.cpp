#include "stats/group_sequential_stop.h"

#include <algorithm>
#include <cmath>
#include <functional>
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

// Where a function that rises with the drift is 0, sought outwards from 0: the statistic does not
// say how far, since a trial that hardly passes an earlier look is told by that look, whatever the
// last statistic.
double rising_root(const std::function<double(double)>& f) {
  constexpr double farthest = 1e307;
  double low = -16.0;
  double high = 16.0;
  while (low > -farthest && f(low) > 0.0) low *= 2.0;
  while (high < farthest && f(high) < 0.0) high *= 2.0;
  return find_root(f, low, high);
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
  const auto drift_at = [&](double chance) {
    return rising_root([&](double drift) {
      const Tails tails = stagewise_tails(looks, bounds, z, drift);
      return chance <= 0.5 ? tails.upper - chance : (1.0 - chance) - tails.lower;
    });
  };
  const double tail = outside(confidence) / 2.0;
  result.drift = drift_at(0.5);
  // Of a statistic so large that its interval is no wider than its rounding, in their order.
  const auto [low, high] = std::minmax({drift_at(tail), drift_at(1.0 - tail)});
  result.interval = {.low = low, .high = high};
  return result;
}

}  // namespace journeylab
