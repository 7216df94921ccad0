// The journey of one segment of one variant as a graph: which ways are possible, and whether time
// passes on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "scenario/scenario.h"
#include "scenario/validate_values.h"

namespace journeylab {

/// How much time passes: certainly none, none or some, certainly some.
enum class Passing : std::uint8_t { none, perhaps, some };

/// A way of a step that a customer could take.
struct GraphWay {
  const Way* way = nullptr;
  Passing passing = Passing::none;  ///< of the step's wait, the race and the way's `after`
};

/// The possible ways of each step, as Names::steps.
struct JourneyGraph {
  std::vector<std::vector<GraphWay>> ways;
};

[[nodiscard]] JourneyGraph journey_graph(const SegmentView& view);

/// The steps that the start leads to.
[[nodiscard]] std::vector<bool> reachable(const JourneyGraph& graph, std::uint32_t start);

/// The strongly connected components that hold a cycle, over the ways for which `takes` is true.
/// Each lists its steps in increasing order.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> cycles(
    const JourneyGraph& graph, const std::function<bool(std::uint32_t, const GraphWay&)>& takes);

}  // namespace journeylab
