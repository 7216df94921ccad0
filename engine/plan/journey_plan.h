// A variant, compiled: dense, immutable, shared by all threads. Names are gone but for messages.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/clock.h"
#include "plan/columns.h"
#include "plan/plan_value.h"

namespace journeylab {

/// Statuses in the status column: the number of an ending, and these.
inline constexpr double status_active = -1.0;

inline constexpr std::uint32_t no_index = std::numeric_limits<std::uint32_t>::max();

/// A customer's `visits` of one step may not reach this.
inline constexpr std::uint32_t visit_limit = 1U << 24;
/// Visits that a customer may make without the clock moving.
inline constexpr std::uint32_t idle_limit = 10000;

struct PlanAssignment {
  ColumnIndex column = no_column;
  std::uint32_t state = 0;
  PlanValue value;
};

/// A window in which reaching a goal counts as a return: ages [begin, end) since `origin`.
struct ReturnWatch {
  ColumnIndex origin = no_column;  ///< first reach of the goal before; none: entry
  Ticks begin = 0.0;
  Ticks end = 0.0;
  ColumnIndex flag = no_column;
};

struct PlanGoal {
  std::uint32_t goal = 0;
  ColumnIndex first = no_column;
  ColumnIndex count = no_column;
  std::vector<ReturnWatch> watches;
};

struct PlanEffects {
  std::vector<PlanAssignment> set;
  PlanValue revenue;
  PlanValue cost;
  std::vector<PlanGoal> goals;
  [[nodiscard]] bool empty() const noexcept {
    return set.empty() && revenue.kind == PlanValue::Kind::none &&
           cost.kind == PlanValue::Kind::none && goals.empty();
  }
};

struct PlanWay {
  std::string name;
  Program chance;  ///< of an outcome that is not the rest
  bool is_rest = false;
  Program condition;    ///< of a branch
  bool always = false;  ///< a branch without condition
  PlanValue in;         ///< of a race; none: never
  PlanValue after;
  PlanEffects effects;
  std::uint32_t next = no_index;    ///< step
  std::uint32_t ending = no_index;  ///< status
};

struct PlanStep {
  std::uint32_t step = no_index;  ///< in Names::steps
  std::string name;
  std::uint64_t choice_place = 0;
  bool numbered = false;  ///< a customer can come back: draws depend on the visit
  std::uint32_t touchpoint = no_index;
  bool is_contact = false;
  std::vector<ColumnIndex> contact_columns;
  PlanValue touchpoint_cost;
  PlanValue wait;
  PlanEffects effects;
  WayOn way_on = WayOn::straight;
  bool split_again = false;
  /// Cumulative thresholds n_ways x n_segments, row-major; empty where chances are computed for
  /// each customer. Of a split: the same in all segments.
  std::vector<Threshold> thresholds;
  std::vector<PlanWay> ways;
};

/// An attribute's value: drawn, correlated or computed.
struct PlanAttribute {
  ColumnIndex column = no_column;
  std::vector<PlanValue> by_segment;  ///< n_segments
  std::uint32_t normal = no_index;    ///< its row of the Cholesky factor, if correlated
};

/// The formulas of a metric, compiled.
struct PlanMetric {
  std::vector<Program> formulas;  ///< one of a mean, two of a ratio
  std::vector<bool> is_finite;    ///< of each, whether it cannot be anything else
  Program where;                  ///< valid if has_where
  bool has_where = false;
};

/// A formula of a metric that is evaluated when the clock passes a time, and for those who end
/// before, or if there is no such time, at the end.
struct ObservedFormula {
  std::uint32_t metric = 0;
  std::uint32_t formula = 0;  ///< in PlanMetric::formulas
  ColumnIndex column = no_column;
};

struct Observation {
  Ticks at = 0.0;
  std::vector<ObservedFormula> formulas;
};

struct JourneyPlan {
  std::string variant;
  ColumnLayout layout;
  double ticks_per_unit = 0.0;
  Ticks horizon = 0.0;
  std::uint32_t n_segments = 0;
  std::uint32_t n_statuses = 0;  ///< `censored` has this number
  std::uint64_t segment_place = 0;
  std::vector<Threshold> segment_thresholds;  ///< n_segments, cumulative
  std::vector<PlanAttribute> attributes;      ///< in an order in which they can be computed
  std::vector<double> cholesky;               ///< n x n, row-major, lower; of correlated attributes
  std::vector<std::uint64_t> correlated;      ///< places of the correlated attributes, by row
  std::vector<PlanValue> start_state;         ///< as Names::state
  std::vector<PlanStep> steps;  ///< as Names::steps; absent ones have step == no_index
  std::uint32_t start = 0;
  /// Steps by strongly connected component, in an order in which no way leads back.
  std::vector<std::vector<std::uint32_t>> components;
  std::vector<PlanMetric> metrics;        ///< as Scenario::metrics
  std::vector<Observation> observations;  ///< by increasing time, within the horizon or beyond
  std::vector<ObservedFormula> observed_at_end;  ///< those at "never"
  const Scenario* scenario = nullptr;            ///< outlives the plan; for names and metrics
};

/// Compiles a variant of a scenario, which must outlive the plan. Throws InputError for what only
/// shows with numbers in place: impossible parameters or chances in a segment, steps whose names
/// hash alike.
[[nodiscard]] JourneyPlan compile(const Scenario& scenario, std::size_t variant);

}  // namespace journeylab
