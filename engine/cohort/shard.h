// A shard: customers with consecutive numbers, run tile by tile through every variant by one of the
// executors, into a tally of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "cohort/batch.h"
#include "cohort/event.h"
#include "cohort/reference.h"
#include "cohort/sweep.h"

namespace journeylab {

/// Takes the story of one customer in one variant (numbered as in the shape).
using StorySink = std::function<void(std::size_t variant, std::uint64_t customer,
                                     std::uint32_t segment, const RawEvents& events)>;

/// Runs shards, one after another, on one thread.
class ShardRunner {
 public:
  /// `plans` are those of the shape's variants; both outlive the runner. A batch of 0 takes the
  /// reference executor.
  ShardRunner(const TallyShape& shape, const std::vector<JourneyPlan>& plans, std::uint64_t seed,
              std::size_t batch, std::stop_token stop, const VectorLoops& loops = fastest_loops());

  /// Customers first..first+n-1 (numbers count from 1), where `first` - 1 is a multiple of
  /// tile_customers. With a sink the reference executor runs, and tells every story.
  /// Throws RunError, RunStopped.
  [[nodiscard]] RunTally run(std::uint64_t first, std::uint64_t n, const StorySink& sink = {});

 private:
  void run_batches(RunTally& tally);
  void run_batch(std::size_t offset, std::size_t n, RunTally& tally);
  void run_reference(RunTally& tally, const StorySink& sink);
  /// Whether the tile is one of the first, of which distributions are counted.
  [[nodiscard]] bool counts_distributions() const noexcept;
  void finish_customer(std::size_t variant, std::size_t position, DistributionTally& distributions);
  void describe_customer(std::size_t position);

  const TallyShape& shape_;
  const std::vector<JourneyPlan>& plans_;
  std::uint64_t seed_;
  std::size_t batch_;
  std::stop_token stop_;
  ChunkValues values_;
  TileSweep sweep_;
  Tile tile_;
  std::vector<ReferenceCustomer> reference_;               ///< by variant
  std::vector<std::unique_ptr<BatchExecutor>> executors_;  ///< by variant
};

}  // namespace journeylab
