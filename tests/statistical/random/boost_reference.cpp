#include "statistical/random/boost_reference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <boost/math/distributions/bernoulli.hpp>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/geometric.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

namespace journeylab::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Densities are infinite at a pole.
using Quiet = boost::math::policies::policy<
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;

/// The whole distribution from one of Boost's; outside its support the tails are 0 and 1.
template <class Distribution>
Reference wrapped(const Distribution& distribution, double low, double high, bool discrete) {
  const auto place = [low, high, discrete](double x) {
    if (x < low || x == -infinity) return -1;
    return std::isinf(x) || (x >= high && !discrete) ? 1 : 0;
  };
  const auto at = [discrete](double x) { return discrete ? std::floor(x) : x; };
  Reference result;
  result.below = [=](double x) {
    const int side = place(x);
    return side == 0 ? boost::math::cdf(distribution, std::min(at(x), high)) : (side > 0);
  };
  result.above = [=](double x) {
    const int side = place(x);
    if (side != 0) return side > 0 ? 0.0 : 1.0;
    return boost::math::cdf(boost::math::complement(distribution, std::min(at(x), high)));
  };
  result.density = [=](double x) {
    return x < low || x > high ? 0.0 : boost::math::pdf(distribution, x);
  };
  result.low = low;
  result.high = high;
  result.discrete = discrete;
  return result;
}

std::array<double, 2> lognormal_parameters(const DistributionSpec& spec) {
  const auto [first, second, third] = spec.parameters;
  if (spec.form == Form::median_sigma) return {std::log(first), second};
  if (spec.form == Form::canonical) return {first, second};
  const double variance = std::log1p(second * second / (first * first));
  return {std::log(first) - variance / 2, std::sqrt(variance)};
}

std::array<double, 2> gamma_parameters(const DistributionSpec& spec) {
  const auto [first, second, third] = spec.parameters;
  if (spec.form == Form::canonical) return {first, second};
  return {first * first / (second * second), second * second / first};
}

std::array<double, 2> beta_parameters(const DistributionSpec& spec) {
  const auto [first, second, third] = spec.parameters;
  if (spec.form == Form::canonical) return {first, second};
  const double total = first * (1 - first) / (second * second) - 1;
  return {first * total, (1 - first) * total};
}

Reference whole_reference(const DistributionSpec& spec) {
  namespace bm = boost::math;
  const auto [a, b, c] = spec.parameters;
  switch (spec.family) {
    case Family::exponential:
      return wrapped(bm::exponential(1 / a), 0, infinity, false);
    case Family::lognormal: {
      const auto [mu, sigma] = lognormal_parameters(spec);
      return wrapped(bm::lognormal(mu, sigma), 0, infinity, false);
    }
    case Family::normal:
      return wrapped(bm::normal(a, b), -infinity, infinity, false);
    case Family::gamma: {
      const auto [shape, scale] = gamma_parameters(spec);
      return wrapped(bm::gamma_distribution<double, Quiet>(shape, scale), 0, infinity, false);
    }
    case Family::weibull:
      return wrapped(bm::weibull(a, b), 0, infinity, false);
    case Family::uniform:
      return wrapped(bm::uniform(a, b), a, b, false);
    case Family::triangular:
      return wrapped(bm::triangular(a, b, c), a, c, false);
    case Family::beta: {
      const auto [alpha, beta] = beta_parameters(spec);
      return wrapped(bm::beta_distribution<double, Quiet>(alpha, beta), 0, 1, false);
    }
    case Family::bernoulli:
      return wrapped(bm::bernoulli(a), 0, 1, true);
    case Family::poisson:
      return wrapped(bm::poisson(a), 0, infinity, true);
    case Family::geometric:
      return wrapped(bm::geometric(a), 0, infinity, true);
    case Family::pareto:
      return wrapped(bm::pareto(a, b), a, infinity, false);
    case Family::empirical:
      break;
  }
  throw std::logic_error("no reference for this family");
}

/// A function and its derivative.
struct Smooth {
  std::function<double(double)> value;
  std::function<double(double)> slope;
};

