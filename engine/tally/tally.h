// What a run leaves behind: mergeable summaries in dense arrays, numbered as in the scenario. No
// customer is kept. Shards of customers are merged in the order of their numbers.
#pragma once

#include <array>
#include <cstdint>
#include <variant>
#include <vector>

#include "tally/amount_histogram.h"
#include "tally/comoments.h"
#include "tally/exact_sum.h"
#include "tally/life_table.h"

namespace journeylab {

__extension__ using WideCount = unsigned __int128;

// ---- What customers did, per variant ----

struct WayTally {
  std::uint64_t chosen = 0;
  std::uint64_t completed = 0;  ///< whose `after` passed within the horizon
  friend bool operator==(const WayTally&, const WayTally&) = default;
};

struct StepTally {
  std::uint64_t visits = 0;
  std::uint64_t customers = 0;  ///< who visited at least once
  WideCount entry_ticks = 0;    ///< sum of the clock at entry over visits
  WideCount stay_ticks = 0;     ///< from entry to leaving or to the horizon, over visits
  ExactSum revenue;             ///< charged by the step and its ways
  ExactSum cost;                ///< as above, the touchpoint's included
  std::vector<WayTally> ways;
  friend bool operator==(const StepTally&, const StepTally&) = default;
};

struct TouchpointTally {
  std::uint64_t visits = 0;
  std::uint64_t contacts = 0;
  ExactSum cost;
  friend bool operator==(const TouchpointTally&, const TouchpointTally&) = default;
};

struct GoalTally {
  std::uint64_t customers = 0;
  std::uint64_t count = 0;  ///< reaches, repeated ones included
  friend bool operator==(const GoalTally&, const GoalTally&) = default;
};

struct FlowTally {
  std::vector<StepTally> steps;              ///< as Names::steps
  std::vector<TouchpointTally> touchpoints;  ///< as Names::touchpoints
  std::vector<GoalTally> goals;              ///< as Names::goals
  std::vector<std::uint64_t> endings;        ///< as Names::statuses, then one for `censored`
  void merge(const FlowTally& other) noexcept;
  friend bool operator==(const FlowTally&, const FlowTally&) = default;
};

// ---- One metric over one segment, one variant ----

/// A share: a goal reached, a return after entry.
struct ShareTally {
  std::uint64_t n = 0;
  std::uint64_t successes = 0;
  void merge(const ShareTally& other) noexcept;
  friend bool operator==(const ShareTally&, const ShareTally&) = default;
};

/// A mean (one variable) or a ratio of means (two: numerator, denominator). A return after a goal
/// is a ratio of two indicators.
struct MeanTally {
  Comoments moments;
  void merge(const MeanTally& other) noexcept { moments.merge(other.moments); }
  friend bool operator==(const MeanTally&, const MeanTally&) = default;
};

/// How one customer enters a life table: its group, the cells that its potential follow-up covers,
/// the cell in which it ended (the number of cells: none) and whether that ending counts.
struct LifeRecord {
  std::uint16_t group = 0;
  std::uint16_t covered = 0;
  std::uint16_t ended = 0;
  bool counts = false;
  friend bool operator==(const LifeRecord&, const LifeRecord&) = default;
};

/// Retention: life tables of fixed groups of customers (customer number modulo the number of
/// groups), for a grouped jackknife; their sum is the table of all. A shard keeps records, which
/// are few, and no tables, which are large; merging enters the records into the tables.
struct RetentionTally {
  std::vector<LifeTable> groups;
  std::vector<LifeRecord> records;
  void merge(const RetentionTally& other) noexcept;
  friend bool operator==(const RetentionTally&, const RetentionTally&) = default;
};

/// Time to a goal: the restricted time of everybody, and the times of those who reached it.
struct TimeTally {
  Comoments restricted;              ///< min(time, horizon), in time units
  Comoments reached;                 ///< time of those who reached, in time units
  std::vector<std::uint64_t> first;  ///< first reaches per cell of the metric's curve
  void merge(const TimeTally& other) noexcept;
  friend bool operator==(const TimeTally&, const TimeTally&) = default;
};

using MetricTally = std::variant<ShareTally, MeanTally, RetentionTally, TimeTally>;

// ---- One metric over one segment, a variant and control on the same customers ----

/// 2x2 table of the same customers: the first digit is control, the second the variant.
struct PairedShareTally {
  std::uint64_t both = 0;
  std::uint64_t control_only = 0;
  std::uint64_t variant_only = 0;
  std::uint64_t neither = 0;
  void merge(const PairedShareTally& other) noexcept;
  friend bool operator==(const PairedShareTally&, const PairedShareTally&) = default;
};

/// Joint moments: control's variables first, then the variant's. `differing` counts the customers
/// for whom any variable differs.
struct PairedMeanTally {
  Comoments moments;
  std::uint64_t differing = 0;
  void merge(const PairedMeanTally& other) noexcept;
  friend bool operator==(const PairedMeanTally&, const PairedMeanTally&) = default;
};

/// Retention pairs through its groups; only who differs is counted here.
struct PairedRetentionTally {
  std::uint64_t differing = 0;
  void merge(const PairedRetentionTally& other) noexcept { differing += other.differing; }
  friend bool operator==(const PairedRetentionTally&, const PairedRetentionTally&) = default;
};

using PairedTally = std::variant<PairedShareTally, PairedMeanTally, PairedRetentionTally>;

// ---- Distributions, of the first customers of a run ----

/// When a goal is first reached by the customers that a metric takes.
struct ReachTally {
  std::uint64_t n = 0;               ///< customers, those who do not reach it too
  std::vector<std::uint64_t> first;  ///< first reaches per cell of the metric's curve; empty: none
  void merge(const ReachTally& other);
  friend bool operator==(const ReachTally&, const ReachTally&) = default;
};

struct DistributionTally {
  std::vector<ReachTally> goals;  ///< n_metrics; empty before the first customer
  AmountHistogram revenue;        ///< of each customer's whole journey, where formulas read it
  void merge(const DistributionTally& other);
  friend bool operator==(const DistributionTally&, const DistributionTally&) = default;
};

// ---- A whole run ----

struct VariantTally {
  FlowTally flow;
  DistributionTally distributions;
  std::vector<std::uint64_t> segment_customers;   ///< n_segments
  std::vector<std::vector<MetricTally>> metrics;  ///< n_metrics x n_segments
  std::vector<std::vector<PairedTally>> paired;   ///< as `metrics`; empty for control
  void merge(const VariantTally& other);
  friend bool operator==(const VariantTally&, const VariantTally&) = default;
};

/// Everything a run counted, for the variants that ran, in their order.
struct RunTally {
  std::uint64_t customers = 0;
  std::vector<VariantTally> variants;
  void merge(const RunTally& other);
  friend bool operator==(const RunTally&, const RunTally&) = default;
};

/// All segments together: the merge over segments in their order.
[[nodiscard]] MetricTally total(const std::vector<MetricTally>& segments);
[[nodiscard]] PairedTally total(const std::vector<PairedTally>& segments);

}  // namespace journeylab
