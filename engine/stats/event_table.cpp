#include "stats/event_table.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace journeylab {

EventTable event_table(std::span<const ObservedTime> times) {
  std::vector<EventRow> counts;
  counts.reserve(times.size());
  for (const ObservedTime& one : times) {
    EventRow row{.time = one.time};
    if (one.end == FollowUp::event) row.events = 1;
    if (one.end == FollowUp::competing) row.competing = 1;
    if (one.end == FollowUp::censored) row.censored = 1;
    counts.push_back(row);
  }
  return event_table(std::move(counts));
}

EventTable event_table(std::vector<EventRow> counts) {
  for (const EventRow& row : counts) {
    if (!std::isfinite(row.time) || row.time < 0.0) {
      throw std::invalid_argument("a time is not a finite number of at least 0");
    }
  }
  std::sort(counts.begin(), counts.end(),
            [](const EventRow& a, const EventRow& b) { return a.time < b.time; });
  EventTable table;
  for (const EventRow& row : counts) {
    if (row.events + row.competing + row.censored == 0) continue;
    if (table.rows.empty() || table.rows.back().time != row.time) {
      table.rows.push_back({.time = row.time});
    }
    table.rows.back().events += row.events;
    table.rows.back().competing += row.competing;
    table.rows.back().censored += row.censored;
  }
  std::uint64_t at_risk = 0;
  for (auto row = table.rows.rbegin(); row != table.rows.rend(); ++row) {
    at_risk += row->events + row->competing + row->censored;
    row->at_risk = at_risk;
  }
  return table;
}

}  // namespace journeylab
