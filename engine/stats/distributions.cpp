#include "stats/distributions.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace journeylab {
namespace {

// From here on the expansion of t around the normal is exact to a double: its first neglected term
// is of the order of (z^2 / df)^3.
constexpr double nearly_normal_df = 1e7;

// Quantile of t from that of the normal, to third order in 1 / df (Abramowitz and Stegun 1964,
// eq. 26.7.5).
double expanded_student_quantile(double z, double df) {
  const double z2 = z * z;
  const double first = (z2 + 1.0) / 4.0;
  const double second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
  return z * (1.0 + (first + second / df) / df);
}

}  // namespace

double normal_quantile_above(double tail) {
  return boost::math::quantile(boost::math::complement(boost::math::normal{}, tail));
}

double normal_tail(double z) {
  return 0.5 * std::erfc(z / std::numbers::sqrt2);
}

double ln_normal_tail(double z) {
  constexpr double series_from = 35.0;
  if (z < series_from) return std::log(normal_tail(z));
  const double inverse = 1.0 / (z * z);
  const double series =
      inverse * (-1.0 + inverse * (3.0 + inverse * (-15.0 + inverse * (105.0 - 945.0 * inverse))));
  return -0.5 * z * z - std::log(z) - 0.5 * std::log(2.0 * std::numbers::pi) + std::log1p(series);
}

double student_quantile_above(double tail, double df) {
  const double z = normal_quantile_above(tail);
  if (std::isinf(df)) return z;
  if (df >= nearly_normal_df && z * z < 1e-5 * df) return expanded_student_quantile(z, df);
  return boost::math::quantile(
      boost::math::complement(boost::math::students_t_distribution<double>(df), tail));
}

double student_two_sided(double t, double df) {
  const double size = std::abs(t);
  if (std::isinf(df)) return 2.0 * normal_tail(size);
  if (std::isinf(size)) return 0.0;
  return 2.0 * boost::math::cdf(
                   boost::math::complement(boost::math::students_t_distribution<double>(df), size));
}

double outside(double confidence) {
  constexpr double digits = 1e15;
  constexpr double half_unit = 0.5 * std::numeric_limits<double>::epsilon();
  const double plain = 1.0 - confidence;
  const double decimal = std::round(plain * digits) / digits;
  return decimal > 0.0 && std::abs(decimal - plain) <= half_unit ? decimal : plain;
}

double normal_critical(double confidence) {
  return normal_quantile_above(outside(confidence) / 2.0);
}

double student_critical(double confidence, double df) {
  return student_quantile_above(outside(confidence) / 2.0, df);
}

}  // namespace journeylab
