#include "stats/cumulative_incidence.h"

#include <cmath>

#include "stats/distributions.h"
#include "stats/retention.h"

namespace journeylab {
namespace {

LifeCounts life_counts(const EventTable& table) {
  LifeCounts counts(table.rows.size());
  counts.entered = table.rows.empty() ? 0 : table.rows.front().at_risk;
  for (std::size_t k = 0; k < table.rows.size(); ++k) {
    counts.events[k] = table.rows[k].events;
    counts.competing[k] = table.rows[k].competing;
    counts.followed[k + 1] = table.rows[k].censored;
  }
  return counts;
}

}  // namespace

std::vector<IncidencePoint> cumulative_incidence(const EventTable& table, double confidence) {
  std::vector<IncidencePoint> points;
  if (table.rows.empty()) return points;
  const RetentionCurve curve = retention_curve(life_counts(table), confidence);
  const double z = normal_critical(confidence);
  double incidence = 0.0;
  double left = 1.0;
  for (std::size_t k = 0; k < table.rows.size(); ++k) {
    const EventRow& row = table.rows[k];
    const auto n = static_cast<double>(row.at_risk);
    incidence += left * (static_cast<double>(row.events) / n);
    left *= static_cast<double>(row.at_risk - row.events - row.competing) / n;
    const double retained = curve.retained[k + 1];
    IncidencePoint point{.time = row.time,
                         .incidence = retained > 0.0 ? incidence : 1.0,
                         .standard_error = curve.standard_error[k + 1],
                         .interval = {}};
    if (incidence > 0.0 && retained > 0.0) {
      const double hazard = incidence < 0.5 ? -std::log1p(-incidence) : -std::log(retained);
      const double reach = z * point.standard_error / (retained * hazard);
      point.interval = Interval{.low = -std::expm1(-hazard * std::exp(-reach)),
                                .high = -std::expm1(-hazard * std::exp(reach))};
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace journeylab
