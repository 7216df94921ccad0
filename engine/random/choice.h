// A random word as a choice among ways of stated chances.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace journeylab {

/// How far a sum of chances may be from 1.
inline constexpr double chance_tolerance = 1e-9;

/// A word as a number in [0, 2^64], rounded to 53 significant bits: from its halves, both exact, as
/// the low bits of doubles of known size, in a form that becomes vector code everywhere.
[[nodiscard]] inline double choice_of(std::uint64_t word) noexcept {
  constexpr double two_52 = 4503599627370496.0;
  constexpr double two_84 = 19342813113834066795298816.0;
  const double high = std::bit_cast<double>(word >> 32 | std::bit_cast<std::uint64_t>(two_84));
  const double low =
      std::bit_cast<double>((word & 0xFFFFFFFF) | std::bit_cast<std::uint64_t>(two_52));
  return (high - (two_84 + two_52)) + low;
}

/// A cumulative chance in units of 2^-64; infinite means "always".
using Threshold = double;

/// p <= 0 is never, p >= 1 is always; between, p is right to 2^-53 of itself or to 2^-64.
[[nodiscard]] inline Threshold threshold_of(double p) noexcept {
  constexpr double two_64 = 18446744073709551616.0;
  const double some = p > 0.0 ? p * two_64 : 0.0;
  return p >= 1.0 ? std::numeric_limits<double>::infinity() : some;
}

}  // namespace journeylab
