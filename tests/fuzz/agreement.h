// A valid scenario gives the same bits, or the same message, in both executors, whatever the
// batches, the threads and the vector paths.
#pragma once

#include <cstdint>
#include <optional>

#include "scenario/scenario.h"
#include "tally/tally.h"

namespace journeylab::fuzz {

/// Runs so many customers of every variant in every way and ends the process where two ways differ.
/// Returns what all counted; nothing where the run is refused, or takes too long, for its journeys
/// are long.
std::optional<RunTally> expect_agreement(const Scenario& scenario, std::uint64_t customers);

}  // namespace journeylab::fuzz
