#include "random/curves.h"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "random/elementary.h"
#include "random/normal.h"

namespace journeylab {
namespace {

using boost::math::policies::domain_error;
using boost::math::policies::evaluation_error;
using boost::math::policies::ignore_error;
using boost::math::policies::overflow_error;
using boost::math::policies::pole_error;

/// Boost.Math without exceptions. It works in long double inside, so that its last bits are right
/// in double.
using Quiet =
    boost::math::policies::policy<domain_error<ignore_error>, pole_error<ignore_error>,
                                  overflow_error<ignore_error>, evaluation_error<ignore_error>>;

/// The argument of a curve: x and, for beta, 1 - x, both precise.
struct Argument {
  double x;
  double rest;
};

Argument argument_of(const Curve& curve, double y) noexcept {
  if (curve.family == Family::gamma) return {.x = elementary::exp(y), .rest = 0.0};
  return {.x = 1.0 / (1.0 + elementary::exp(-y)), .rest = 1.0 / (1.0 + elementary::exp(y))};
}

/// The logarithm of the density of y.
double log_density(const Curve& curve, double y, const Argument& at) noexcept {
  if (curve.family == Family::gamma) return curve.first * y - at.x - curve.constant;
  const double log_x = y < 0.0 ? y + elementary::log(at.rest) : elementary::log(at.x);
  const double log_rest = y < 0.0 ? elementary::log(at.rest) : elementary::log(at.x) - y;
  return curve.first * log_x + curve.second * log_rest - curve.constant;
}

double tail_of(const Curve& curve, const Argument& at, bool upper) noexcept {
  if (curve.family == Family::gamma) {
    return upper ? boost::math::gamma_q(curve.first, at.x, Quiet())
                 : boost::math::gamma_p(curve.first, at.x, Quiet());
  }
  const bool small_x = at.x < 0.5;
  if (upper) {
    return small_x ? boost::math::ibetac(curve.first, curve.second, at.x, Quiet())
                   : boost::math::ibeta(curve.second, curve.first, at.rest, Quiet());
  }
  return small_x ? boost::math::ibeta(curve.first, curve.second, at.x, Quiet())
                 : boost::math::ibetac(curve.second, curve.first, at.rest, Quiet());
}

/// The logarithm of the lower or upper tail at y. Far out, where the tail underflows, by the first
/// term of its expansion, density over the logarithmic slope of the density; at the ends of the
/// support that term is the limit.
double log_tail(const Curve& curve, double y, const Argument& at, double density,
                bool upper) noexcept {
  constexpr double smallest = 1e-290;
  constexpr double edge = 37.0;  // exp(-37) is below the last bit of 1
  const bool at_edge = upper ? curve.family == Family::beta && y > edge : y < -edge;
  const double tail = at_edge ? 0.0 : tail_of(curve, at, upper);
  if (tail > smallest) return elementary::log(tail);
  const double slope = curve.family == Family::gamma ? curve.first - at.x
                                                     : curve.first * at.rest - curve.second * at.x;
  return density - elementary::log(std::max(std::abs(slope), 1e-3));
}

double log_normal_density(double z) noexcept {
  constexpr double half_log_two_pi = 0.91893853320467274178;
  return -0.5 * z * z - half_log_two_pi;
}

}  // namespace

Probability gamma_cumulative(double shape, double x) noexcept {
  if (!(x > 0.0)) return {.below = 0.0, .above = 1.0};
  if (std::isinf(x)) return {.below = 1.0, .above = 0.0};
  return {.below = boost::math::gamma_p(shape, x, Quiet()),
          .above = boost::math::gamma_q(shape, x, Quiet())};
}

Probability beta_cumulative(double alpha, double beta, double x) noexcept {
  if (!(x > 0.0)) return {.below = 0.0, .above = 1.0};
  if (x >= 1.0) return {.below = 1.0, .above = 0.0};
  return {.below = boost::math::ibeta(alpha, beta, x, Quiet()),
          .above = boost::math::ibetac(alpha, beta, x, Quiet())};
}

Probability poisson_cumulative(double mean, double x) noexcept {
  if (x < 0.0) return {.below = 0.0, .above = 1.0};
  if (std::isinf(x)) return {.below = 1.0, .above = 0.0};
  const double shape = std::floor(x) + 1.0;
  return {.below = boost::math::gamma_q(shape, mean, Quiet()),
          .above = boost::math::gamma_p(shape, mean, Quiet())};
}

Curve curve_of(Family family, double first, double second) noexcept {
  double constant = boost::math::lgamma(first, Quiet());
  if (family == Family::beta) {
    constant += boost::math::lgamma(second, Quiet()) - boost::math::lgamma(first + second, Quiet());
  }
  return {.family = family, .first = first, .second = second, .constant = constant};
}

CurvePoint solve(const Curve& curve, Probability p, double z, double start) noexcept {
  constexpr int most_steps = 100;
  constexpr double longest_down = -40.0;
  constexpr double longest_up = 4.0;  // upwards log(P) of a gamma falls as -exp(y)
  constexpr double precision = 4e-14;
  const bool upper = p.above < p.below;
  const double target = elementary::log(upper ? p.above : p.below);
  double y = start;
  double density = 0.0;
  for (int step = 0; step < most_steps; ++step) {
    const Argument at = argument_of(curve, y);
    density = log_density(curve, y, at);
    const double tail = log_tail(curve, y, at, density, upper);
    const double distance = (tail - target) * elementary::exp(tail - density);
    const double change = std::clamp(upper ? distance : -distance, longest_down, longest_up);
    y += change;
    if (!(std::abs(change) > precision * (1.0 + std::abs(y)))) break;
  }
  return {.y = y, .slope = elementary::exp(log_normal_density(z) - density)};
}

double guess(const Curve& curve, Probability p, double z) noexcept {
  if (curve.family == Family::beta) {
    // The logit of a beta variable is a difference of logarithms of two gamma variables.
    const double first = std::max(curve.first, 0.5);
    const double second = std::max(curve.second, 0.5);
    return elementary::log(curve.first / curve.second) + z * std::sqrt(1.0 / first + 1.0 / second);
  }
  const double shape = curve.first;
  const double root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * std::sqrt(shape));
  if (shape >= 1.0 && root > 0.1) return elementary::log(shape) + 3.0 * elementary::log(root);
  const double small = (elementary::log(p.below) + curve.constant + elementary::log(shape)) / shape;
  return std::min(small, 0.0);
}

double poisson_quantile(double mean, Probability p) noexcept {
  if (mean <= 0.0) return 0.0;
  const bool upper = p.above < p.below;
  const auto reached = [&](double count) {
    const Probability at = poisson_cumulative(mean, count);
    return upper ? at.above <= p.above : at.below >= p.below;
  };
  const double z = elementary::normal_quantile(p.below, p.above);
  const double first = std::floor(mean + z * std::sqrt(mean) + (z * z - 1.0) / 6.0);
  double high = std::max(first, 0.0);
  double low = high - 1.0;  // not reached, once low < high is bracketed
  double width = 1.0;
  for (; !reached(high); width *= 2.0) {
    low = high;
    high += width;
  }
  for (width = 1.0; low >= 0.0 && reached(low); width *= 2.0) {
    high = low;
    low -= width;
  }
  low = std::max(low, -1.0);
  while (high - low > 1.0) {
    const double middle = std::floor(0.5 * (low + high));
    (reached(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace journeylab
