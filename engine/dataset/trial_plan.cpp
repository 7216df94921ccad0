#include "dataset/trial_plan.h"

namespace journeylab {

std::string_view name_of(TrialKind kind) noexcept {
  switch (kind) {
    case TrialKind::conversion:
      return "conversion";
    case TrialKind::retention:
      return "retention";
    case TrialKind::mean:
      return "mean";
    case TrialKind::ratio:
      return "ratio";
    case TrialKind::time:
      return "time";
  }
  return "";
}

std::optional<ColumnShape> shape_of(const TrialMetric& metric, bool counts) noexcept {
  if (counts) {
    if (metric.has_times() || metric.kind == TrialKind::ratio) return {};
    if (metric.averages) return ColumnShape{2, "[AVERAGE, DEVIATION]"};
    if (metric.kind == TrialKind::mean) return ColumnShape{2, "[SUM, SUM OF SQUARES]"};
    return ColumnShape{1, "one column"};
  }
  if (metric.averages) return {};
  if (metric.has_times()) return ColumnShape{2, "[TIME, EVENT]"};
  if (metric.kind == TrialKind::ratio) return ColumnShape{2, "[NUMERATOR, DENOMINATOR]"};
  return ColumnShape{1, "one column"};
}

}  // namespace journeylab
