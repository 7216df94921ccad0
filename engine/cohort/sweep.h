// From a tile to tallies: every metric of every variant by segment, and each variant against the
// first one, customer by customer in the order of their numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "cohort/chunk.h"
#include "cohort/sample.h"
#include "cohort/tile.h"
#include "scenario/scenario.h"
#include "tally/tally.h"

namespace journeylab {

/// The shape of a run's tallies.
struct TallyShape {
  const Scenario* scenario = nullptr;
  std::vector<std::size_t> variants;        ///< in Scenario::variants
  bool paired = false;                      ///< each variant against the first one
  bool distributions = false;               ///< of the first customers; see cohort/distributions.h
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

/// What the sweep of one metric works in.
struct SweepRoom {
  std::vector<Sample> control = std::vector<Sample>(2);  ///< of control, by value kept
  std::vector<Sample> variant = std::vector<Sample>(2);  ///< of another variant
  Sample some;
  std::vector<std::uint32_t> reached;
  AlignedColumn<double> covered = AlignedColumn<double>(tile_customers);  ///< of retention
  std::vector<std::uint32_t> control_entered;  ///< whose cells are followed under control
  std::vector<std::uint32_t> entered;          ///< and under another variant
};

/// Adds whole tiles to a shard's tally; owns the room that it needs for it.
class TileSweep {
 public:
  /// The shape outlives the sweep.
  TileSweep(const TallyShape& shape, const VectorLoops& loops);

  void operator()(const Tile& tile, RunTally& tally);

 private:
  void sort_members(const Tile& tile);
  Members members_in(std::size_t segment, const std::vector<std::uint8_t>& population);

  const TallyShape& shape_;
  const VectorLoops& loops_;
  std::vector<std::uint32_t> members_;  ///< positions by segment, where a tile is not in that order
  Members everybody_;                   ///< positions by segment
  std::vector<std::size_t> begins_;     ///< of each segment in members_; n_segments + 1
  std::vector<std::uint32_t> some_;     ///< those of a population
  SweepRoom room_;
};

}  // namespace journeylab
