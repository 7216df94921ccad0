// The borders of the cells in which a metric's curve is tallied.
#pragma once

#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// Borders of the curve of a goal, retention or time-to metric, in ticks, increasing, from 0 to the
/// horizon: 1024 equal cells, 4096 of a goal (fewer where cells would be shorter than a tick), plus
/// a border at every `at` and `within` of the scenario. Empty for the other kinds.
[[nodiscard]] std::vector<Ticks> curve_borders(const Scenario& scenario, const Metric& metric);

}  // namespace journeylab
