#include "cohort/batch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plan/step.h"

namespace journeylab {

BatchExecutor::BatchExecutor(const JourneyPlan& plan, std::stop_token stop)
    : plan_(plan),
      stop_(std::move(stop)),
      own_columns_(plan.layout.count - plan.layout.shared, std::vector<double>(tile_customers)),
      queues_(plan.steps.size()) {
  batch_.column.resize(plan.layout.count);
  for (ColumnIndex c = plan.layout.shared; c < plan.layout.count; ++c) {
    batch_.column[c] = own_columns_[c - plan.layout.shared].data();
  }
}

void BatchExecutor::run(Tile& tile, std::size_t offset, std::size_t n, FlowTally& flow) {
  n_ = n;
  flow_ = &flow;
  for (auto& queue : queues_) queue.clear();
  arrive(tile, offset);
  std::vector<std::uint32_t>& start = queues_[plan_.start];
  start.resize(n);
  std::iota(start.begin(), start.end(), 0U);
  for (const auto& component : plan_.components) drain(component);
  for (std::size_t goal = 0; goal < plan_.layout.goal_first.size(); ++goal) {
    const double* first = column(plan_.layout.goal_first[goal]);
    flow_->goals[goal].customers += static_cast<std::uint64_t>(
        std::count_if(first, first + n_, [](double time) { return time < never; }));
  }
  observe_rest();
}

void BatchExecutor::arrive(Tile& tile, std::size_t offset) {
  batch_.key = tile.key.data() + offset;
  batch_.segment = tile.segment.data() + offset;
  for (std::size_t a = 0; a < tile.attributes.size(); ++a) {
    batch_.column[plan_.layout.attributes[a]] = tile.attributes[a].data() + offset;
  }
  for (auto& own : own_columns_) std::fill_n(own.begin(), n_, 0.0);
  std::fill_n(column(plan_.layout.status), n_, status_active);
  for (const ColumnIndex first : plan_.layout.goal_first) std::fill_n(column(first), n_, never);
  for (std::size_t begin = 0; begin < n_ && !plan_.start_state.empty(); begin += chunk_customers) {
    chunk_.n = std::min(chunk_customers, n_ - begin);
    std::iota(chunk_.position.begin(),
              chunk_.position.begin() + static_cast<std::ptrdiff_t>(chunk_.n),
              static_cast<std::uint32_t>(begin));
    std::fill_n(chunk_.visit.begin(), chunk_.n, 0U);
    for (std::size_t s = 0; s < plan_.start_state.size(); ++s) {
      values_.draw(plan_.start_state[s], batch_, chunk_, amounts_.data());
      for (std::size_t i = 0; i < chunk_.n; ++i) {
        if (!std::isfinite(amounts_[i])) throw BatchFault();
      }
      scatter(column(plan_.layout.state[s]), positions(chunk_), amounts_.data());
    }
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
  current_.swap(queues_[step.step]);
  for (std::size_t begin = 0; begin < current_.size(); begin += chunk_customers) {
    chunk_.n = std::min(chunk_customers, current_.size() - begin);
    std::copy_n(current_.begin() + static_cast<std::ptrdiff_t>(begin), chunk_.n,
                chunk_.position.begin());
    visit(step);
  }
}

void BatchExecutor::visit(const PlanStep& step) {
  enter(step);
  if (step.wait.kind != PlanValue::Kind::none) {
    draw_spans(step.wait, chunk_);
    pass(chunk_);
  }
  apply(step, step.effects, chunk_);
  choose(step);
  take_ways(step);
}

void BatchExecutor::number_visits(const PlanStep& step) {
  const ColumnIndex visits = plan_.layout.visits[step.step];
  if (visits == no_column) {
    std::fill_n(chunk_.visit.begin(), chunk_.n, 0U);
    return;
  }
  double* counts = column(visits);
  for (std::size_t i = 0; i < chunk_.n; ++i) {
    const double before = counts[chunk_.position[i]];
    counts[chunk_.position[i]] = before + 1.0;
    chunk_.visit[i] = static_cast<std::uint32_t>(before);
  }
  const auto end = chunk_.visit.begin() + static_cast<std::ptrdiff_t>(chunk_.n);
  if (std::any_of(chunk_.visit.begin(), end,
                  [](std::uint32_t visit) { return visit + 1 >= visit_limit; })) {
    throw BatchFault();
  }
}

void BatchExecutor::count_idle() {
  if (plan_.layout.idle == no_column) return;
  double* idle = column(plan_.layout.idle);
  double most = 0.0;
  for (const std::uint32_t each : positions(chunk_)) most = std::max(most, ++idle[each]);
  if (most >= idle_limit) throw BatchFault();
}

void BatchExecutor::enter(const PlanStep& step) {
  number_visits(step);
  count_idle();
  StepTally& tally = flow_->steps[step.step];
  tally.visits += chunk_.n;
  tally.customers += static_cast<std::uint64_t>(std::count(
      chunk_.visit.begin(), chunk_.visit.begin() + static_cast<std::ptrdiff_t>(chunk_.n), 0U));
  const double* clock = column(plan_.layout.clock);
  std::uint64_t ticks = 0;  // 1024 clocks of at most 2^50 ticks fit
  for (const std::uint32_t each : positions(chunk_)) {
    ticks += static_cast<std::uint64_t>(clock[each]);
  }
  tally.entry_ticks += ticks;
  if (step.touchpoint != no_index) meet_touchpoint(step);
}

void BatchExecutor::meet_touchpoint(const PlanStep& step) {
  TouchpointTally& touchpoint = flow_->touchpoints[step.touchpoint];
  touchpoint.visits += chunk_.n;
  if (step.is_contact) {
    touchpoint.contacts += chunk_.n;
    for (const ColumnIndex contacts : step.contact_columns) {
      count_up(column(contacts), positions(chunk_));
    }
  }
  if (step.touchpoint_cost.kind == PlanValue::Kind::none) return;
  ExactSum cost;
  charge(step.touchpoint_cost, chunk_, plan_.layout.cost, cost);
  touchpoint.cost.add(cost);
  flow_->steps[step.step].cost.add(cost);
}

void BatchExecutor::draw_spans(const PlanValue& value, const Chunk& chunk) {
  values_.draw(value, batch_, chunk, spans_.data());
  bool all_valid = true;
  for (std::size_t i = 0; i < chunk.n; ++i) {
    all_valid &= is_span(spans_[i], false);
    spans_[i] = to_ticks(spans_[i], plan_.ticks_per_unit);
  }
  if (!all_valid) throw BatchFault();
}

bool BatchExecutor::pass(Chunk& chunk) {
  double* clock = column(plan_.layout.clock);
  gather(clock, positions(chunk), clock_.data());
  bool all_pass = true;
  for (std::size_t i = 0; i < chunk.n; ++i) {
    next_[i] = clock_[i] + spans_[i];
    all_pass &= next_[i] <= plan_.horizon;
  }
  if (!plan_.observations.empty()) observe_crossing(chunk, clock_, next_);
  if (plan_.layout.idle != no_column) {
    double* idle = column(plan_.layout.idle);
    for (std::size_t i = 0; i < chunk.n; ++i) {
      if (next_[i] > clock_[i]) idle[chunk.position[i]] = 0.0;
    }
  }
  if (all_pass) {
    scatter(clock, positions(chunk), next_.data());
    return true;
  }
  kept_.clear();
  double* status = column(plan_.layout.status);
  for (std::uint32_t i = 0; i < chunk.n; ++i) {
    const bool passes = next_[i] <= plan_.horizon;
    clock[chunk.position[i]] = passes ? next_[i] : plan_.horizon;
    if (passes) {
      kept_.push_back(i);
    } else {
      status[chunk.position[i]] = plan_.n_statuses;
    }
  }
  flow_->endings[plan_.n_statuses] += chunk.n - kept_.size();
  keep(chunk, kept_, chunk);
  return false;
}

void BatchExecutor::observe(const Observation& observation,
                            std::span<const std::uint32_t> position) {
  for (const ObservedFormula& observed : observation.formulas) {
    values_.evaluate(plan_.metrics[observed.metric].formulas[observed.formula], batch_, position,
                     amounts_.data());
    scatter(column(observed.column), position, amounts_.data());
  }
}

void BatchExecutor::observe_crossing(const Chunk& chunk, const Lane& clock, const Lane& next) {
  std::array<std::uint32_t, chunk_customers> crossing;
  double* clocks = column(plan_.layout.clock);
  for (const Observation& observation : plan_.observations) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < chunk.n; ++i) {
      crossing[n] = chunk.position[i];
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
  const double* clock = column(plan_.layout.clock);
  for (const Observation& observation : plan_.observations) {
    std::array<std::uint32_t, chunk_customers> position;
    std::size_t n = 0;
    for (std::uint32_t i = 0; i < n_; ++i) {
      if (clock[i] <= observation.at) position[n++] = i;
      if (n == chunk_customers || (i + 1 == n_ && n > 0)) {
        observe(observation, {position.data(), n});
        n = 0;
      }
    }
  }
}

void BatchExecutor::end(const Chunk& chunk, std::uint32_t status) {
  double* statuses = column(plan_.layout.status);
  for (const std::uint32_t each : positions(chunk)) statuses[each] = status;
  flow_->endings[status] += chunk.n;
}

}  // namespace journeylab
