// Who the customers of a batch are: segments, attributes and whom `where` takes, the same in every
// variant.
#pragma once

#include <cstdint>

#include "cohort/chunk_values.h"
#include "cohort/tile.h"

namespace journeylab {

/// Fills keys, segments and attributes of the tile's customers [offset, offset + n). Throws
/// BatchFault.
void draw_customers(const JourneyPlan& plan, std::uint64_t seed, ChunkValues& values, Tile& tile,
                    std::size_t offset, std::size_t n);

/// Fills the populations of the metrics that have a `where`, for drawn customers. Throws BatchFault
/// where a condition is not a number.
void find_populations(const JourneyPlan& plan, ChunkValues& values, Tile& tile, std::size_t offset,
                      std::size_t n);

}  // namespace journeylab
