// Individual times to an event turned into an exact life table: one row for each distinct time, so
// that nothing is lost by cells. Every estimator of survival on individual times reads this table.
// Theory: engine/methods/survival.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace journeylab {

/// How the follow-up of one customer ended.
enum class FollowUp : std::uint8_t {
  censored,   ///< no event up to this time, nothing known beyond
  event,      ///< the event that counts
  competing,  ///< another event, after which the one that counts cannot come
};

/// One customer: the time since its start, 0 or later, in any unit.
struct ObservedTime {
  double time = 0.0;
  FollowUp end = FollowUp::censored;
};

/// What happened at one distinct time. Who is censored at a time is at risk at it.
struct EventRow {
  double time = 0.0;
  std::uint64_t at_risk = 0;
  std::uint64_t events = 0;
  std::uint64_t competing = 0;
  std::uint64_t censored = 0;
  friend bool operator==(const EventRow&, const EventRow&) = default;
};

/// Rows in rising order of time; the number at risk falls by what leaves at each.
struct EventTable {
  std::vector<EventRow> rows = {};
};

/// The table of some customers in any order; no rows where there are none. Throws
/// std::invalid_argument for a time that is negative, infinite or not a number.
[[nodiscard]] EventTable event_table(std::span<const ObservedTime> times);

/// Counts at distinct times, in any order, of which `at_risk` is computed here (what stands there
/// is ignored). Rows of the same time are added. Throws as above.
[[nodiscard]] EventTable event_table(std::vector<EventRow> counts);

}  // namespace journeylab
