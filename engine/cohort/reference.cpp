#include "cohort/reference.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cohort/faults.h"
#include "plan/step.h"

namespace journeylab {

ReferenceCustomer::ReferenceCustomer(const JourneyPlan& plan, std::uint64_t seed,
                                     std::stop_token stop)
    : plan_(plan),
      seed_(seed),
      stop_(std::move(stop)),
      columns_(plan.layout.count),
      normals_(plan.correlated.size()) {}

void ReferenceCustomer::run(std::uint64_t customer, FlowTally& flow, RawEvents* events) {
  customer_ = customer;
  flow_ = &flow;
  events_ = events;
  arrive();
  std::uint32_t step = plan_.start;
  while (step != no_index) {
    if (stop_.stop_requested()) throw RunStopped();
    step = visit(plan_.steps[step]);
  }
  for (std::size_t goal = 0; goal < plan_.layout.goal_first.size(); ++goal) {
    if (column(plan_.layout.goal_first[goal]) < never) ++flow_->goals[goal].customers;
  }
  // What was not observed on the way is observed at the end.
  for (const Observation& observation : plan_.observations) {
    if (column(plan_.layout.clock) <= observation.at) observe(observation.formulas);
  }
  observe(plan_.observed_at_end);
}

void ReferenceCustomer::fail(const std::string& what) {
  if (step_ == nullptr) fail_for_customer(plan_, customer_, what);
  fail_at_step(plan_, *step_, customer_, what);
}

void ReferenceCustomer::record(Event::Kind kind, std::uint32_t subject, double amount) {
  if (events_ == nullptr) return;
  events_->push_back({.kind = kind,
                      .clock = column(plan_.layout.clock),
                      .step = step_ == nullptr ? 0 : step_->step,
                      .subject = subject,
                      .amount = amount});
}

Probability ReferenceCustomer::uniform(std::uint64_t place) const noexcept {
  return probability_of(uniform_bits_of(random_word(key_, place, visit_)));
}

double ReferenceCustomer::value_at(const PlanValue& value, const std::string& what,
                                   const Probability& probability) {
  if (value.kind == PlanValue::Kind::drawn) {
    return quantile(value.prepared_for(segment_), probability);
  }
  const DistributionSpec spec = compose(value, columns_.data(), segment_);
  const std::string problem = problem_of(spec);
  if (!problem.empty()) fail(fmt::format("{} '{}': {}", what, value.text, problem));
  return quantile(prepare(spec, Tables::none), probability);
}

double ReferenceCustomer::value_of(const PlanValue& value, const std::string& what) {
  if (value.kind == PlanValue::Kind::computed) {
    return evaluate(value.formula, columns_.data(), segment_);
  }
  return value_at(value, what, uniform(value.place));
}

Ticks ReferenceCustomer::span_of(const PlanValue& value, const std::string& what,
                                 bool may_be_never) {
  const double span = value_of(value, what);
  if (!is_span(span, may_be_never)) fail(bad_span(what, value.text, span));
  return to_ticks(span, plan_.ticks_per_unit);
}

void ReferenceCustomer::correlate() {
  const std::size_t n = plan_.correlated.size();
  std::vector<double> independent(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Probability u = uniform(plan_.correlated[i]);
    independent[i] = normal_quantile(u.below, u.above);
  }
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j <= i; ++j) sum += plan_.cholesky[i * n + j] * independent[j];
    normals_[i] = sum;
  }
}

void ReferenceCustomer::draw_attribute(const PlanAttribute& attribute) {
  const std::string what = "the attribute " + plan_.scenario->names.attributes[attribute.column];
  const PlanValue& value = attribute.by_segment[attribute.by_segment.size() == 1 ? 0 : segment_];
  double drawn = 0.0;
  if (attribute.normal == no_index) {
    drawn = value_of(value, what);
  } else {
    const double z = normals_[attribute.normal];
    drawn = value_at(value, what, {.below = normal_cumulative(z), .above = normal_cumulative(-z)});
  }
  if (!std::isfinite(drawn)) fail(not_a_number(what, value.text, drawn));
  column(attribute.column) = drawn;
}

void ReferenceCustomer::arrive() {
  step_ = nullptr;
  visit_ = 0;
  std::fill(columns_.begin(), columns_.end(), 0.0);
  column(plan_.layout.status) = status_active;
  for (const ColumnIndex first : plan_.layout.goal_first) column(first) = never;

  key_ = customer_key(seed_, customer_);
  segment_ = chosen_way(choice_of(random_word(key_, plan_.segment_place, 0)), plan_.n_segments,
                        [&](std::uint32_t segment) { return plan_.segment_thresholds[segment]; });
  correlate();
  for (const PlanAttribute& attribute : plan_.attributes) draw_attribute(attribute);
  for (std::size_t s = 0; s < plan_.start_state.size(); ++s) {
    const std::string what = "the start of state " + plan_.scenario->names.state[s];
    const double start = value_of(plan_.start_state[s], what);
    if (!std::isfinite(start)) fail(not_a_number(what, plan_.start_state[s].text, start));
    column(plan_.layout.state[s]) = start;
  }
  record(Event::Kind::enter, segment_, 0.0);
}

