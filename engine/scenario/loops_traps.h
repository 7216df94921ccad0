// Sets of steps that hold some customer for ever without the clock moving.
#pragma once

#include <cstdint>
#include <vector>

#include "scenario/loops_graph.h"

namespace journeylab {

/// The loops of such sets, each with its steps in increasing order. Inside one, whatever chance
/// decides stays inside; whatever is decided for good (a condition that nothing inside changes, a
/// split that is kept) can have been decided so that it stays inside.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> timeless_traps(
    const JourneyGraph& graph, const Variant& variant, const std::vector<bool>& reached);

}  // namespace journeylab
