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
  const auto n_ways = static_cast<std::uint32_t>(step.ways.size());
  const bool computed = step.thresholds.empty();
  if (computed) compute_thresholds(step);
  for (std::uint32_t i = 0; i < chunk_.n; ++i) {
    const std::uint32_t position = chunk_.position[i];
    const std::uint64_t word =
        random_word(batch_.key[position], step.choice_place, choice_visit(step, chunk_.visit[i]));
    chosen_[i] = chosen_way(choice_of(word), n_ways, [&](std::uint32_t way) {
      return computed ? thresholds_[way * chunk_customers + i]
                      : step.thresholds[way * plan_.n_segments + batch_.segment[position]];
    });
  }
}

void BatchExecutor::compute_thresholds(const PlanStep& step) {
  const std::size_t n_ways = step.ways.size();
  if (lanes_.size() < n_ways) lanes_.resize(n_ways);
  if (thresholds_.size() < n_ways * chunk_customers) thresholds_.resize(n_ways * chunk_customers);
  std::size_t rest = n_ways;
  for (std::size_t w = 0; w < n_ways; ++w) {
    if (step.ways[w].is_rest) {
      rest = w;
    } else {
      values_.evaluate(step.ways[w].chance, batch_, positions(chunk_), lanes_[w].data());
    }
  }
  std::vector<double> chances(n_ways);
  std::vector<Threshold> thresholds(n_ways);
  for (std::size_t i = 0; i < chunk_.n; ++i) {
    for (std::size_t w = 0; w < n_ways; ++w) chances[w] = lanes_[w][i];
    const ChanceCheck check = cumulative_thresholds(chances, rest, thresholds);
    if (check.fault != ChanceFault::none) throw BatchFault();
    for (std::size_t w = 0; w < n_ways; ++w) thresholds_[w * chunk_customers + i] = thresholds[w];
  }
}

// Each condition is looked at for those alone whom no earlier one took, as for one customer.
void BatchExecutor::choose_branch(const PlanStep& step) {
  std::array<std::uint32_t, chunk_customers> open;
  std::array<std::uint32_t, chunk_customers> position;
  std::size_t n_open = chunk_.n;
  for (std::uint32_t i = 0; i < chunk_.n; ++i) open[i] = i;
  for (std::uint32_t w = 0; w < step.ways.size() && n_open > 0; ++w) {
    const PlanWay& way = step.ways[w];
    for (std::size_t i = 0; i < n_open; ++i) position[i] = chunk_.position[open[i]];
    if (way.always) {
      std::fill_n(amounts_.begin(), n_open, 1.0);
    } else {
      values_.evaluate(way.condition, batch_, {position.data(), n_open}, amounts_.data());
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
  std::fill_n(spans_.begin(), chunk_.n, never);
  std::fill_n(chosen_.begin(), chunk_.n, 0U);
  // Times are compared in ticks, as they pass.
  for (std::uint32_t w = 0; w < step.ways.size(); ++w) {
    const PlanWay& way = step.ways[w];
    if (way.in.kind == PlanValue::Kind::none) continue;
    values_.draw(way.in, batch_, chunk_, amounts_.data());
    for (std::size_t i = 0; i < chunk_.n; ++i) {
      if (!is_span(amounts_[i], true)) throw BatchFault();
      const Ticks time = to_ticks(amounts_[i], plan_.ticks_per_unit);
      if (time < spans_[i]) {
        spans_[i] = time;
        chosen_[i] = w;
      }
    }
  }
  if (pass(chunk_)) return;
  for (std::size_t i = 0; i < kept_.size(); ++i) chosen_[i] = chosen_[kept_[i]];
}

void BatchExecutor::take_ways(const PlanStep& step) {
  if (chunk_.n == 0) return;
  if (step.ways.size() == 1) {
    take_way(step, 0, chunk_);
    return;
  }
  if (taken_.size() < step.ways.size()) taken_.resize(step.ways.size());
  for (std::size_t w = 0; w < step.ways.size(); ++w) taken_[w].clear();
  for (std::uint32_t i = 0; i < chunk_.n; ++i) taken_[chosen_[i]].push_back(i);
  for (std::size_t w = 0; w < step.ways.size(); ++w) {
    if (taken_[w].empty()) continue;
    keep(chunk_, taken_[w], way_chunk_);
    take_way(step, w, way_chunk_);
  }
}

void BatchExecutor::take_way(const PlanStep& step, std::size_t index, Chunk& chunk) {
  const PlanWay& way = step.ways[index];
  WayTally& tally = flow_->steps[step.step].ways[index];
  tally.chosen += chunk.n;
  if (way.after.kind != PlanValue::Kind::none) {
    draw_spans(way.after, chunk);
    pass(chunk);
  }
  tally.completed += chunk.n;
  apply(step, way.effects, chunk);
  if (way.next == no_index) {
    end(chunk, way.ending);
    return;
  }
  std::vector<std::uint32_t>& queue = queues_[way.next];
  queue.insert(queue.end(), chunk.position.begin(),
               chunk.position.begin() + static_cast<std::ptrdiff_t>(chunk.n));
}

}  // namespace journeylab