std::uint32_t ReferenceCustomer::visit(const PlanStep& step) {
  step_ = &step;
  enter(step);
  if (step.wait.kind != PlanValue::Kind::none) {
    if (!pass(span_of(step.wait, "the wait", false))) return no_index;
  }
  apply(step.effects);
  const std::uint32_t chosen = choose(step);
  if (chosen == no_index) return no_index;
  const PlanWay& way = step.ways[chosen];
  WayTally& tally = step_tally().ways[chosen];
  ++tally.chosen;
  if (step.way_on != WayOn::straight) record(Event::Kind::choose, chosen, 0.0);
  if (way.after.kind != PlanValue::Kind::none) {
    if (!pass(span_of(way.after, "the time after '" + way.name + "'", false))) return no_index;
  }
  ++tally.completed;
  apply(way.effects);
  if (way.next == no_index) end(way.ending);
  return way.next;
}

void ReferenceCustomer::enter(const PlanStep& step) {
  visit_ = 0;
  if (const ColumnIndex visits = plan_.layout.visits[step.step]; visits != no_column) {
    visit_ = static_cast<std::uint32_t>(column(visits)++);
    if (visit_ + 1 >= visit_limit) fail(fmt::format("visits it {} times", visit_limit));
  }
  if (const ColumnIndex idle = plan_.layout.idle; idle != no_column) {
    if (++column(idle) >= idle_limit) {
      fail(fmt::format("makes {} visits without time passing: a loop that takes no time",
                       idle_limit));
    }
  }
  StepTally& tally = step_tally();
  ++tally.visits;
  if (visit_ == 0) ++tally.customers;
  tally.entry_ticks += static_cast<std::uint64_t>(column(plan_.layout.clock));
  record(Event::Kind::visit, step.step, 0.0);
  if (step.touchpoint == no_index) return;

  TouchpointTally& touchpoint = flow_->touchpoints[step.touchpoint];
  ++touchpoint.visits;
  if (step.is_contact) {
    ++touchpoint.contacts;
    for (const ColumnIndex contacts : step.contact_columns) ++column(contacts);
    record(Event::Kind::contact, step.touchpoint, 0.0);
  }
  if (step.touchpoint_cost.kind != PlanValue::Kind::none) {
    touchpoint.cost.add(
        charge(step.touchpoint_cost, "the cost of the touchpoint", Event::Kind::cost));
  }
}

void ReferenceCustomer::observe(const std::vector<ObservedFormula>& formulas) {
  for (const ObservedFormula& observed : formulas) {
    column(observed.column) = evaluate(plan_.metrics[observed.metric].formulas[observed.formula],
                                       columns_.data(), segment_);
  }
}

bool ReferenceCustomer::pass(Ticks span) {
  double& clock = column(plan_.layout.clock);
  const Ticks begin = clock;
  const Ticks next = begin + span;
  for (const Observation& observation : plan_.observations) {
    if (!is_crossed(observation.at, begin, next)) continue;
    clock = observation.at;
    observe(observation.formulas);
  }
  const bool ends = next > plan_.horizon;
  clock = begin;
  record(Event::Kind::wait, 0, ends ? plan_.horizon - begin : span);
  clock = ends ? plan_.horizon : next;
  step_tally().stay_ticks += static_cast<std::uint64_t>(clock - begin);
  if (span > 0.0 && plan_.layout.idle != no_column) column(plan_.layout.idle) = 0.0;
  if (ends) end(plan_.n_statuses);
  return !ends;
}

void ReferenceCustomer::end(std::uint32_t status) {
  column(plan_.layout.status) = status;
  ++flow_->endings[status];
  record(Event::Kind::end, status, 0.0);
}

void ReferenceCustomer::apply(const PlanEffects& effects) {
  assign(effects);
  if (effects.revenue.kind != PlanValue::Kind::none) {
    charge(effects.revenue, "the revenue", Event::Kind::revenue);
  }
  if (effects.cost.kind != PlanValue::Kind::none) {
    charge(effects.cost, "the cost", Event::Kind::cost);
  }
  // All goals of a moment are reached together: the order of a list decides no return.
  for (const PlanGoal& goal : effects.goals) reach(goal);
  for (const PlanGoal& goal : effects.goals) watch_return(goal);
}

