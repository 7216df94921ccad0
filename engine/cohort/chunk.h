// The unit of work of the batch executor: up to 1024 customers at one step, named by their
// positions in the batch.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "cohort/known.h"
#include "cohort/tile.h"
#include "vector/aligned_column.h"
#include "vector/loops.h"

namespace journeylab {

inline constexpr std::size_t chunk_customers = 1024;

/// Numbers of a chunk's customers, side by side.
struct alignas(cache_line) Lane : std::array<double, chunk_customers> {};
/// Positions, ways and other small numbers of a chunk's customers.
using Tags = std::array<std::uint32_t, chunk_customers + position_padding>;

/// The positions 0, 1, 2, ... of a tile.
[[nodiscard]] const std::array<std::uint32_t, tile_customers>& all_positions() noexcept;

struct Chunk {
  std::size_t n = 0;
  Known known;               ///< what they have in common
  bool is_numbered = false;  ///< `visit` is filled; else that of all is `same_visit`
  std::uint32_t same_visit = 0;
  const std::uint32_t* list = nullptr;  ///< of their positions; null: it is `position`
  bool is_run = false;                  ///< of consecutive positions
  /// The stretch that `bits` are of, where they are known; its n is 0 where not.
  Stretch stretch{};
  /// The sum of their clocks, where it is known.
  std::optional<std::uint64_t> sum_of_clocks;
  alignas(cache_line) Tags position;
  alignas(cache_line) Tags visit;
  std::array<std::uint8_t, chunk_customers / 8> bits;

  [[nodiscard]] const std::uint32_t* positions() const noexcept {
    return list == nullptr ? position.data() : list;
  }
  [[nodiscard]] Who who() const noexcept {
    Who all = who_unnumbered();
    if (is_numbered) all.visit = visit.data();
    all.same_visit = same_visit;
    return all;
  }
  /// As `who`, every visit counted as the first.
  [[nodiscard]] Who who_unnumbered() const noexcept {
    return {.position = positions(),
            .visit = nullptr,
            .n = n,
            .same_visit = 0,
            .is_run = is_run,
            .stretch = {.bits = stretch.n == 0 ? nullptr : bits.data(),
                        .first = stretch.first,
                        .n = stretch.n}};
  }
  /// Makes it the customers at positions [first, first + count).
  void take_run(std::size_t first, std::size_t count) noexcept {
    take_list(all_positions().data() + first, count);
    is_run = true;
  }
  /// Makes it the customers of a list, which stays where it is.
  void take_list(const std::uint32_t* positions, std::size_t count) noexcept {
    list = positions;
    n = count;
    is_run = false;
    stretch = {};
    sum_of_clocks.reset();
  }
};

/// Copies those of a chunk who bear a tag to `into`, which may be the chunk itself.
inline void keep(const VectorLoops& loops, const Chunk& from, const Tags& tags, std::uint32_t tag,
                 Chunk& into) noexcept {
  const std::size_t n = from.n;
  if (&into != &from) into.known = from.known;
  into.is_numbered = from.is_numbered;
  into.same_visit = from.same_visit;
  if (from.is_numbered) {
    loops.select(tags.data(), tag, n, from.visit.data(), into.visit.data());
  }
  const std::size_t taken =
      loops.select(tags.data(), tag, n, from.positions(), into.position.data());
  into.take_list(nullptr, taken);
}

}  // namespace journeylab
