// The unit of work of the batch executor: up to 1024 customers at one step, named by their
// positions in the batch, with the random words of their visit. Every pass over a chunk is one
// short loop.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "plan/draws.h"

namespace journeylab {

inline constexpr std::size_t chunk_customers = 1024;

/// Four random words for each customer of a chunk.
using Words = std::array<std::array<std::uint32_t, chunk_customers>, 4>;

struct Chunk {
  std::size_t n = 0;
  std::array<std::uint32_t, chunk_customers> position;
  std::array<std::uint32_t, chunk_customers> visit;
  bool has_words = false;
  Words words;  ///< of StepBlock::passage
};

/// The words of one block of one stream for a chunk, at each customer's visit.
inline void fill_words(std::uint64_t seed, std::uint64_t first_customer, std::uint32_t stream,
                       std::uint8_t block, std::span<const std::uint32_t> position,
                       std::span<const std::uint32_t> visit, Words& words) noexcept {
  for (std::size_t i = 0; i < position.size(); ++i) {
    const PhiloxBlock drawn =
        draw_block(seed, first_customer + position[i], stream, visit[i], block);
    for (std::size_t w = 0; w < 4; ++w) words[w][i] = drawn[w];
  }
}

/// values[i] = column[position[i]].
inline void gather(const double* column, std::span<const std::uint32_t> position,
                   double* values) noexcept {
  for (std::size_t i = 0; i < position.size(); ++i) values[i] = column[position[i]];
}

/// column[position[i]] = values[i]; positions are distinct.
inline void scatter(double* column, std::span<const std::uint32_t> position,
                    const double* values) noexcept {
  for (std::size_t i = 0; i < position.size(); ++i) column[position[i]] = values[i];
}

/// column[position[i]] += values[i].
inline void scatter_add(double* column, std::span<const std::uint32_t> position,
                        const double* values) noexcept {
  for (std::size_t i = 0; i < position.size(); ++i) column[position[i]] += values[i];
}

/// column[position[i]] += 1.
inline void count_up(double* column, std::span<const std::uint32_t> position) noexcept {
  for (const std::uint32_t each : position) column[each] += 1.0;
}

/// Copies the customers at `kept` (positions within the chunk, increasing) to `into`, which may be
/// the chunk itself.
inline void keep(const Chunk& from, std::span<const std::uint32_t> kept, Chunk& into) noexcept {
  into.n = kept.size();
  into.has_words = from.has_words;
  for (std::size_t i = 0; i < kept.size(); ++i) into.position[i] = from.position[kept[i]];
  for (std::size_t i = 0; i < kept.size(); ++i) into.visit[i] = from.visit[kept[i]];
  if (!from.has_words) return;
  for (std::size_t w = 0; w < 4; ++w) {
    for (std::size_t i = 0; i < kept.size(); ++i) into.words[w][i] = from.words[w][kept[i]];
  }
}

}  // namespace journeylab
