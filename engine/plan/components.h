// Strongly connected components of the graph of steps.
#pragma once

#include <cstdint>
#include <vector>

namespace journeylab {

/// Components in topological order (an edge leads to its own or a later component), each with its
/// nodes in increasing order. `successors[i]` are the nodes that i leads to. Tarjan (1972).
[[nodiscard]] std::vector<std::vector<std::uint32_t>> strong_components(
    const std::vector<std::vector<std::uint32_t>>& successors);

}  // namespace journeylab
