// Scenarios and tallies written by hand, small enough to check every figure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiment/analysis.h"
#include "unit/stats/moments_of.h"

namespace journeylab::testing {

inline constexpr Ticks day = 88473600.0;

/// One goal, one state of two segments, control and two variants, a horizon of 100 days, no
/// metrics.
inline Scenario plain_scenario() {
  Scenario scenario;
  scenario.name = "by hand";
  scenario.horizon = 100.0 * day;
  scenario.names.segments = {"loyal", "dormant"};
  scenario.names.goals = {"purchase"};
  scenario.names.statuses = {"lost"};
  scenario.segments.resize(2);
  for (const char* name : {"control", "one", "two"}) {
    Variant variant;
    variant.name = name;
    variant.description = std::string(name) + "'s description";
    scenario.variants.push_back(variant);
  }
  return scenario;
}

template <typename Kind>
Metric metric_of(std::string name, Kind kind) {
  Metric metric;
  metric.name = std::move(name);
  metric.kind = std::move(kind);
  return metric;
}

inline Mean mean_kind() {
  return {.value = constant(1.0), .within = {}};
}
inline Ratio ratio_kind() {
  return {.numerator = constant(1.0), .denominator = constant(1.0), .within = {}};
}
inline GoalShare goal_kind() {
  return {.goal = 0, .within = 60.0 * day};
}
inline Retained retained_kind(Ticks at) {
  return {.from = {}, .until_any = true, .until = {}, .at = at};
}

/// A tally whose variants have room for the scenario's segments, and nothing else.
inline RunTally empty_tally(const Scenario& scenario, std::size_t n_variants) {
  RunTally tally;
  tally.variants.resize(n_variants);
  for (VariantTally& variant : tally.variants) {
    variant.segment_customers.resize(scenario.segments.size());
    variant.flow.endings.resize(scenario.names.statuses.size() + 1);
    variant.flow.goals.resize(scenario.names.goals.size());
  }
  return tally;
}

/// Adds a metric of pairs of shares: control's and each variant's 2x2 tables, by segment.
inline void add_shares(RunTally& tally,
                       const std::vector<std::vector<PairedShareTally>>& by_variant) {
  std::vector<MetricTally> control;
  for (const PairedShareTally& pairs : by_variant.at(0)) {
    const std::uint64_t n = pairs.both + pairs.control_only + pairs.variant_only + pairs.neither;
    control.emplace_back(ShareTally{.n = n, .successes = pairs.both + pairs.control_only});
  }
  tally.variants[0].metrics.push_back(control);
  for (std::size_t v = 0; v < by_variant.size(); ++v) {
    std::vector<MetricTally> own;
    std::vector<PairedTally> paired;
    for (const PairedShareTally& pairs : by_variant[v]) {
      const std::uint64_t n = pairs.both + pairs.control_only + pairs.variant_only + pairs.neither;
      own.emplace_back(ShareTally{.n = n, .successes = pairs.both + pairs.variant_only});
      paired.emplace_back(pairs);
    }
    tally.variants[v + 1].metrics.push_back(own);
    tally.variants[v + 1].paired.push_back(paired);
  }
}

/// Control's variables and then the variant's of the same customers, as pairs and as each arm's
/// own.
struct MeanPair {
  PairedMeanTally pairs;
  MeanTally control;
  MeanTally variant;
};

inline MeanPair mean_pair(const std::vector<std::vector<double>>& rows) {
  MeanPair result;
  std::vector<std::vector<double>> control;
  std::vector<std::vector<double>> variant;
  for (const auto& row : rows) {
    const auto middle = row.begin() + static_cast<std::ptrdiff_t>(row.size() / 2);
    control.emplace_back(row.begin(), middle);
    variant.emplace_back(middle, row.end());
    result.pairs.differing += control.back() != variant.back() ? 1 : 0;
  }
  result.pairs.moments = moments_of(rows);
  result.control.moments = moments_of(control);
  result.variant.moments = moments_of(variant);
  return result;
}

/// A group of customers, everybody followed to the horizon, who end in the cell numbered `cell`.
inline LifeTable life_table(std::size_t n_cells, std::uint64_t entered, std::uint32_t ended,
                            std::size_t cell) {
  LifeTable table(n_cells);
  table.entered = entered;
  table.events[cell] = ended;
  table.followed[n_cells] = static_cast<std::uint32_t>(entered) - ended;
  return table;
}

inline RetentionTally retention_of(std::vector<LifeTable> groups) {
  RetentionTally tally;
  tally.groups = std::move(groups);
  return tally;
}

}  // namespace journeylab::testing
