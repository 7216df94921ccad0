#include "stats/tails.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "stats/distributions.h"

namespace journeylab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// Below this a tail is near the smallest doubles, and its logarithm comes from a series.
constexpr double smallest_tail = 1e-290;

PValue of_complement(double other) {
  return {.p = 1.0 - other, .ln_p = std::log1p(-other)};
}

// From the tail beyond |statistic|, given the sign of the statistic.
PValue directed(const PValue& tail, double statistic, Alternative alternative) {
  if (alternative == Alternative::two_sided) {
    return {.p = std::min(1.0, 2.0 * tail.p), .ln_p = std::min(0.0, std::numbers::ln2 + tail.ln_p)};
  }
  const bool towards = (statistic > 0.0) == (alternative == Alternative::greater);
  return towards || statistic == 0.0 ? tail : of_complement(tail.p);
}

// ln P(T > t) where it is tiny: P = f(t) (t / df + 1 / t) ... of the substitution u = df / (df +
// t^2), P = I_u(df / 2, 1 / 2) / 2 with its power series in u.
double ln_student_tail(double t, double df) {
  const double ln_u = -std::log1p(t / df * t);
  const double u = std::exp(ln_u);
  const double a = df / 2.0;
  double term = 1.0;
  double sum = 1.0 / a;
  constexpr int most_terms = 100000;
  for (int k = 1; k < most_terms && term / (a + k) > 1e-17 * sum; ++k) {
    term *= u * (k - 0.5) / k;
    sum += term / (a + k);
  }
  const double ln_beta = std::lgamma(a) + std::lgamma(0.5) - std::lgamma(a + 0.5);
  return a * ln_u + std::log(sum) - ln_beta - std::numbers::ln2;
}

// Modified Lentz evaluation of Gamma(a, x) = e^-x x^a / (x + 1 - a - 1 (1 - a) / (x + 3 - a -
// ...)).
double ln_upper_gamma(double a, double x) {
  constexpr double tiny = 1e-300;
  double b = x + 1.0 - a;
  double c = 1.0 / tiny;
  double d = 1.0 / b;
  double fraction = d;
  for (int i = 1; i < 10000; ++i) {
    const double numerator = -i * (i - a);
    b += 2.0;
    d = numerator * d + b;
    if (std::abs(d) < tiny) d = tiny;
    c = b + numerator / c;
    if (std::abs(c) < tiny) c = tiny;
    d = 1.0 / d;
    fraction *= d * c;
    if (std::abs(d * c - 1.0) < 1e-16) break;
  }
  return a * std::log(x) - x + std::log(fraction) - std::lgamma(a);
}

}  // namespace

PValue normal_p_value(double z, Alternative alternative) {
  const double size = std::abs(z);
  const PValue tail{.p = normal_tail(size), .ln_p = ln_normal_tail(size)};
  if (alternative == Alternative::two_sided && size < 0.1) {
    // One minus the centre keeps the digits of a logarithm near zero.
    const double centre = std::erf(size / std::numbers::sqrt2);
    return {.p = 1.0 - centre, .ln_p = std::log1p(-centre)};
  }
  return directed(tail, z, alternative);
}

PValue student_p_value(double t, double df, Alternative alternative) {
  if (std::isinf(df)) return normal_p_value(t, alternative);
  const double size = std::abs(t);
  if (std::isinf(size)) return directed({.p = 0.0, .ln_p = -infinity}, t, alternative);
  const double p = boost::math::cdf(
      boost::math::complement(boost::math::students_t_distribution<double>(df), size));
  const double ln_p = p > smallest_tail ? std::log(p) : ln_student_tail(size, df);
  return directed({.p = p, .ln_p = ln_p}, t, alternative);
}

PValue chi_square_p_value(double statistic, double df) {
  if (statistic <= 0.0) return {.p = 1.0, .ln_p = 0.0};
  if (std::isinf(statistic)) return {.p = 0.0, .ln_p = -infinity};
  if (df == 1.0) return normal_p_value(std::sqrt(statistic), Alternative::two_sided);
  const double below = boost::math::gamma_p(df / 2.0, statistic / 2.0);
  if (below < 0.5) return of_complement(below);
  const double p = boost::math::gamma_q(df / 2.0, statistic / 2.0);
  const double ln_p = p > smallest_tail ? std::log(p) : ln_upper_gamma(df / 2.0, statistic / 2.0);
  return {.p = p, .ln_p = ln_p};
}

Interval tested_interval(double value, double error, double df, double confidence,
                         Alternative alternative) {
  const bool two_sided = alternative == Alternative::two_sided;
  const double tail = two_sided ? (1.0 - confidence) / 2.0 : 1.0 - confidence;
  const double reach = student_quantile_above(tail, df) * error;
  return {.low = alternative == Alternative::less ? -infinity : value - reach,
          .high = alternative == Alternative::greater ? infinity : value + reach};
}

TestOutcome normal_outcome(double z, Alternative alternative) {
  return {.statistic = z, .p_value = normal_p_value(z, alternative), .reason = {}};
}

}  // namespace journeylab
