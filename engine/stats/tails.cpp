#include "stats/tails.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
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

// Stands for a denominator of 0 in a continued fraction.
constexpr double tiny = 1e-300;

// A continued fraction b0 + a1 / (b1 + a2 / (b2 + ...)) by the modified method of Lentz (Thompson
// and Barnett 1986); `term` gives a_i and b_i. For fractions that converge within some hundred
// terms.
template <class Term>
double continued_fraction(double b0, const Term& term) {
  constexpr int most_terms = 10000;
  const auto nonzero = [](double x) { return std::abs(x) < tiny ? tiny : x; };
  double value = nonzero(b0);
  double c = value;
  double d = 0.0;
  for (int i = 1; i < most_terms; ++i) {
    const auto [a, b] = term(i);
    d = 1.0 / nonzero(b + a * d);
    c = nonzero(b + a / c);
    value *= c * d;
    if (std::abs(c * d - 1.0) < 1e-16) break;
  }
  return value;
}

struct FractionTerm {
  double a = 0.0;
  double b = 1.0;
};

// ln P(T > t) where it is tiny: half the incomplete beta function I_u(df / 2, 1 / 2) at
// u = df / (df + t^2), by its continued fraction (Abramowitz and Stegun 1964, eq. 26.5.8).
double ln_student_tail(double t, double df) {
  const double a = df / 2.0;
  const double odds = t / df * t;
  const double ln_u = -std::log1p(odds);
  const double u = 1.0 / (1.0 + odds);
  const auto term = [&](int i) {
    const int pair = i / 2;
    const double m = pair;
    const double even = m * (0.5 - m) / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
    const double odd = -(a + m) * (a + 0.5 + m) / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
    return FractionTerm{.a = u * (i % 2 == 0 ? even : odd), .b = 1.0};
  };
  const double ln_front =
      a * ln_u + 0.5 * (std::log(odds) + ln_u) - std::log(a) - std::log(boost::math::beta(a, 0.5));
  return ln_front - std::log(continued_fraction(1.0, term)) - std::numbers::ln2;
}

// ln of the regularised upper incomplete gamma function by Legendre's continued fraction.
double ln_upper_gamma(double a, double x) {
  const auto term = [&](int i) {
    return FractionTerm{.a = i * (a - i), .b = x + 2.0 * i + 1.0 - a};
  };
  return a * std::log(x) - x - std::log(continued_fraction(x + 1.0 - a, term)) - std::lgamma(a);
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
  const double tail = two_sided ? outside(confidence) / 2.0 : outside(confidence);
  const double reach = student_quantile_above(tail, df) * error;
  return {.low = alternative == Alternative::less ? -infinity : value - reach,
          .high = alternative == Alternative::greater ? infinity : value + reach};
}

TestOutcome normal_outcome(double z, Alternative alternative) {
  return {.statistic = z, .p_value = normal_p_value(z, alternative), .reason = {}};
}

}  // namespace journeylab
