#include "random/cumulative.h"

#include <algorithm>
#include <cmath>

#include "random/curves.h"
#include "random/elementary.h"
#include "random/mathematics.h"

namespace journeylab {
namespace {

constexpr Probability nothing{.below = 0.0, .above = 1.0};
constexpr Probability everything{.below = 1.0, .above = 0.0};

/// From the cumulative hazard H: P(X > x) = exp(-H).
Probability of_hazard(double hazard) noexcept {
  if (!(hazard > 0.0)) return nothing;
  return {.below = -elementary::exp_minus_one(-hazard), .above = elementary::exp(-hazard)};
}

Probability of_normal(double z) noexcept {
  return {.below = normal_cumulative(z), .above = normal_cumulative(-z)};
}

Probability of_uniform(double low, double high, double x) noexcept {
  if (x <= low) return nothing;
  if (x >= high) return everything;
  return {.below = (x - low) / (high - low), .above = (high - x) / (high - low)};
}

Probability of_triangular(const Parameters& parameters, double x) noexcept {
  const auto [low, mode, high] = parameters;
  if (x <= low) return nothing;
  if (x >= high) return everything;
  const double width = high - low;
  if (x < mode) {
    const double below = (x - low) / width * ((x - low) / (mode - low));
    return {.below = below, .above = 1.0 - below};
  }
  const double above = (high - x) / width * ((high - x) / (high - mode));
  return {.below = 1.0 - above, .above = above};
}

Probability of_bernoulli(double p, double x) noexcept {
  if (x < 0.0) return nothing;
  return x < 1.0 ? Probability{.below = 1.0 - p, .above = p} : everything;
}

Probability of_geometric(double p, double x) noexcept {
  if (x < 0.0) return nothing;
  return p >= 1.0 ? everything : of_hazard(-(std::floor(x) + 1.0) * elementary::log_one_plus(-p));
}

Probability of_sample(const std::vector<double>& sorted, double x) noexcept {
  const auto up_to = std::upper_bound(sorted.begin(), sorted.end(), x) - sorted.begin();
  const auto size = static_cast<double>(sorted.size());
  const auto count = static_cast<double>(up_to);
  return {.below = count / size, .above = (size - count) / size};
}

Probability within(const PreparedDistribution& distribution, double x) {
  const Probability whole = whole_cumulative(distribution.family, distribution.parameters, x);
  if (!distribution.truncated) return whole;
  if (x < distribution.low) return nothing;
  if (x >= distribution.high) return everything;
  const double window = distribution.window;
  const Probability& low = distribution.below_low;
  const Probability& high = distribution.up_to_high;
  const double below = whole.below < 0.5 ? whole.below - low.below : low.above - whole.above;
  const double above = whole.above < 0.5 ? whole.above - high.above : high.below - whole.below;
  return {.below = std::clamp(below / window, 0.0, 1.0),
          .above = std::clamp(above / window, 0.0, 1.0)};
}

}  // namespace

Probability whole_cumulative(Family family, const Parameters& canonical, double x) {
  const auto [first, second, third] = canonical;
  switch (family) {
    case Family::exponential:
      return of_hazard(x / first);
    case Family::lognormal:
      return x <= 0.0 ? nothing : of_normal((elementary::log(x) - first) / second);
    case Family::normal:
      return of_normal((x - first) / second);
    case Family::gamma:
      return gamma_cumulative(first, x / second);
    case Family::weibull:
      return x <= 0.0 ? nothing : of_hazard(portable_pow(x / second, first));
    case Family::uniform:
      return of_uniform(first, second, x);
    case Family::triangular:
      return of_triangular(canonical, x);
    case Family::beta:
      return beta_cumulative(first, second, x);
    case Family::bernoulli:
      return of_bernoulli(first, x);
    case Family::poisson:
      return poisson_cumulative(first, x);
    case Family::geometric:
      return of_geometric(first, x);
    case Family::pareto:
      return x <= first ? nothing : of_hazard(second * elementary::log(x / first));
    case Family::empirical:
      break;
  }
  return nothing;
}

Probability cumulative(const PreparedDistribution& distribution, double x) {
  if (std::isnan(x)) return {.below = x, .above = x};
  if (distribution.family == Family::empirical) return of_sample(*distribution.sample, x);
  const auto constant = constant_value(distribution.family, distribution.parameters);
  if (constant) return x >= *constant ? everything : nothing;
  return within(distribution, x);
}

}  // namespace journeylab
