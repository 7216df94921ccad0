// Means: closed forms; of truncated distributions by partial expectations where nothing cancels in
// them, else by quadrature of the quantile function.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/quadrature/tanh_sinh.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "random/canonical.h"
#include "random/cumulative.h"
#include "random/curves.h"
#include "random/elementary.h"
#include "random/mathematics.h"
#include "random/truncation.h"

namespace journeylab {
namespace {

double gamma_function(double x) {
  namespace policies = boost::math::policies;
  using Quiet = policies::policy<policies::overflow_error<policies::ignore_error>>;
  return boost::math::tgamma(x, Quiet());
}

double sample_mean(const std::vector<double>& sample) {
  const auto size = static_cast<double>(sample.size());
  return std::accumulate(sample.begin(), sample.end(), 0.0,
                         [&](double sum, double value) { return sum + value / size; });
}

double whole_mean(Family family, const Parameters& parameters) {
  const auto [first, second, third] = parameters;
  switch (family) {
    case Family::lognormal:
      return elementary::exp(first + 0.5 * second * second);
    case Family::gamma:
      return first * second;
    case Family::weibull:
      return second * gamma_function(1.0 + 1.0 / first);
    case Family::uniform:
      return 0.5 * first + 0.5 * second;
    case Family::triangular:
      return first / 3.0 + second / 3.0 + third / 3.0;
    case Family::beta:
      return first / (first + second);
    case Family::geometric:
      return (1.0 - first) / first;
    case Family::pareto:
      return second > 1.0 ? first * (second / (second - 1.0)) : elementary::infinity;
    default:
      return first;
  }
}

/// 1/x - 1/(exp(x) - 1), without cancellation near 0 (where it is 1/2 - x/12 + x^3/720).
double bernoulli_term(double x) noexcept {
  if (std::isinf(x)) return 0.0;
  if (x < 1e-2) return 0.5 - x / 12.0 + x * x * x / 720.0;
  return 1.0 / x - 1.0 / elementary::exp_minus_one(x);
}

/// An exponential on [low, high]: low + width (1/t - 1/(exp(t) - 1)), t = width / mean.
double exponential_mean(double mean, double low, double high) noexcept {
  const double start = std::max(low, 0.0);
  if (std::isinf(high)) return start + mean;
  const double width = high - start;
  return start + width * bernoulli_term(width / mean);
}

/// A geometric on {low, ..., high}: with n values and rate r = -log(1 - p),
/// low + 1/(exp(r) - 1) - n/(exp(n r) - 1).
double geometric_mean(double p, double low, double high) noexcept {
  const double start = std::max(std::ceil(low), 0.0);
  if (p >= 1.0) return 0.0;
  if (std::isinf(high)) return start + (1.0 - p) / p;
  const double rate = -elementary::log_one_plus(-p);
  const double count = std::floor(high) - start + 1.0;
  return start + count * bernoulli_term(count * rate) - bernoulli_term(rate);
}

/// A Pareto on [low, high]: the density is a power, so is its partial expectation.
double pareto_mean(double scale, double shape, double low, double high) {
  const double start = std::max(low, scale);
  if (std::isinf(high)) return whole_mean(Family::pareto, {start, shape, 0.0});
  // X = start exp(H), H exponential with rate shape on [0, length].
  const double length = elementary::log(high / start);
  const double lighter = shape - 1.0;
  const auto integral = [length](double rate) {
    return rate == 0.0 ? length : -elementary::exp_minus_one(-rate * length) / rate;
  };
  return start * (shape >= 1e-300 ? integral(lighter) / integral(shape) : 1.0);
}

/// E[X; window] = whole mean * P(Y in window) for a Y of the same family, or nearly so.
struct Partial {
  Family family;
  Parameters parameters;
  double low;
  double high;
};

Partial partial_of(Family family, const Parameters& parameters, double low, double high) {
  const auto [first, second, third] = parameters;
  const auto hazard_at = [&](double x) {
    return x <= 0.0 ? 0.0 : portable_pow(x / parameters[1], parameters[0]);
  };
  switch (family) {
    case Family::lognormal:
      return {family, {first + second * second, second, 0.0}, low, high};
    case Family::gamma:
    case Family::beta:
      return {family, {first + 1.0, second, 0.0}, low, high};
    case Family::poisson:
      return {family, parameters, low - 1.0, high - 1.0};
    default:  // Weibull: its hazard is exponential, and x a power of it
      return {Family::gamma, {1.0 + 1.0 / first, 1.0, 0.0}, hazard_at(low), hazard_at(high)};
  }
}

bool has_partial(Family family) noexcept {
  return family == Family::lognormal || family == Family::gamma || family == Family::beta ||
         family == Family::poisson || family == Family::weibull;
}

/// Whether the mass of a window is much smaller than the tails it is the difference of.
bool cancels(const Window& window) noexcept {
  constexpr double least = 1e-4;
  const double tail = std::min({window.below_low.above, window.up_to_high.below, 0.5});
  return window.mass < least * tail;
}

/// The mean as the integral of the quantile function over (0, 1), in two pieces at `middle`.
double integrated_mean(const DistributionSpec& spec, double middle) {
  const PreparedDistribution prepared = prepare(spec, Tables::none);
  const auto at = [&prepared](double below, double above) {
    constexpr double smallest = 1e-20;  // what lies beyond weighs nothing
    return quantile(prepared,
                    {.below = std::max(below, smallest), .above = std::max(above, smallest)});
  };
  boost::math::quadrature::tanh_sinh<double> rule;
  constexpr double tolerance = 1e-11;
  double sum = 0.0;
  const auto left = [&](double u, double distance) {
    const bool near_start = u < 0.5 * middle;
    const double below = near_start ? std::abs(distance) : middle - std::abs(distance);
    return at(below, 1.0 - below);
  };
  const auto right = [&](double u, double distance) {
    const bool near_end = u > 0.5 * (1.0 + middle);
    const double above = near_end ? std::abs(distance) : 1.0 - middle - std::abs(distance);
    return at(1.0 - above, above);
  };
  if (middle > 0.0) sum += rule.integrate(left, 0.0, middle, tolerance);
  if (middle < 1.0) sum += rule.integrate(right, middle, 1.0, tolerance);
  return sum;
}

double bernoulli_mean(double p, double low, double high) noexcept {
  if (low > 0.0) return 1.0;
  return high < 1.0 ? 0.0 : p;
}

/// Where the quantile function of a truncated distribution has its kink, else its median.
double kink_of(const DistributionSpec& spec) {
  if (spec.family != Family::triangular) return 0.5;
  return cumulative(prepare(spec, Tables::none), spec.parameters[1]).below;
}

double truncated_mean(const DistributionSpec& spec, const Parameters& parameters) {
  const auto [first, second, third] = parameters;
  switch (spec.family) {
    case Family::exponential:
      return exponential_mean(first, spec.low, spec.high);
    case Family::uniform:
      return 0.5 * std::max(first, spec.low) + 0.5 * std::min(second, spec.high);
    case Family::bernoulli:
      return bernoulli_mean(first, spec.low, spec.high);
    case Family::geometric:
      return geometric_mean(first, spec.low, spec.high);
    case Family::pareto:
      return pareto_mean(first, second, spec.low, spec.high);
    default:
      break;
  }
  const Window window = window_of(spec.family, parameters, spec.low, spec.high);
  if (has_partial(spec.family) && !cancels(window)) {
    const Partial partial = partial_of(spec.family, parameters, spec.low, spec.high);
    const Window weighted =
        window_of(partial.family, partial.parameters, partial.low, partial.high);
    if (!cancels(weighted)) {
      return whole_mean(spec.family, parameters) * (weighted.mass / window.mass);
    }
  }
  return integrated_mean(spec, kink_of(spec));
}

}  // namespace

double mean_of(const DistributionSpec& spec) {
  if (spec.family == Family::empirical) return sample_mean(*spec.sample);
  const Parameters parameters = canonical_parameters(spec);
  if (const auto constant = constant_value(spec.family, parameters)) return *constant;
  if (std::isinf(spec.low) && std::isinf(spec.high)) return whole_mean(spec.family, parameters);
  const double mean = truncated_mean(spec, parameters);
  return std::clamp(mean, spec.low, std::max(spec.low, spec.high));
}

}  // namespace journeylab
