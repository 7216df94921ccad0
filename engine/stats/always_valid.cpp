#include "stats/always_valid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace journeylab {
namespace {

void check(const MixtureTest& test) {
  if (!(test.mixing_variance > 0.0)) {
    throw std::invalid_argument("the mixing variance is not above 0");
  }
  if (!(test.alpha > 0.0 && test.alpha < 1.0)) {
    throw std::invalid_argument("alpha is not inside 0 and 1");
  }
}

}  // namespace

std::vector<MixtureLook> mixture_test(std::span<const EffectLook> looks, const MixtureTest& test) {
  check(test);
  const double tau2 = test.mixing_variance;
  std::vector<MixtureLook> results;
  double smallest = 1.0;
  Interval running{.low = -std::numeric_limits<double>::infinity(),
                   .high = std::numeric_limits<double>::infinity()};
  for (const EffectLook& look : looks) {
    const double v = look.variance;
    if (!(v > 0.0)) throw std::invalid_argument("the variance of a look is not above 0");
    const double d = look.effect - test.null_effect;
    const double shrink = std::log1p(tau2 / v);  // ln((v + tau2) / v)
    MixtureLook result;
    result.ln_ratio = -0.5 * shrink + tau2 * d * d / (2.0 * v * (v + tau2));
    result.p_look = std::min(1.0, std::exp(-result.ln_ratio));
    smallest = std::min(smallest, result.p_look);
    result.p_value = smallest;
    const double reach = std::sqrt(v * ((v + tau2) / tau2) * (shrink - 2.0 * std::log(test.alpha)));
    result.interval = {.low = look.effect - reach, .high = look.effect + reach};
    running.low = std::max(running.low, result.interval.low);
    running.high = std::min(running.high, result.interval.high);
    result.running = running;
    results.push_back(result);
  }
  return results;
}

double asymptotic_rho(const AsymptoticSequence& sequence) {
  const double a = sequence.sides == 1 ? 2.0 * sequence.alpha : sequence.alpha;
  if (!(a > 0.0 && a < 1.0)) {
    throw std::invalid_argument("alpha is not above 0 and below 1 (below 0.5 on one side)");
  }
  if (!(sequence.best_at > 0.0)) {
    throw std::invalid_argument("the number of observations to be best at is not above 0");
  }
  const double twice = -2.0 * std::log(a);
  return std::sqrt((twice + std::log1p(twice)) / sequence.best_at);
}

double asymptotic_half_width(const AsymptoticSequence& sequence, double n, double variance) {
  if (!(n > 0.0)) throw std::invalid_argument("the number of observations is not above 0");
  if (!(variance >= 0.0)) throw std::invalid_argument("the variance is below 0");
  const double rho = asymptotic_rho(sequence);
  const double grown = n * rho * rho + 1.0;
  const double root = std::sqrt(grown);
  const double level = sequence.sides == 1 ? std::log1p(root / (2.0 * sequence.alpha))
                                           : std::log(root / sequence.alpha);
  return std::sqrt(2.0 * variance * grown * level) / (n * rho);
}

SequentialEffect sequential_effect(const AsymptoticSequence& sequence, double effect,
                                   double standard_error, double n) {
  const AsymptoticSequence both{.best_at = sequence.best_at, .alpha = sequence.alpha, .sides = 2};
  const double half = asymptotic_half_width(both, n, standard_error * standard_error * n);
  SequentialEffect result{.interval = {.low = effect - half, .high = effect + half}};
  if (standard_error == 0.0) {
    result.p_value = effect == 0.0 ? 1.0 : 0.0;
    return result;
  }
  const double rho = asymptotic_rho(both);
  const double grown = n * rho * rho + 1.0;
  const double z = effect / standard_error;
  const double ln_p = 0.5 * std::log(grown) - 0.5 * z * z * (n * rho * rho / grown);
  result.p_value = std::min(1.0, std::exp(ln_p));
  return result;
}

}  // namespace journeylab
