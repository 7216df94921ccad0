#include "cohort/batch.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plan/step.h"

namespace journeylab {
namespace {

// One in so many of a batch is dense at a step.
constexpr std::size_t least_dense = 4;

// The first n numbers of a lane.
Who who_of_lane(std::size_t n) noexcept {
  return {.position = all_positions().data(), .visit = nullptr, .n = n, .is_run = true};
}

}  // namespace

BatchExecutor::BatchExecutor(const JourneyPlan& plan, std::stop_token stop,
                             const VectorLoops& loops)
    : plan_(plan),
      loops_(loops),
      stop_(std::move(stop)),
      values_(loops),
      own_columns_(plan.layout.count - plan.layout.shared, AlignedColumn<double>(tile_customers)),
      kept_(kept_columns(plan)),
      start_(known_at_start(plan)),
      queues_(plan.steps.size()) {
  batch_.column.resize(plan.layout.count);
}

void BatchExecutor::run(Tile& tile, std::size_t variant, std::size_t offset, std::size_t n,
                        FlowTally& flow) {
  n_ = n;
  flow_ = &flow;
  lay_columns(tile.variants[variant], offset);
  for (auto& queue : queues_) queue.clear();
  arrive(tile, offset);
  for (std::size_t begin = 0; begin < n; begin += chunk_customers) {
    chunk_.take_run(begin, std::min(chunk_customers, n - begin));
    chunk_.known = start_;
    visit(plan_.steps[plan_.start]);
  }
  for (const auto& component : plan_.components) drain(component);
  for (std::size_t goal = 0; goal < plan_.layout.goal_first.size(); ++goal) {
    flow_->goals[goal].customers += loops_.count_at_most(column(plan_.layout.goal_first[goal]),
                                                         std::numeric_limits<double>::max(), n_);
  }
  observe_rest();
}

// What a metric observes is written where the metric wants it: the values of a formula, and a
// column that is one as it stands.
void BatchExecutor::lay_columns(std::vector<MetricColumns>& metrics, std::size_t offset) {
  const std::size_t shared = plan_.layout.shared;
  for (std::size_t c = shared; c < plan_.layout.count; ++c) {
    batch_.column[c] = own_columns_[c - shared].data();
  }
  const auto lay = [&](const ObservedFormula& observed) {
    double* wanted = metrics[observed.metric].values[observed.formula].data() + offset;
    batch_.column[observed.column] = wanted;
    return wanted;
  };
  for (const Observation& observation : plan_.observations) {
    for (const ObservedFormula& observed : observation.formulas) lay(observed);
  }
  for (const ObservedFormula& observed : plan_.observed_at_end) {
    double* wanted = lay(observed);
    const Operand& result = plan_.metrics[observed.metric].formulas[observed.formula].result;
    if (result.kind != OperandKind::column || result.index < shared) continue;
    double*& column = batch_.column[result.index];
    if (column == own_columns_[result.index - shared].data()) column = wanted;
  }
}

void BatchExecutor::arrive(Tile& tile, std::size_t offset) {
  batch_.key = tile.key.data() + offset;
  batch_.segment = tile.segment.data() + offset;
  for (std::size_t a = 0; a < tile.attributes.size(); ++a) {
    batch_.column[plan_.layout.attributes[a]] = tile.attributes[a].data() + offset;
  }
  for (const KeptColumn& kept : kept_) {
    if (kept.initial) loops_.fill(column(kept.column), *kept.initial, n_);
  }
  for (std::size_t begin = 0; begin < n_; begin += chunk_customers) {
    draw_start_state(begin, std::min(chunk_customers, n_ - begin));
  }
}

void BatchExecutor::draw_start_state(std::size_t first, std::size_t n) {
  const Who who{
      .position = all_positions().data() + first, .visit = nullptr, .n = n, .is_run = true};
  batch_.known = &start_;
  for (std::size_t s = 0; s < plan_.start_state.size(); ++s) {
    if (start_.has(plan_.layout.state[s])) continue;
    values_.draw(plan_.start_state[s], batch_, who, amounts_.data());
    if (!(loops_.largest(amounts_.data(), n) < never)) throw BatchFault();
    std::copy_n(amounts_.data(), n, column(plan_.layout.state[s]) + first);
  }
}

void BatchExecutor::drain(const std::vector<std::uint32_t>& component) {
  bool moved = true;
  while (moved) {
    moved = false;
    if (stop_.stop_requested()) throw RunStopped();
    for (const std::uint32_t step : component) {
      if (queues_[step].empty()) continue;
      drain_step(plan_.steps[step]);
      moved = true;
    }
  }
}

void BatchExecutor::drain_step(const PlanStep& step) {
  current_.clear();
  std::swap(current_, queues_[step.step]);
  for (Group& group : current_.groups()) drain_group(step, group);
}

void BatchExecutor::drain_group(const PlanStep& step, Group& group) {
  if (group.positions.size() * least_dense >= n_ && drain_dense(step, group)) return;
  for (std::size_t begin = 0; begin < group.positions.size(); begin += chunk_customers) {
    chunk_.take_list(group.positions.data() + begin,
                     std::min(chunk_customers, group.positions.size() - begin));
    chunk_.known = group.known;
    visit(step);
  }
}

// Where many of the batch wait, they come in the order of their positions, a stretch at a time.
bool BatchExecutor::drain_dense(const PlanStep& step, Group& group) {
  const std::size_t n = group.positions.size();
  if (!group.has_bits || !group.is_sorted) {
    group.positions.resize(n + position_padding);
    const bool sorts = loops_.sort_positions(group.positions.data(), n, n_, group.bits.data());
    group.positions.resize(n);
    if (!sorts) return false;
  }
  const std::uint32_t* next = group.positions.data();
  const std::uint32_t* end = next + n;
  for (std::size_t first = 0; next != end; first += chunk_customers) {
    const std::uint32_t* beyond = std::lower_bound(next, end, first + chunk_customers);
    chunk_.take_list(next, static_cast<std::size_t>(beyond - next));
    chunk_.known = group.known;
    chunk_.stretch = {
        .bits = nullptr, .first = first, .n = std::min(chunk_customers, (n_ - first + 7) / 8 * 8)};
    std::copy_n(group.bits.begin() + static_cast<std::ptrdiff_t>(first / 8), chunk_.stretch.n / 8,
                chunk_.bits.begin());
    next = beyond;
    if (chunk_.n > 0) visit(step);
  }
  return true;
}

void BatchExecutor::visit(const PlanStep& step) {
  here_ = &flow_->steps[step.step];
  enter(step);
  if (step.wait.kind != PlanValue::Kind::none) wait(step.wait, chunk_);
  apply(step, step.effects, chunk_);
  const double* thresholds = thresholds_for(step, chunk_);
  // The common case goes through one loop: two ways, of chances that depend on the segment at most,
  // drawn at each visit.
  if (thresholds != nullptr && step.ways.size() == 2 &&
      choosers(step).visit == chunk_.who().visit) {
    divide(step, thresholds);
  } else {
    choose(step);
    take_ways(step);
  }
}

void BatchExecutor::number_visits(const PlanStep& step) {
  const ColumnIndex visits = plan_.layout.visits[step.step];
  StepTally& tally = flow_->steps[step.step];
  tally.visits += chunk_.n;
  chunk_.is_numbered = false;
  chunk_.same_visit = 0;
  if (visits == no_column || chunk_.known.has(visits)) {
    if (visits != no_column) {
      const double before = chunk_.known[visits];
      chunk_.same_visit = static_cast<std::uint32_t>(before);
      chunk_.known.set(visits, before + 1.0);
    }
    if (chunk_.same_visit + 1 >= visit_limit) throw BatchFault();
    if (chunk_.same_visit == 0) tally.customers += chunk_.n;
    return;
  }
  chunk_.is_numbered = true;
  const std::uint32_t most =
      loops_.count_visits(column(visits), chunk_.who_unnumbered(), chunk_.visit.data());
  if (most + 1 >= visit_limit) throw BatchFault();
  tally.customers += static_cast<std::uint64_t>(std::count(
      chunk_.visit.begin(), chunk_.visit.begin() + static_cast<std::ptrdiff_t>(chunk_.n), 0U));
}

void BatchExecutor::write(Chunk& chunk, ColumnIndex index) {
  if (!chunk.known.has(index)) return;
  loops_.set_constant(column(index), chunk.who(), chunk.known[index]);
  chunk.known.forget(index);
}

void BatchExecutor::count_idle() {
  const ColumnIndex index = plan_.layout.idle;
  if (index == no_column) return;
  if (chunk_.known.has(index)) {
    const double count = chunk_.known[index] + 1.0;
    if (count >= idle_limit) throw BatchFault();
    chunk_.known.set(index, count);
    return;
  }
  double* idle = column(index);
  double most = 0.0;
  for (const std::uint32_t each : positions(chunk_)) most = std::max(most, ++idle[each]);
  if (most >= idle_limit) throw BatchFault();
}

void BatchExecutor::enter(const PlanStep& step) {
  number_visits(step);
  count_idle();
  if (step.touchpoint != no_index) meet_touchpoint(step);
}

void BatchExecutor::meet_touchpoint(const PlanStep& step) {
  TouchpointTally& touchpoint = flow_->touchpoints[step.touchpoint];
  touchpoint.visits += chunk_.n;
  if (step.is_contact) {
    touchpoint.contacts += chunk_.n;
    for (const ColumnIndex contacts : step.contact_columns) {
      add_to(contacts, chunk_, 1.0);
    }
  }
  if (step.touchpoint_cost.kind == PlanValue::Kind::none) return;
  ExactSum cost;
  charge(step.touchpoint_cost, chunk_, plan_.layout.cost, cost);
  touchpoint.cost.add(cost);
  flow_->steps[step.step].cost.add(cost);
}

void BatchExecutor::wait(const PlanValue& value, Chunk& chunk) {
  if (const auto same = chunk.known.value_for_all(value)) {
    if (!is_span(*same, false)) throw BatchFault();
    const Ticks span = to_ticks(*same, plan_.ticks_per_unit);
    pass(chunk, nullptr, std::min(span, beyond_every_horizon));
    return;
  }
  values_.draw(value, columns_of(chunk), chunk.who(), spans_.data());
  if (!loops_.spans_to_ticks(spans_.data(), plan_.ticks_per_unit, chunk.n)) throw BatchFault();
  pass(chunk, spans_.data(), 0.0);
}

bool BatchExecutor::pass(Chunk& chunk, const double* spans, Ticks span) {
  const ColumnIndex clock = plan_.layout.clock;
  here_->stay_ticks += spans == nullptr ? static_cast<std::uint64_t>(span) * chunk.n
                                        : loops_.sum_of_clocks(spans, who_of_lane(chunk.n));
  const bool is_watched = !plan_.observations.empty() || plan_.layout.idle != no_column;
  if (is_watched) {
    if (pass_watched(chunk, spans, span) <= plan_.horizon) return true;
  } else if (spans == nullptr && chunk.known.has(clock)) {
    return pass_together(chunk, span);
  } else {
    const Who who = chunk.who();
    const Passed passed =
        chunk.known.has(clock)
            ? loops_.start_clocks(column(clock), who, spans, chunk.known[clock], plan_.horizon)
            : loops_.advance_in_place(column(clock), who, spans, span, plan_.horizon);
    chunk.known.forget(clock);
    chunk.sum_of_clocks = passed.sum_of_clocks;
    if (passed.all_within) return true;
    loops_.gather(column(clock), who, next_.data());
  }
  here_->stay_ticks -= censor(chunk);
  return false;
}

bool BatchExecutor::pass_together(Chunk& chunk, Ticks span) {
  const Ticks next = chunk.known[plan_.layout.clock] + span;
  const bool comes = next <= plan_.horizon;
  chunk.known.set(plan_.layout.clock, comes ? next : plan_.horizon);
  if (comes) return true;
  const auto beyond = static_cast<std::uint64_t>(next - plan_.horizon);
  here_->stay_ticks -= WideCount{beyond} * chunk.n;
  std::fill_n(leaves_.begin(), chunk.n, 1U);
  end(chunk, plan_.n_statuses);
  chunk.n = 0;
  return false;
}

Ticks BatchExecutor::pass_watched(Chunk& chunk, const double* spans, Ticks span) {
  write(chunk, plan_.layout.clock);
  double* clock = column(plan_.layout.clock);
  if (spans == nullptr) {
    std::fill_n(spans_.begin(), chunk.n, span);
    spans = spans_.data();
  }
  const Ticks latest = loops_.advance(clock, chunk.who(), spans, clock_.data(), next_.data());
  if (!plan_.observations.empty()) observe_crossing(chunk, clock_, next_);
  if (plan_.layout.idle != no_column) {
    write(chunk, plan_.layout.idle);
    double* idle = column(plan_.layout.idle);
    for (std::size_t i = 0; i < chunk.n; ++i) {
      if (next_[i] > clock_[i]) idle[chunk.positions()[i]] = 0.0;
    }
  }
  loops_.scatter(clock, chunk.who(), next_.data());
  return latest;
}

// Some of the chunk do not come as far as their time in next_.
std::uint64_t BatchExecutor::censor(Chunk& chunk) {
  std::uint64_t beyond = 0;
  for (std::size_t i = 0; i < chunk.n; ++i) {
    leaves_[i] = next_[i] <= plan_.horizon ? 0 : 1;
    beyond += static_cast<std::uint64_t>(std::max(next_[i] - plan_.horizon, 0.0));
    next_[i] = std::min(next_[i], plan_.horizon);
  }
  loops_.scatter(column(plan_.layout.clock), chunk.who(), next_.data());
  keep(loops_, chunk, leaves_, 1, gone_chunk_);
  keep(loops_, chunk, leaves_, 0, chunk);
  if (gone_chunk_.n > 0) end(gone_chunk_, plan_.n_statuses);
  return beyond;
}

void BatchExecutor::observe(const Observation& observation,
                            std::span<const std::uint32_t> position) {
  for (const ObservedFormula& observed : observation.formulas) {
    values_.evaluate(plan_.metrics[observed.metric].formulas[observed.formula], batch_, position,
                     amounts_.data());
    loops_.scatter(column(observed.column),
                   {.position = position.data(), .visit = nullptr, .n = position.size()},
                   amounts_.data());
  }
}

void BatchExecutor::observe_crossing(const Chunk& chunk, const Lane& clock, const Lane& next) {
  batch_.known = &chunk.known;
  std::array<std::uint32_t, chunk_customers> crossing;
  double* clocks = column(plan_.layout.clock);
  for (const Observation& observation : plan_.observations) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < chunk.n; ++i) {
      crossing[n] = chunk.positions()[i];
      n += is_crossed(observation.at, clock[i], next[i]) ? 1 : 0;
    }
    if (n == 0) continue;
    const std::span<const std::uint32_t> position(crossing.data(), n);
    for (const std::uint32_t each : position) clocks[each] = observation.at;
    observe(observation, position);
  }
}

