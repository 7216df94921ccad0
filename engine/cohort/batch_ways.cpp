// Choosing the way on, and taking it.
#include <algorithm>
#include <cmath>

#include "cohort/batch.h"
#include "plan/step.h"

namespace journeylab {

void BatchExecutor::choose(const PlanStep& step) {
  switch (step.way_on) {
    case WayOn::straight:
      std::fill_n(chosen_.begin(), chunk_.n, 0U);
      break;
    case WayOn::branch:
      choose_branch(step);
      break;
    case WayOn::race:
      run_race(step);
      break;
    default:
      choose_outcome(step);
      break;
  }
}

void BatchExecutor::choose_outcome(const PlanStep& step) {
  const Who who = choosers(step);
  const double* thresholds = thresholds_for(step, chunk_);
  if (thresholds == nullptr) {
    choose_computed(step, who);
    return;
  }
  loops_.choose(choice(step, thresholds), who, chosen_.data());
}

// A split that is kept is drawn with the number of the first visit.
Who BatchExecutor::choosers(const PlanStep& step) const noexcept {
  const bool kept = step.way_on == WayOn::split && !step.split_again;
  return kept ? chunk_.who_unnumbered() : chunk_.who();
}

const double* BatchExecutor::thresholds_for(const PlanStep& step, const Chunk& chunk) {
  if (!step.thresholds.empty()) return step.thresholds.data();
  // For few customers it is sooner computed for each.
  const std::size_t n_segments = plan_.n_segments;
  if (step.way_on != WayOn::outcomes || chunk.n < 2 * n_segments) return nullptr;
  const std::size_t n_ways = step.ways.size();
  std::size_t rest = n_ways;
  for (std::size_t w = 0; w < n_ways; ++w) {
    if (step.ways[w].is_rest) {
      rest = w;
    } else if (!chunk.known.has_all_of(step.ways[w].chance)) {
      return nullptr;
    }
  }
  thresholds_.resize(n_ways * n_segments);
  std::vector<double>& chances = some_chances_;
  chances.resize(2 * n_ways);
  const std::span<double> limits = std::span(chances).subspan(n_ways);
  for (std::uint32_t s = 0; s < n_segments; ++s) {
    for (std::size_t w = 0; w < n_ways; ++w) {
      if (w != rest) chances[w] = chunk.known.value_in(s, step.ways[w].chance);
    }
    const ChanceCheck check = cumulative_thresholds(std::span(chances).first(n_ways), rest, limits);
    // Who knows whether anybody here is of that segment: each is looked at.
    if (check.fault != ChanceFault::none) return nullptr;
    for (std::size_t w = 0; w < n_ways; ++w) thresholds_[w * n_segments + s] = limits[w];
  }
  return thresholds_.data();
}

Choice BatchExecutor::choice(const PlanStep& step, const double* thresholds) const noexcept {
  return {.key = batch_.key,
          .segment = batch_.segment,
          .place = step.choice_place,
          .thresholds = thresholds,
          .n_segments = plan_.n_segments,
          .n_ways = step.ways.size()};
}

void BatchExecutor::choose_computed(const PlanStep& step, const Who& who) {
  const std::size_t n_ways = step.ways.size();
  if (chances_.size() < n_ways * chunk_customers) chances_.resize(n_ways * chunk_customers);
  std::size_t rest = n_ways;
  for (std::size_t w = 0; w < n_ways; ++w) {
    if (step.ways[w].is_rest) {
      rest = w;
    } else {
      values_.evaluate(step.ways[w].chance, columns_of(chunk_), positions(chunk_),
                       chances_.data() + w * chunk_customers);
    }
  }
  if (!loops_.accumulate_chances(chances_.data(), chunk_customers, n_ways, rest, chunk_.n)) {
    throw BatchFault();
  }
  loops_.choose_computed({.key = batch_.key,
                          .place = step.choice_place,
                          .thresholds = chances_.data(),
                          .stride = chunk_customers,
                          .n_ways = n_ways},
                         who, chosen_.data());
}

// Each condition is looked at for those alone whom no earlier one took, as for one customer.
void BatchExecutor::choose_branch(const PlanStep& step) {
  std::array<std::uint32_t, chunk_customers> open;
  std::array<std::uint32_t, chunk_customers> position;
  std::size_t n_open = chunk_.n;
  for (std::uint32_t i = 0; i < chunk_.n; ++i) open[i] = i;
  for (std::uint32_t w = 0; w < step.ways.size() && n_open > 0; ++w) {
    const PlanWay& way = step.ways[w];
    for (std::size_t i = 0; i < n_open; ++i) position[i] = chunk_.positions()[open[i]];
    if (way.always) {
      std::fill_n(amounts_.begin(), n_open, 1.0);
    } else {
      values_.evaluate(way.condition, columns_of(chunk_), {position.data(), n_open},
                       amounts_.data());
    }
    std::size_t still_open = 0;
    for (std::size_t i = 0; i < n_open; ++i) {
      if (std::isnan(amounts_[i])) throw BatchFault();
      const std::uint32_t who = open[i];
      if (amounts_[i] != 0.0) {
        chosen_[who] = w;
      } else {
        open[still_open++] = who;
      }
    }
    n_open = still_open;
  }
  if (n_open > 0) throw BatchFault();
}

void BatchExecutor::run_race(const PlanStep& step) {
  std::fill_n(spans_.begin(), chunk_.n, beyond_every_horizon);
  std::fill_n(chosen_.begin(), chunk_.n, 0U);
  // Times are compared in ticks, as they pass.
  for (std::uint32_t w = 0; w < step.ways.size(); ++w) {
    const PlanWay& way = step.ways[w];
    if (way.in.kind == PlanValue::Kind::none) continue;
    values_.draw(way.in, columns_of(chunk_), chunk_.who(), amounts_.data());
    for (std::size_t i = 0; i < chunk_.n; ++i) {
      if (!is_span(amounts_[i], true)) throw BatchFault();
      const Ticks time = to_ticks(amounts_[i], plan_.ticks_per_unit);
      if (time < spans_[i]) {
        spans_[i] = time;
        chosen_[i] = w;
      }
    }
  }
  const std::size_t before = chunk_.n;
  if (pass(chunk_, spans_.data(), 0.0)) return;
  loops_.select(leaves_.data(), 0, before, chosen_.data(), chosen_.data());
}

void BatchExecutor::divide(const PlanStep& step, const double* thresholds) {
  const auto takers = [](Chunk& chunk) {
    return Takers{
        .position = chunk.position.data(), .visit = chunk.visit.data(), .bits = chunk.bits.data()};
  };
  const Divided divided = loops_.divide(choice(step, thresholds), choosers(step),
                                        takers(way_chunk_), takers(other_chunk_));
  way_chunk_.n = divided.n_first;
  other_chunk_.n = chunk_.n - way_chunk_.n;
  std::size_t way = 0;
  for (Chunk* chunk : {&way_chunk_, &other_chunk_}) {
    chunk->known = chunk_.known;
    chunk->is_numbered = chunk_.is_numbered;
    chunk->same_visit = chunk_.same_visit;
    chunk->take_list(nullptr, chunk->n);
    chunk->stretch = divided.stretch;
    if (chunk->n > 0) take_way(step, way, *chunk);
    ++way;
  }
}

void BatchExecutor::take_ways(const PlanStep& step) {
  if (chunk_.n == 0) return;
  if (step.ways.size() == 1) {
    take_way(step, 0, chunk_);
    return;
  }
  for (std::uint32_t w = 0; w < step.ways.size(); ++w) {
    keep(loops_, chunk_, chosen_, w, way_chunk_);
    if (way_chunk_.n > 0) take_way(step, w, way_chunk_);
  }
}

void BatchExecutor::take_way(const PlanStep& step, std::size_t index, Chunk& chunk) {
  const PlanWay& way = step.ways[index];
  WayTally& tally = flow_->steps[step.step].ways[index];
  tally.chosen += chunk.n;
  if (way.after.kind != PlanValue::Kind::none) {
    wait(way.after, chunk);
  }
  tally.completed += chunk.n;
  apply(step, way.effects, chunk);
  if (way.next == no_index) {
    end(chunk, way.ending);
    return;
  }
  // Who waits at a step comes to it at the clock of now.
  if (chunk.n == 0) return;
  flow_->steps[way.next].entry_ticks += sum_of_clocks(chunk);
  queues_[way.next].join(chunk, loops_, batch_);
}

WideCount BatchExecutor::sum_of_clocks(const Chunk& chunk) noexcept {
  const ColumnIndex clock = plan_.layout.clock;
  if (chunk.known.has(clock)) {
    return WideCount{chunk.n} * static_cast<std::uint64_t>(chunk.known[clock]);
  }
  return chunk.sum_of_clocks ? *chunk.sum_of_clocks
                             : loops_.sum_of_clocks(column(clock), chunk.who());
}

}  // namespace journeylab