void ReferenceCustomer::assign(const PlanEffects& effects) {
  pending_.clear();
  for (const PlanAssignment& assignment : effects.set) {
    const std::string what = "the new value of " + plan_.scenario->names.state[assignment.state];
    const double value = value_of(assignment.value, what);
    if (!std::isfinite(value)) fail(not_a_number(what, assignment.value.text, value));
    pending_.push_back(value);
  }
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    column(effects.set[i].column) = pending_[i];
    record(Event::Kind::set, effects.set[i].state, pending_[i]);
  }
}

double ReferenceCustomer::charge(const PlanValue& value, const std::string& what,
                                 Event::Kind kind) {
  const double amount = value_of(value, what);
  if (!is_money(amount)) fail(not_money(what, value.text, amount));
  const bool is_revenue = kind == Event::Kind::revenue;
  (is_revenue ? step_tally().revenue : step_tally().cost).add(amount);
  const ColumnIndex total = is_revenue ? plan_.layout.revenue : plan_.layout.cost;
  if (total != no_column) column(total) += amount;
  record(kind, 0, amount);
  return amount;
}

void ReferenceCustomer::reach(const PlanGoal& goal) {
  const Ticks clock = column(plan_.layout.clock);
  ++flow_->goals[goal.goal].count;
  if (goal.count != no_column) ++column(goal.count);
  column(goal.first) = std::min(column(goal.first), clock);
  record(Event::Kind::goal, goal.goal, 0.0);
}

void ReferenceCustomer::watch_return(const PlanGoal& goal) {
  const Ticks clock = column(plan_.layout.clock);
  for (const ReturnWatch& watch : goal.watches) {
    const Ticks origin = watch.origin == no_column ? 0.0 : column(watch.origin);
    if (is_return(watch, clock, origin)) column(watch.flag) = 1.0;
  }
}

std::uint32_t ReferenceCustomer::choose(const PlanStep& step) {
  switch (step.way_on) {
    case WayOn::straight:
      return 0;
    case WayOn::branch:
      return choose_branch(step);
    case WayOn::race:
      return run_race(step);
    default:
      return choose_outcome(step);
  }
}

std::uint32_t ReferenceCustomer::choose_outcome(const PlanStep& step) {
  const auto n_ways = static_cast<std::uint32_t>(step.ways.size());
  std::vector<Threshold> computed;
  if (step.thresholds.empty()) {
    std::vector<double> chances(n_ways);
    std::size_t rest = n_ways;
    for (std::size_t w = 0; w < n_ways; ++w) {
      if (step.ways[w].is_rest) {
        rest = w;
      } else {
        chances[w] = evaluate(step.ways[w].chance, columns_.data(), segment_);
      }
    }
    computed.resize(n_ways);
    const ChanceCheck check = cumulative_thresholds(chances, rest, computed);
    if (check.fault != ChanceFault::none) fail(bad_chances(step, check));
  }
  const std::uint32_t visit = choice_visit(step, visit_);
  return chosen_way(choice_of(random_word(key_, step.choice_place, visit)), n_ways,
                    [&](std::uint32_t way) {
                      return computed.empty() ? step.thresholds[way * plan_.n_segments + segment_]
                                              : computed[way];
                    });
}

std::uint32_t ReferenceCustomer::choose_branch(const PlanStep& step) {
  for (std::uint32_t w = 0; w < step.ways.size(); ++w) {
    const PlanWay& way = step.ways[w];
    if (way.always) return w;
    const double holds = evaluate(way.condition, columns_.data(), segment_);
    if (std::isnan(holds)) fail(not_a_number("the condition", way.condition.text, holds));
    if (holds != 0.0) return w;
  }
  fail("no condition of its branch holds; expected one that does, or an `else`");
}

std::uint32_t ReferenceCustomer::run_race(const PlanStep& step) {
  Ticks earliest = never;
  std::uint32_t winner = no_index;
  for (std::uint32_t w = 0; w < step.ways.size(); ++w) {
    const PlanWay& way = step.ways[w];
    if (way.in.kind == PlanValue::Kind::none) continue;
    const Ticks time = span_of(way.in, "the time of '" + way.name + "'", true);
    if (time < earliest) {
      earliest = time;
      winner = w;
    }
  }
  return pass(earliest) ? winner : no_index;
}

bool is_taken(const JourneyPlan& plan, const PlanMetric& metric, const ReferenceCustomer& reference,
              std::uint64_t customer) {
  const double holds = evaluate(metric.where, reference.columns().data(), reference.segment());
  if (std::isnan(holds)) {
    fail_for_customer(plan, customer, not_a_number("`where`", metric.where.text, holds));
  }
  return holds != 0.0;
}

}  // namespace journeylab
