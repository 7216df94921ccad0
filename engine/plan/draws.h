// Which random number is used where. Every number is a pure function of the seed, the customer, a
// stream (a step, one of its assignments, an attribute), the visit and a role; nothing depends on
// the order of drawing. Methods: engine/methods/draws.md.
#pragma once

#include <cstdint>
#include <string_view>

#include "random/philox.h"

namespace journeylab {

/// What a stream belongs to.
enum class StreamKind : std::uint8_t { segment, attribute, start_state, step, assignment, race };

/// The 32-bit key of a stream: a hash of its kind and names. `detail` is the state of an assignment
/// and the way of a race. Compiling a plan refuses two streams with one key.
[[nodiscard]] std::uint32_t stream_key(StreamKind kind, std::string_view name,
                                       std::string_view detail = {}) noexcept;

/// A block of four words gives a choice (word 0) and two 48-bit uniforms (words 1 and 2 with 16
/// bits of word 3 each).
enum class Slot : std::uint8_t { first, second };

/// Blocks of a step's stream, by role. A role keeps its place whatever else a step draws.
enum class StepBlock : std::uint8_t {
  passage = 0,     ///< choice; first: the way's `after`; second: `wait`
  revenue = 1,     ///< first: the step's; second: the way's
  cost = 2,        ///< first: the step's; second: the way's
  touchpoint = 3,  ///< first: the touchpoint's cost
  choice_low = 4,  ///< word 0: low bits of the choice, looked at in a tie only
};

/// The place of one 48-bit uniform.
struct DrawAddress {
  std::uint32_t stream = 0;
  std::uint8_t block = 0;
  Slot slot = Slot::first;
};

/// The block of a customer at a visit (counted from 0, below 2^24).
[[nodiscard]] inline PhiloxBlock draw_block(std::uint64_t seed, std::uint64_t customer,
                                            std::uint32_t stream, std::uint32_t visit,
                                            std::uint8_t block) noexcept {
  return philox_4x32({static_cast<std::uint32_t>(customer),
                      static_cast<std::uint32_t>(customer >> 32), stream, visit << 8 | block},
                     seed);
}

/// The 48 bits of a slot.
[[nodiscard]] inline std::uint64_t slot_bits(std::uint32_t word_1, std::uint32_t word_2,
                                             std::uint32_t word_3, Slot slot) noexcept {
  return slot == Slot::first ? std::uint64_t{word_1} << 16 | (word_3 & 0xFFFFU)
                             : std::uint64_t{word_2} << 16 | word_3 >> 16;
}

[[nodiscard]] inline std::uint64_t slot_bits(const PhiloxBlock& block, Slot slot) noexcept {
  return slot_bits(block[1], block[2], block[3], slot);
}

/// A cumulative chance in 64-bit fixed point, high word first; high = 2^32 means "always".
struct Threshold {
  std::uint64_t high = 0;
  std::uint32_t low = 0;
};

/// Chances keep 2^-64, so that 1e-9 is right to ten digits. p <= 0 is never, p >= 1 is always.
[[nodiscard]] inline Threshold threshold_of(double p) noexcept {
  constexpr double two_32 = 4294967296.0;
  if (!(p > 0.0)) return {};
  if (p >= 1.0) return {.high = std::uint64_t{1} << 32, .low = 0};
  const double scaled = p * two_32;
  const auto high = static_cast<std::uint64_t>(scaled);
  const auto low = static_cast<std::uint32_t>((scaled - static_cast<double>(high)) * two_32);
  return {.high = high, .low = low};
}

/// Whether a choice falls below a threshold. `low_word` gives the low 32 bits of the choice and is
/// called in a tie of the high ones only (once in 2^32).
template <typename LowWord>
[[nodiscard]] bool falls_below(std::uint32_t word, const Threshold& threshold, LowWord&& low_word) {
  return word < threshold.high || (word == threshold.high && low_word() < threshold.low);
}

/// Four neighbouring customers share the block of their segment draws: word (customer mod 4).
[[nodiscard]] inline std::uint32_t segment_word(std::uint64_t seed, std::uint64_t customer,
                                                std::uint32_t stream) noexcept {
  return draw_block(seed, customer >> 2, stream, 0, 0)[customer & 3];
}

/// Low bits of a customer's segment draw, looked at in a tie only.
[[nodiscard]] inline std::uint32_t segment_low_word(std::uint64_t seed, std::uint64_t customer,
                                                    std::uint32_t stream) noexcept {
  return draw_block(seed, customer, stream, 0, 1)[0];
}

}  // namespace journeylab
