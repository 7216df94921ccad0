// The random words of simulated customers: pure functions of where a number is used. A customer has
// a key of its own, drawn by Philox from the seed; a word is the key, moved by the place of the
// draw, and mixed. Methods: engine/methods/draws.md.
#pragma once

#include <cstdint>

#include "random/philox.h"

namespace journeylab {

/// Turns 64 bits around, one to one, so that each bit in decides half of those out: two
/// multiplications between three shifts. Constants of Evensen's `moremur` (2019); the construction
/// is MurmurHash3's, as are those of Steele, Lea and Flood (2014, "Fast splittable pseudorandom
/// number generators").
namespace mixing {
inline constexpr int first_shift = 27;
inline constexpr std::uint64_t first_factor = 0x3C79AC492BA7B653;
inline constexpr int second_shift = 33;
inline constexpr std::uint64_t second_factor = 0x1C69B3F74AC4AE35;
inline constexpr int third_shift = 27;
}  // namespace mixing

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ x >> mixing::first_shift) * mixing::first_factor;
  x = (x ^ x >> mixing::second_shift) * mixing::second_factor;
  return x ^ x >> mixing::third_shift;
}

/// What one visit adds to the place of a draw: 2^64 over the golden ratio, odd.
inline constexpr std::uint64_t visit_stride = 0x9E3779B97F4A7C15;

/// Half of the counter of a customer's key, which no other use of Philox here has ("customer").
inline constexpr std::uint32_t key_counter_2 = 0x63757374;
inline constexpr std::uint32_t key_counter_3 = 0x6F6D6572;

/// The key of a customer: half a block of Philox4x32-10, which two neighbours share.
[[nodiscard]] constexpr std::uint64_t customer_key(std::uint64_t seed,
                                                   std::uint64_t customer) noexcept {
  const std::uint64_t pair = customer >> 1;
  const PhiloxBlock block =
      philox_4x32({static_cast<std::uint32_t>(pair), static_cast<std::uint32_t>(pair >> 32),
                   key_counter_2, key_counter_3},
                  seed);
  const std::size_t half = 2 * (customer & 1);
  return std::uint64_t{block[half + 1]} << 32 | block[half];
}

/// The word at a place (64 well mixed bits that say which draw) and visit (counted from 0). Over
/// customers, the words of one place and visit are their keys in another order; over the visits of
/// a customer, they are SplitMix's sequence from a start of its own.
[[nodiscard]] constexpr std::uint64_t random_word(std::uint64_t key, std::uint64_t place,
                                                  std::uint64_t visit) noexcept {
  return mix(key + place + visit * visit_stride);
}

/// The 48 bits of a uniform draw.
[[nodiscard]] constexpr std::uint64_t uniform_bits_of(std::uint64_t word) noexcept {
  return word >> 16;
}

}  // namespace journeylab
