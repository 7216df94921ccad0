// Which numbers a run keeps for each customer: one column each, only those that something reads.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

using ColumnIndex = std::uint32_t;
inline constexpr ColumnIndex no_column = std::numeric_limits<ColumnIndex>::max();

/// The columns of a plan. Those that depend on nothing a variant changes come first.
struct ColumnLayout {
  std::uint32_t count = 0;
  std::vector<ColumnIndex> attributes;  ///< as Names::attributes
  std::uint32_t shared = 0;             ///< columns below this are the same in every variant
  ColumnIndex clock = no_column;        ///< ticks
  ColumnIndex status = no_column;       ///< see journey_plan.h
  ColumnIndex idle = no_column;         ///< visits since the clock moved
  ColumnIndex revenue = no_column;      ///< total so far
  ColumnIndex cost = no_column;
  ColumnIndex contacts = no_column;
  std::vector<ColumnIndex> touchpoint_contacts;  ///< as Names::touchpoints
  std::vector<ColumnIndex> channel_contacts;     ///< as Names::channels
  std::vector<ColumnIndex> visits;               ///< as Names::steps
  std::vector<ColumnIndex> goal_count;           ///< as Names::goals
  std::vector<ColumnIndex> goal_first;  ///< as Names::goals: ticks, infinity if never reached
  std::vector<ColumnIndex> state;       ///< as Names::state
  std::vector<ColumnIndex> returned;    ///< as metrics: 1 once the customer returned in time
  std::vector<std::vector<ColumnIndex>> observed;  ///< as metrics: values of their formulas
};

/// The values that the formulas of a variant read, by what they read.
struct FormulaReads {
  bool revenue = false;
  bool cost = false;
  bool contacts = false;
  std::vector<bool> touchpoint_contacts;
  std::vector<bool> channel_contacts;
  std::vector<bool> visits;
  std::vector<bool> goal_count;
};

/// What the journey of a variant and the metrics read; `variant` is in Scenario::variants.
[[nodiscard]] FormulaReads formula_reads(const Scenario& scenario, std::size_t variant);

/// The layout for a variant. `counted` says which steps need the number of the visit for their
/// draws; `guarded` whether loops can pass no time.
[[nodiscard]] ColumnLayout lay_out_columns(const Scenario& scenario, std::size_t variant,
                                           const std::vector<bool>& counted, bool guarded);

}  // namespace journeylab
