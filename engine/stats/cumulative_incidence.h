// The share that has ended by the event that counts, where other endings compete (Aalen and
// Johansen 1978), from individual times. Theory: engine/methods/survival.md.
#pragma once

#include <vector>

#include "stats/estimated.h"
#include "stats/event_table.h"

namespace journeylab {

struct IncidencePoint {
  double time = 0.0;
  double incidence = 0.0;                 ///< of the event that counts
  double standard_error = 0.0;            ///< delta method (Marubini and Valsecchi 1995, ch. 10)
  std::optional<Interval> interval = {};  ///< pointwise on the scale of ln(-ln(1 - incidence));
                                          ///< nothing before the first event and at incidence 1
};

/// One point for each row of the table: the sum of S d / n, S the share without any ending before.
[[nodiscard]] std::vector<IncidencePoint> cumulative_incidence(const EventTable& table,
                                                               double confidence);

}  // namespace journeylab
