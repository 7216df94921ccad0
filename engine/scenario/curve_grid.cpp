#include "scenario/curve_grid.h"

#include <algorithm>

namespace journeylab {
namespace {

// Goals are often reached early in a long horizon, and only counts are kept of them.
std::uint64_t most_cells(const Metric& metric) {
  return std::holds_alternative<GoalShare>(metric.kind) ? 4096 : 1024;
}

void add_equal_cells(Ticks horizon, std::uint64_t most, std::vector<Ticks>& borders) {
  // Whole numbers: the horizon is below 2^50, so that its product with a cell's number fits.
  const auto ticks = static_cast<std::uint64_t>(horizon);
  const std::uint64_t cells = std::min(most, ticks);
  for (std::uint64_t i = 0; i <= cells && cells > 0; ++i) {
    const std::uint64_t border = ticks * i / cells;
    borders.push_back(static_cast<Ticks>(border));
  }
}

void add_marks(const Metric& metric, std::vector<Ticks>& borders) {
  if (const auto* share = std::get_if<GoalShare>(&metric.kind)) borders.push_back(share->within);
  if (const auto* retained = std::get_if<Retained>(&metric.kind)) borders.push_back(retained->at);
  if (const auto* mean = std::get_if<Mean>(&metric.kind)) {
    if (mean->within) borders.push_back(*mean->within);
  }
  if (const auto* ratio = std::get_if<Ratio>(&metric.kind)) {
    if (ratio->within) borders.push_back(*ratio->within);
  }
}

}  // namespace

std::vector<Ticks> curve_borders(const Scenario& scenario, const Metric& metric) {
  const bool has_curve = std::holds_alternative<GoalShare>(metric.kind) ||
                         std::holds_alternative<Retained>(metric.kind) ||
                         std::holds_alternative<TimeTo>(metric.kind);
  std::vector<Ticks> borders;
  if (!has_curve) return borders;
  add_equal_cells(scenario.horizon, most_cells(metric), borders);
  for (const Metric& other : scenario.metrics) add_marks(other, borders);
  std::erase_if(borders, [&](Ticks border) { return border > scenario.horizon; });
  std::sort(borders.begin(), borders.end());
  borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
  return borders;
}

}  // namespace journeylab