/// E[f(X)] = f(low) + the integral of f'(x) P(X > x), which has no poles where densities have; cut
/// where the tails have lost all weight.
double integral(const Reference& reference, const Smooth& f) {
  const auto weighted = [&](double x) { return f.slope(x) * reference.above(x); };
  double low = reference.low;
  double high = reference.high;
  if (!std::isfinite(low)) {
    for (low = std::min(-1.0, high - 1); reference.below(low) > 1e-25;) low *= 1.25;
  }
  if (!std::isfinite(high)) {
    for (high = std::max(1.0, low + 1); reference.above(high) > 1e-25;) high *= 1.25;
  }
  constexpr int pieces = 256;  // the weight can sit in a small part of the support
  double sum = f.value(low);
  const bool steep = low >= 0 && (high > 1e3 * std::max(low, 1e-3) || low == 0);
  const auto border = [&](int piece) {
    const double share = static_cast<double>(piece) / pieces;
    return low + (high - low) * (steep ? std::pow(share, 8) : share);
  };
  for (int piece = 0; piece < pieces; ++piece) {
    sum += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(
        weighted, border(piece), border(piece + 1), 5, 1e-11);
  }
  return sum;
}

double total(const Reference& reference, const Smooth& f) {
  if (!reference.discrete) return integral(reference, f);
  double sum = 0.0;
  for (double x = std::max(0.0, std::ceil(reference.low)); x <= reference.high; x += 1) {
    sum += f.value(x) * reference.density(x);
    if (reference.above(x) < 1e-25) break;
  }
  return sum;
}

/// (x - centre)^power.
Smooth centred_power(double centre, int power) {
  return {.value = [=](double x) { return std::pow(x - centre, power); },
          .slope = [=](double x) { return power * std::pow(x - centre, power - 1); }};
}

}  // namespace

Reference reference_of(const DistributionSpec& spec) {
  const Reference whole = whole_reference(spec);
  if (std::isinf(spec.low) && std::isinf(spec.high)) return whole;
  const double before = whole.discrete ? std::ceil(spec.low) - 1 : spec.low;
  const double cut_below = whole.below(before);
  const double kept_above = whole.above(before);
  const double kept_below = whole.below(spec.high);
  const double cut_above = whole.above(spec.high);
  // Differences of the tail in which both are small.
  const bool in_upper = cut_below > 0.5;
  const bool in_lower = cut_above > 0.5;
  const double mass = in_upper ? kept_above - cut_above : kept_below - cut_below;
  Reference result = whole;
  result.low = std::max(whole.low, spec.low);
  result.high = std::min(whole.high, spec.high);
  const double low = result.low;
  const double high = result.high;
  result.below = [=](double x) {
    if (x < low) return 0.0;
    if (x >= high) return 1.0;
    const double part = in_upper ? kept_above - whole.above(x) : whole.below(x) - cut_below;
    return std::clamp(part / mass, 0.0, 1.0);
  };
  result.above = [=](double x) {
    if (x < low) return 1.0;
    if (x >= high) return 0.0;
    const double part = in_lower ? kept_below - whole.below(x) : whole.above(x) - cut_above;
    return std::clamp(part / mass, 0.0, 1.0);
  };
  result.density = [=](double x) { return x < low || x > high ? 0.0 : whole.density(x) / mass; };
  return result;
}

Moments moments_of(const Reference& reference) {
  Moments result;
  result.mean = total(reference, centred_power(0.0, 1));
  result.variance = total(reference, centred_power(result.mean, 2));
  result.fourth = total(reference, centred_power(result.mean, 4));
  return result;
}

DistributionSpec stated(Family family, std::array<double, 3> parameters, Form form) {
  DistributionSpec spec;
  spec.family = family;
  spec.form = form;
  spec.parameters = parameters;
  return spec;
}

DistributionSpec truncated(DistributionSpec spec, double low, double high) {
  spec.low = low;
  spec.high = high;
  return spec;
}

}  // namespace journeylab::test
