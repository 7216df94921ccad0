// Who the customers of a batch are: segments, attributes and whom `where` takes, the same in every
// variant.
#pragma once

#include <cstdint>
#include <span>

#include "cohort/chunk_values.h"
#include "cohort/tile.h"

namespace journeylab {

/// Puts the tile's customers in an order, and fills their keys, segments and attributes. Throws
/// BatchFault.
void draw_customers(const JourneyPlan& plan, std::uint64_t seed, ChunkValues& values, Tile& tile,
                    TileOrder order);

/// Positions by segment, increasing within each: those of segment s are positions[begins[s]] up to
/// positions[begins[s + 1]]. `begins` has room for one more than there are segments, `positions`
/// for position_padding more than n.
void sort_by_segment(const VectorLoops& loops, const std::uint32_t* segment, std::size_t n,
                     std::span<std::size_t> begins, std::uint32_t* positions);

/// Fills the populations of the metrics that have a `where`, for drawn customers. Throws BatchFault
/// where a condition is not a number.
void find_populations(const JourneyPlan& plan, ChunkValues& values, Tile& tile, std::size_t offset,
                      std::size_t n);

}  // namespace journeylab
