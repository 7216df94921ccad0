// Retention from a life table: the share not ended by one cause, where other causes compete and the
// end of follow-up censors. 1 - Aalen-Johansen; without competing endings Kaplan-Meier. Formulas:
// engine/methods/survival.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimated.h"
#include "tally/life_table.h"

namespace journeylab {

/// A life table with wide counts: groups of customers together, all or all but one.
struct LifeCounts {
  std::uint64_t entered = 0;
  std::vector<std::uint64_t> events;
  std::vector<std::uint64_t> competing;
  std::vector<std::uint64_t> followed;  ///< n_cells + 1, as LifeTable::followed

  explicit LifeCounts(std::size_t n_cells = 0)
      : events(n_cells), competing(n_cells), followed(n_cells + 1) {}
  void add(const LifeTable& table);
  /// Of as many cells, or to counts without any.
  void add(const LifeCounts& other);
  void remove(const LifeTable& table);
};

/// The sum of the groups; no cells where there are no groups.
[[nodiscard]] LifeCounts pooled(std::span<const LifeTable> groups);

/// Retention at every border of the cells, from border 0 (1 there). Only the first `known` borders
/// have values: beyond, customers remain but nobody was followed.
struct RetentionCurve {
  std::size_t known = 0;
  std::vector<double> retained;
  std::vector<double> standard_error;
  std::vector<Interval> interval;
  /// Not ended and followed beyond the border: the risk set of the cell that starts there; at the
  /// last border, those followed to it.
  std::vector<std::uint64_t> at_risk;
};

/// The curve with pointwise intervals on the scale of ln(-ln(retained)), variance by the delta
/// method (Greenwood 1926 where nothing competes). While nobody has ended: Wilson's interval for no
/// event among the smallest risk set so far. Where nobody is left: 0 up to the last upper end times
/// Wilson's for no survivor of the last risk set.
[[nodiscard]] RetentionCurve retention_curve(const LifeCounts& counts, double confidence);

/// Retention at border number `border` alone, or nothing where it is not known.
[[nodiscard]] std::optional<double> retention_at(const LifeCounts& counts, std::size_t border);

}  // namespace journeylab
