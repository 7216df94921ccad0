// The unit of work of the batch executor: up to 1024 customers at one step, named by their
// positions in the batch. Every pass over a chunk is one short loop.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "plan/draws.h"

namespace journeylab {

inline constexpr std::size_t chunk_customers = 1024;

struct Chunk {
  std::size_t n = 0;
  std::array<std::uint32_t, chunk_customers> position;
  std::array<std::uint32_t, chunk_customers> visit;
};

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
  for (std::size_t i = 0; i < kept.size(); ++i) into.position[i] = from.position[kept[i]];
  for (std::size_t i = 0; i < kept.size(); ++i) into.visit[i] = from.visit[kept[i]];
}

}  // namespace journeylab
