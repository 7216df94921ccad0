// Who waits at a step: groups of customers, each with what they have in common.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "cohort/chunk.h"
#include "cohort/chunk_values.h"
#include "cohort/known.h"

namespace journeylab {

struct Group {
  Known known;
  std::vector<std::uint32_t> positions;
  /// The bits of the positions are known, and (if that too) the positions rise.
  bool has_bits = false;
  bool is_sorted = false;
  alignas(cache_line) std::array<std::uint8_t, tile_customers / 8> bits;

  void begin(const Known& common);
  void add(const Chunk& chunk);
};

class Queue {
 public:
  [[nodiscard]] bool empty() const noexcept { return n_groups_ == 0; }
  [[nodiscard]] std::span<Group> groups() noexcept { return {groups_.data(), n_groups_}; }
  void clear() noexcept { n_groups_ = 0; }

  /// Customers come. Those who have the same in common wait together; so do few who have less in
  /// common, and then what they differ in is written to its columns.
  void join(const Chunk& chunk, const VectorLoops& loops, const BatchColumns& batch);

 private:
  Group& group_for(const Chunk& chunk, const VectorLoops& loops, const BatchColumns& batch);

  std::vector<Group> groups_;
  std::size_t n_groups_ = 0;  ///< the others are room for later ones
};

}  // namespace journeylab
