// Which columns a batch is read for when its customers have ended, and what they begin with.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "cohort/known.h"
#include "plan/journey_plan.h"

namespace journeylab {

struct KeptColumn {
  ColumnIndex column = no_column;
  /// What stands in it for everybody before the first step; none: it is written in any case.
  std::optional<double> initial;
  /// It is read of those alone who reached one of these goals, by their first reaches; none: of
  /// all.
  std::vector<ColumnIndex> origins;

  /// Whether customers who end leave something here that is known and not written.
  [[nodiscard]] bool is_wanted(const Known& known) const noexcept {
    if (!known.has(column)) return false;
    if (initial &&
        std::bit_cast<std::uint64_t>(known[column]) == std::bit_cast<std::uint64_t>(*initial)) {
      return false;
    }
    return origins.empty() || std::any_of(origins.begin(), origins.end(), [&](ColumnIndex first) {
             return !known.has(first) || known[first] < never;
           });
  }
};

using KeptColumns = std::vector<KeptColumn>;

[[nodiscard]] KeptColumns kept_columns(const JourneyPlan& plan);

/// What all customers have in common before the first step.
[[nodiscard]] Known known_at_start(const JourneyPlan& plan);

}  // namespace journeylab
