// From a tile to tallies: every metric of every variant by segment, and each variant against the
// first one, customer by customer in the order of their numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "cohort/tile.h"
#include "scenario/scenario.h"
#include "tally/tally.h"

namespace journeylab {

/// The shape of a run's tallies.
struct TallyShape {
  const Scenario* scenario = nullptr;
  std::vector<std::size_t> variants;        ///< in Scenario::variants
  bool paired = false;                      ///< each variant against the first one
  std::size_t retention_groups = 0;         ///< of the jackknife
  std::vector<std::vector<Ticks>> borders;  ///< of curves, by metric
};

[[nodiscard]] TallyShape tally_shape(const Scenario& scenario, std::vector<std::size_t> variants,
                                     bool paired);

/// A tally of nobody. With tables it can take shards; without, it is a shard's own.
enum class RetentionTables : std::uint8_t { with, without };
[[nodiscard]] RunTally empty_tally(const TallyShape& shape, RetentionTables tables);

/// A tile with room for what the shape's metrics need.
[[nodiscard]] Tile make_tile(const TallyShape& shape);

/// Adds a whole tile to a shard's tally.
void sweep(const TallyShape& shape, const Tile& tile, RunTally& tally);

}  // namespace journeylab