// What was not observed on the way is observed at the end.
void BatchExecutor::observe_rest() {
  batch_.known = nullptr;
  const double* clock = column(plan_.layout.clock);
  std::array<std::uint32_t, chunk_customers> position;
  for (const Observation& observation : plan_.observations) {
    for (std::size_t begin = 0; begin < n_; begin += chunk_customers) {
      const std::size_t end = std::min(begin + chunk_customers, n_);
      std::size_t n = 0;
      for (std::size_t i = begin; i < end; ++i) {
        position[n] = static_cast<std::uint32_t>(i);
        n += clock[i] <= observation.at ? 1 : 0;
      }
      if (n > 0) observe(observation, {position.data(), n});
    }
  }
  for (const ObservedFormula& observed : plan_.observed_at_end) {
    const Program& formula = plan_.metrics[observed.metric].formulas[observed.formula];
    if (formula.result.kind == OperandKind::column) {  // as it stands
      batch_.column[observed.column] = column(formula.result.index);
      continue;
    }
    for (std::size_t begin = 0; begin < n_; begin += chunk_customers) {
      values_.evaluate_run(formula, batch_, begin, std::min(chunk_customers, n_ - begin),
                           column(observed.column) + begin);
    }
  }
}

void BatchExecutor::end(Chunk& chunk, std::uint32_t status) {
  flow_->endings[status] += chunk.n;
  chunk.known.set(plan_.layout.status, status);
  for (const KeptColumn& kept : kept_) {
    if (kept.is_wanted(chunk.known)) write(chunk, kept.column);
  }
}

}  // namespace journeylab
