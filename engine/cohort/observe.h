// From a customer's columns at the end of its journey to what the metrics need of it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "cohort/tile.h"
#include "plan/journey_plan.h"
#include "vector/loops.h"

namespace journeylab {

/// ColumnIndex pointers of n customers, as numbered in the layout.
struct ColumnsView {
  const double* const* columns = nullptr;
  std::size_t n = 0;
  [[nodiscard]] const double* operator[](ColumnIndex column) const noexcept {
    return columns[column];
  }
};

/// A metric whose value is no finite number for a customer.
struct BadValue {
  std::size_t metric = 0;
  std::size_t customer = 0;  ///< position in the view
  double value = 0.0;
};

/// Writes the metric inputs of a variant's customers into the tile, from `offset` on. `borders` are
/// the curve borders by metric (empty where there is no curve).
[[nodiscard]] std::optional<BadValue> observe_metrics(
    const JourneyPlan& plan, const std::vector<std::vector<Ticks>>& borders,
    const ColumnsView& view, std::vector<MetricColumns>& into, std::size_t offset,
    const VectorLoops& loops = fastest_loops());

/// How many values a metric keeps for each customer in MetricColumns.
[[nodiscard]] std::size_t values_kept(const Metric& metric) noexcept;

}  // namespace journeylab
