// What is counted of the first customers alone, because it would cost more than it tells of all:
// when goals are first reached, and how revenue spreads over customers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cohort/observe.h"
#include "cohort/sweep.h"
#include "cohort/tile.h"
#include "plan/journey_plan.h"
#include "tally/tally.h"
#include "vector/loops.h"

namespace journeylab {

/// Customers from number 1 on that distributions are counted of: whole shards. Enough that a curve
/// of a goal that 1 in 10 reaches is known to 0.12 points at 95 % confidence.
inline constexpr std::uint64_t distribution_customers = std::uint64_t{1} << 18;

/// Counts a variant's customers whose final columns are in view and whose populations stand in the
/// tile from `offset` on.
void count_distributions(const JourneyPlan& plan, const TallyShape& shape, const ColumnsView& view,
                         const Tile& tile, std::size_t offset, DistributionTally& tally,
                         const VectorLoops& loops = fastest_loops());

}  // namespace journeylab
