// Customers of any numbers, a tile at a time through one of several plans, without a tally: for
// whoever folds what the metrics saw himself, as simulated tests do. ShardRunner's sibling.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "cohort/batch.h"
#include "cohort/sweep.h"

namespace journeylab {

/// Runs tiles, one after another, on one thread. The plans are of one scenario, the first of them
/// control's: its segment parameters say whom `where` takes.
class TileRunner {
 public:
  /// `shape` has one variant, and the borders that life tables are asked in. Shape and plans
  /// outlive the runner.
  TileRunner(const TallyShape& shape, const std::vector<JourneyPlan>& plans, std::uint64_t seed,
             std::stop_token stop);

  /// Customers first..first+n-1 (n at most tile_customers) by plan number `plan`. Their metrics
  /// stand in variant 0 of the tile. Throws RunError, RunStopped.
  const Tile& run(std::size_t plan, std::uint64_t first, std::size_t n);

  /// When the tile's customers first reached a goal, in ticks; infinite for never.
  [[nodiscard]] const double* first_reach(std::uint32_t goal) const;

 private:
  void simulate(std::size_t plan);
  [[noreturn]] void explain_fault(std::size_t plan);

  const TallyShape& shape_;
  const std::vector<JourneyPlan>& plans_;
  std::uint64_t seed_;
  std::stop_token stop_;
  ChunkValues values_;
  Tile tile_;
  FlowTally flow_;  ///< counted by the executors, and read by nobody
  std::vector<std::unique_ptr<BatchExecutor>> executors_;  ///< by plan
  std::size_t last_plan_ = 0;
};

}  // namespace journeylab
