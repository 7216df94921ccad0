#include "cohort/queue.h"

#include <algorithm>

namespace journeylab {
namespace {

// So few customers are not worth a group of their own.
constexpr std::size_t least_group = 640;
constexpr std::size_t most_groups = 3;

// What two groups do not have in common is written for both.
void blend(Known& own, std::span<const std::uint32_t> positions, const Chunk& chunk,
           const VectorLoops& loops, const BatchColumns& batch) {
  for (ColumnIndex c = 0; c < own.size(); ++c) {
    if (own.agree(chunk.known, c)) continue;
    if (own.has(c)) {
      loops.set_constant(batch.column[c],
                         {.position = positions.data(), .visit = nullptr, .n = positions.size()},
                         own[c]);
      own.forget(c);
    }
    if (chunk.known.has(c)) {
      loops.set_constant(batch.column[c], chunk.who_unnumbered(), chunk.known[c]);
    }
  }
}

}  // namespace

void Group::begin(const Known& common) {
  known = common;
  positions.clear();
  bits.fill(0);
  has_bits = true;
  is_sorted = true;
}

void Group::add(const Chunk& chunk) {
  const std::uint32_t* from = chunk.positions();
  if (chunk.stretch.n == 0) {
    has_bits = false;
  } else if (has_bits) {
    is_sorted &= positions.empty() || positions.back() < from[0];
    for (std::size_t i = 0; i < chunk.stretch.n / 8; ++i) {
      bits[chunk.stretch.first / 8 + i] |= chunk.bits[i];
    }
  }
  positions.insert(positions.end(), from, from + chunk.n);
}

void Queue::join(const Chunk& chunk, const VectorLoops& loops, const BatchColumns& batch) {
  group_for(chunk, loops, batch).add(chunk);
}

Group& Queue::group_for(const Chunk& chunk, const VectorLoops& loops, const BatchColumns& batch) {
  Group* smallest = nullptr;
  for (Group& group : groups()) {
    if (group.known.agree(chunk.known)) return group;
    if (smallest == nullptr || group.positions.size() < smallest->positions.size()) {
      smallest = &group;
    }
  }
  if (smallest != nullptr &&
      (n_groups_ == most_groups || smallest->positions.size() + chunk.n <= least_group)) {
    blend(smallest->known, smallest->positions, chunk, loops, batch);
    return *smallest;
  }
  if (n_groups_ == groups_.size()) groups_.emplace_back();
  Group& group = groups_[n_groups_++];
  group.begin(chunk.known);
  return group;
}

}  // namespace journeylab
