// The model as its author wrote it: plain values with names resolved to numbers, one treatment per
// variant. Nothing here knows text formats or how the model is run. The meaning of every part is in
// engine/methods/language.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "random/family.h"
#include "scenario/document.h"
#include "scenario/expression.h"
#include "scenario/test_plan.h"

namespace journeylab {

/// A distribution with the formulas of its parameters, in the order that Form and Family state.
struct Distribution {
  Family family = Family::exponential;
  Form form = Form::canonical;
  std::vector<Expression> parameters;
  std::optional<Expression> low;                      ///< truncation, inclusive
  std::optional<Expression> high;                     ///< truncation, inclusive
  std::shared_ptr<const std::vector<double>> sample;  ///< of `empirical`
  Place place;
  std::string text;  ///< as written
};

/// What may stand where a number is wanted at a moment of the journey.
using Value = std::variant<Expression, Distribution>;

/// Every name of the file, numbered. A variant can add steps, goals, statuses and touchpoints: the
/// lists are the union over all variants, control's first, so that a number means one thing.
struct Names {
  std::vector<std::string> segments;
  std::vector<std::string> parameters;  ///< of segments
  std::vector<std::string> attributes;
  std::vector<std::string> state;
  std::vector<std::string> assumptions;
  std::vector<std::string> touchpoints;
  std::vector<std::string> channels;
  std::vector<std::string> steps;
  std::vector<std::string> goals;
  std::vector<std::string> statuses;  ///< written under `end`; `censored` is not among them
};

/// `set: {NAME: VALUE}`.
struct Assignment {
  std::uint32_t state = 0;
  Value value;
};

/// What happens at one moment, in this order: set, revenue, cost, goals.
struct Effects {
  std::vector<Assignment> set;
  std::optional<Value> revenue;
  std::optional<Value> cost;
  std::vector<std::uint32_t> goals;
};

/// One way on from a step. Exactly one of `next` and `ending` is set (the step's default filled
/// in).
struct Way {
  std::string name;
  std::string description;
  std::optional<Expression> chance;     ///< of an outcome; none: the rest
  std::optional<Expression> condition;  ///< of a branch; none: always
  std::optional<Value> in;              ///< of a race; none: `never`
  double weight = 0.0;                  ///< of a split, as written
  std::optional<Value> after;
  Effects effects;
  std::optional<std::uint32_t> next;    ///< step
  std::optional<std::uint32_t> ending;  ///< status
  Place place;
};

enum class WayOn : std::uint8_t {
  straight,  ///< one nameless way
  outcomes,
  branch,
  race,
  split,
};

/// One step of the journey.
struct Step {
  bool present = false;  ///< false for a step that only another variant has
  std::string description;
  std::string phase;
  std::optional<std::uint32_t> touchpoint;
  std::optional<Value> wait;
  Effects effects;
  WayOn way_on = WayOn::straight;
  bool split_again = false;
  std::vector<Way> ways;  ///< at least one; WayOn::straight has exactly one, without a name
  Place place;
};

/// Where a customer meets the brand.
struct Touchpoint {
  bool present = false;  ///< false for one that only another variant has
  std::string channel_name;
  std::optional<std::uint32_t> channel;
  bool outbound = true;  ///< only outbound touchpoints count as contacts
  std::optional<Value> cost;
  std::string owner;
  std::string purpose;
  Place place;
};

/// A treatment: everything that a variant may change. variants[0] is control.
struct Variant {
  std::string name;
  std::string description;
  std::vector<std::vector<Expression>> parameters;  ///< n_segments x n_parameters
  std::vector<Touchpoint> touchpoints;              ///< as Names::touchpoints
  std::vector<Value> state;                         ///< starting values, as Names::state
  std::vector<Step> steps;                          ///< as Names::steps
  std::vector<std::uint32_t> step_order;            ///< the present steps, in the order written
  std::uint32_t start = 0;
  Place place;
};

struct Segment {
  std::string description;
  double share = 0.0;  ///< in 0..1; they sum to 1
  Place place;
};

/// A customer's property at the start: one value for everybody, or its own for some segments.
struct Attribute {
  std::vector<Value> by_segment;  ///< n_segments
  Place place;
};

/// Correlation of the underlying normals of two drawn attributes.
struct Correlation {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  double rho = 0.0;
  Place place;
};

/// A number that the author is not sure of. A plain run uses `mean`.
struct Assumption {
  Value value;        ///< of constants
  double mean = 0.0;  ///< of the distribution
  Place place;
};

/// {goal: G, within: T}: the share of all customers who reach a goal by a time.
struct GoalShare {
  std::uint32_t goal = 0;
  Ticks within = 0.0;
};

/// {retained: {from, until}, at}: the share not ended by some statuses at an age.
struct Retained {
  std::optional<std::uint32_t> from;  ///< goal; none: entry
  bool until_any = true;              ///< any ending counts
  std::vector<std::uint32_t> until;   ///< statuses, where not any
  Ticks at = 0.0;
};

/// {returned: {to, from, window: [a, b)}}.
struct Returned {
  std::uint32_t to = 0;
  std::optional<std::uint32_t> from;  ///< goal; none: entry
  Ticks window_begin = 0.0;
  Ticks window_end = 0.0;
};

/// {mean: EXPRESSION, within}.
struct Mean {
  Expression value;
  std::optional<Ticks> within;  ///< none: at the customer's end
};

/// {ratio: [EXPRESSION, EXPRESSION], within}: the ratio of two means.
struct Ratio {
  Expression numerator;
  Expression denominator;
  std::optional<Ticks> within;
};

/// {time_to: G}.
struct TimeTo {
  std::uint32_t goal = 0;
};

struct Metric {
  std::string name;
  std::string description;
  std::variant<GoalShare, Retained, Returned, Mean, Ratio, TimeTo> kind;
  bool primary = false;
  bool higher_is_better = true;
  std::optional<double> guardrail;  ///< largest acceptable relative worsening
  std::optional<Expression> where;  ///< over attributes, control's segment parameters, assumptions
  Place place;
};

/// A whole scenario file, read and checked.
struct Scenario {
  std::string file;
  std::string sha256;  ///< of the file's bytes, in hexadecimal
  std::string name;
  std::string description;
  TimeUnit time_unit = TimeUnit::day;
  Ticks horizon = 0.0;
  std::uint64_t customers = 0;
  Names names;
  std::vector<Segment> segments;
  std::vector<Attribute> attributes;
  std::vector<Correlation> correlations;
  std::vector<Assumption> assumptions;
  std::vector<Variant> variants;  ///< control first
  std::vector<Metric> metrics;
  TestPlan test_plan;  ///< `experiment`; its split is by variant
  Node document;       ///< the file as written
  std::vector<Problem> warnings;

  [[nodiscard]] double ticks_per_unit() const noexcept { return ticks_per(time_unit); }
};

}  // namespace journeylab
