// x to the power y in pairs of doubles: the logarithm to about 2^-65, so that the product with y
// still carries the last bits of the result; whole powers by repeated squaring of pairs.
#include <cmath>

#include "random/elementary.h"
#include "random/mathematics.h"

namespace journeylab {
namespace {

/// The unevaluated sum of two doubles, |low| at most half a unit in the last place of high.
struct Pair {
  double high;
  double low;
};

Pair sum_of(double a, double b) noexcept {  // Knuth: exact for any order
  const double sum = a + b;
  const double other = sum - a;
  return {.high = sum, .low = (a - (sum - other)) + (b - other)};
}

Pair product_of(double a, double b) noexcept {  // Dekker (1971), with Veltkamp's splitting
  constexpr double splitter = 134217729.0;      // 2^27 + 1
  const double a_scaled = a * splitter;
  const double b_scaled = b * splitter;
  const double a_high = a_scaled - (a_scaled - a);
  const double b_high = b_scaled - (b_scaled - b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  const double product = a * b;
  const double rest = ((a_high * b_high - product) + a_high * b_low + a_low * b_high);
  return {.high = product, .low = rest + a_low * b_low};
}

Pair product_of(Pair a, Pair b) noexcept {
  const Pair main = product_of(a.high, b.high);
  return sum_of(main.high, main.low + (a.high * b.low + a.low * b.high));
}

/// numerator / (high + low), the numerator a double.
Pair quotient_of(double numerator, Pair divisor) noexcept {
  const double quotient = numerator / divisor.high;
  const Pair back = product_of(quotient, divisor.high);
  const double rest = ((numerator - back.high) - back.low) - quotient * divisor.low;
  return sum_of(quotient, rest / divisor.high);
}

/// The series of 2 artanh(s) beyond 1 + z/3, z = s^2: z^2 (1/5 + z/7 + z^2/9 + ...).
double artanh_tail(double z) noexcept {
  double sum = 0.0;
  for (int denominator = 29; denominator >= 5; denominator -= 2) {
    sum = sum * z + 1.0 / denominator;
  }
  return z * z * sum;
}

/// log(x) for x > 0 and finite.
Pair log_pair(double x) noexcept {
  const elementary::Split parts = elementary::split(x);
  const Pair s = quotient_of(parts.mantissa - 1.0, sum_of(parts.mantissa, 1.0));
  const Pair z = product_of(s, s);
  const Pair third = quotient_of(z.high, {.high = 3.0, .low = 0.0});
  const Pair lead = sum_of(1.0, third.high);
  const double rest = lead.low + (third.low + z.low / 3.0) + artanh_tail(z.high);
  const Pair mantissa_log =
      product_of({.high = 2.0 * s.high, .low = 2.0 * s.low}, sum_of(lead.high, rest));
  const Pair sum = sum_of(parts.exponent * elementary::ln2_high, mantissa_log.high);
  return sum_of(sum.high, sum.low + (mantissa_log.low + parts.exponent * elementary::ln2_low));
}

double times_power_of_two(double x, double exponent) noexcept {
  constexpr double step = 0x1p512;
  for (; exponent > 512.0; exponent -= 512.0) x *= step;
  for (; exponent < -512.0; exponent += 512.0) x /= step;
  const auto biased = static_cast<std::uint64_t>(1023 + static_cast<int>(exponent));
  return x * std::bit_cast<double>(biased << 52);
}

/// x^n for x > 0 and finite, |n| <= 2^10 and whole.
double whole_power(double x, double n) noexcept {
  const elementary::Split parts = elementary::split(x);
  Pair result{.high = 1.0, .low = 0.0};
  Pair square{.high = parts.mantissa, .low = 0.0};
  for (auto rest = static_cast<unsigned>(std::abs(n)); rest != 0; rest >>= 1) {
    if ((rest & 1U) != 0) result = product_of(result, square);
    if (rest > 1) square = product_of(square, square);
  }
  if (n < 0.0) result = quotient_of(1.0, result);
  constexpr double limit = 4096.0;  // beyond, the result is 0 or infinite whatever the mantissa
  const double exponent = parts.exponent * n;
  return times_power_of_two(result.high, std::fmin(std::fmax(exponent, -limit), limit));
}

bool is_whole(double y) noexcept {
  return std::trunc(y) == y;
}

bool is_odd(double y) noexcept {
  return is_whole(y) && !is_whole(0.5 * y);
}

/// x^y for x > 0 and finite, y finite.
double positive_power(double x, double y) noexcept {
  constexpr double whole_limit = 1024.0;
  if (std::abs(y) <= whole_limit && is_whole(y)) return whole_power(x, y);
  constexpr double y_limit = 0x1p64;  // beyond, |y log x| > 2000 unless x is 1
  const double bounded = std::fmin(std::fmax(y, -y_limit), y_limit);
  const Pair logarithm = log_pair(x);
  const Pair exponent = product_of(bounded, logarithm.high);
  if (exponent.high > 800.0) return elementary::infinity;
  if (exponent.high < -800.0) return 0.0;
  return elementary::exp_of_sum(exponent.high, exponent.low + bounded * logarithm.low);
}

/// x^y where |x| is 0 or infinite or y infinite, neither NaN, x not 1 and y not 0.
double limit_power(double x, double y) noexcept {
  const double size = std::abs(x);
  if (size == 1.0) return 1.0;
  const bool vanishes = (size < 1.0) == (y > 0.0);
  const double result = vanishes ? 0.0 : elementary::infinity;
  return std::signbit(x) && is_odd(y) && std::isfinite(y) ? -result : result;
}

}  // namespace

double portable_pow(double x, double y) noexcept {
  if (y == 0.0 || x == 1.0) return 1.0;
  if (std::isnan(x) || std::isnan(y)) return elementary::not_a_number;
  if (x == 0.0 || std::isinf(x) || std::isinf(y)) return limit_power(x, y);
  if (x > 0.0) return positive_power(x, y);
  if (!is_whole(y)) return elementary::not_a_number;
  const double size = positive_power(-x, y);
  return is_odd(y) ? -size : size;
}

}  // namespace journeylab
