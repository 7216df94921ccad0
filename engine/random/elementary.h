// The elementary functions as inline formulas without branches on data, from IEEE basic operations
// alone, so that scalar and vectorised callers get the same bits everywhere. The loops of both
// executors call these; mathematics.h has them as plain functions. Build without contraction into
// fused multiply-adds and in round-to-nearest.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace journeylab::elementary {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// ln 2 in two parts (Sun Microsystems, fdlibm, 1993): the high one has 33 significant bits, so
/// that its product with a binary exponent is exact.
inline constexpr double ln2_high = 6.93147180369123816490e-01;
inline constexpr double ln2_low = 1.90821492927058770002e-10;

/// x = mantissa * 2^exponent with the mantissa in [sqrt(1/2), sqrt(2)), for x > 0 and finite.
struct Split {
  double mantissa;
  double exponent;
};

[[nodiscard]] inline Split split(double x) noexcept {
  constexpr std::uint64_t one = 0x3ff0000000000000;
  constexpr std::uint64_t root_half = 0x3fe6a09e00000000;
  constexpr std::uint64_t fraction = 0x000fffffffffffff;
  constexpr std::uint64_t two_52 = 0x4330000000000000;
  const bool subnormal = x < std::numeric_limits<double>::min();
  const double scaled = x * (subnormal ? 0x1p54 : 1.0);
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(scaled) + (one - root_half);
  const double biased = std::bit_cast<double>((bits >> 52) | two_52);
  return {.mantissa = std::bit_cast<double>((bits & fraction) + root_half),
          .exponent = biased - (subnormal ? 0x1p52 + 1023.0 + 54.0 : 0x1p52 + 1023.0)};
}

/// Natural logarithm: with s = f / (2 + f), log(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2))), R the
/// minimax polynomial of fdlibm's e_log.c (Sun Microsystems, 1993).
[[nodiscard]] inline double log(double x) noexcept {
  const Split parts = split(x);
  const double f = parts.mantissa - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double odd = z * (6.666666666666735130e-01 +
                          w * (2.857142874366239149e-01 +
                               w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double even = w * (3.999999999940941908e-01 +
                           w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double half_square = 0.5 * f * f;
  const double k = parts.exponent;
  const double finite =
      k * ln2_high - ((half_square - (s * (half_square + (odd + even)) + k * ln2_low)) - f);
  const double below = x == 0.0 ? -infinity : not_a_number;
  const double proper = x > 0.0 ? 0.0 : below;
  return finite + (x < infinity ? proper : x);
}

/// log(1 + x), by the logarithm of the rounded sum and a first-order correction of its rounding.
/// Precise for x in (-1, 2^53).
[[nodiscard]] inline double log_one_plus(double x) noexcept {
  const double sum = 1.0 + x;
  const double lost = x > 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
  const double correction = lost / sum;
  return log(sum) + (sum > 0.0 && sum < infinity ? correction : 0.0);
}

/// x = k ln 2 + high - low with k whole, |high - low| <= ln(2) / 2.
struct Reduced {
  double high;
  double low;
  std::uint64_t exponent;  ///< k + 2046
};

[[nodiscard]] inline Reduced reduce(double x) noexcept {
  constexpr double shift = 0x1.8p52;  // adding it rounds to a whole number in the low bits
  const double shifted = x * 1.44269504088896338700 + shift;
  const double k = shifted - shift;
  const std::uint64_t whole =
      std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(shift);
  return {.high = x - k * ln2_high, .low = k * ln2_low, .exponent = whole + 2046};
}

/// (exp(r) - 1 - r) / r^2 by Taylor's series to the term r^11 / 13!, |r| <= 0.35: the rest is below
/// 5e-18.
[[nodiscard]] inline double exponential_tail(double r) noexcept {
  const double s = r * r;
  const double even =
      1.0 / 2 +
      s * (1.0 / 24 +
           s * (1.0 / 720 + s * (1.0 / 40320 + s * (1.0 / 3628800 + s * (1.0 / 479001600)))));
  const double odd =
      1.0 / 6 +
      s * (1.0 / 120 +
           s * (1.0 / 5040 + s * (1.0 / 362880 + s * (1.0 / 39916800 + s * (1.0 / 6227020800.0)))));
  return even + r * odd;
}

/// exp(x + small), where small is the low part of a sum: |small| <= 2^-40. The result underflows
/// and overflows gradually as IEEE has it.
[[nodiscard]] inline double exp_of_sum(double x, double small) noexcept {
  const double above = x < -746.0 ? -746.0 : x;
  const Reduced reduced = reduce(above > 710.0 ? 710.0 : above);
  const double low = reduced.low - small;
  const double r = reduced.high - low;
  const double mantissa = 1.0 + (reduced.high + (r * r * exponential_tail(r) - low));
  const std::uint64_t first = reduced.exponent >> 1;
  const std::uint64_t second = reduced.exponent - first;
  return mantissa * std::bit_cast<double>(first << 52) * std::bit_cast<double>(second << 52);
}

[[nodiscard]] inline double exp(double x) noexcept {
  return exp_of_sum(x, 0.0);
}

/// exp(x) - 1, precise near 0: within 4 units in the last place.
[[nodiscard]] inline double exp_minus_one(double x) noexcept {
  const double near = x + x * x * exponential_tail(x);
  const double far = exp(x) - 1.0;
  return x > -0.34 && x < 0.34 ? near : far;
}

}  // namespace journeylab::elementary
