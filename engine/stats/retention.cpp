#include "stats/retention.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/distributions.h"
#include "stats/proportion.h"

namespace journeylab {
namespace {

// The state after some cells: who is left, who is retained (left, or ended by a competing cause),
// and their variances and covariance by the delta method on independent multinomials per cell.
struct State {
  double left = 1.0;
  double ended = 0.0;     // by the cause that counts
  double competed = 0.0;  // by another
  double left_variance = 0.0;
  double retained_variance = 0.0;
  double shared_variance = 0.0;
  std::uint64_t smallest_risk_set = std::numeric_limits<std::uint64_t>::max();

  // Summed from what stays, so that it keeps its digits where little is retained.
  [[nodiscard]] double retained() const { return left + competed; }
};

struct Cell {
  std::uint64_t at_risk = 0;
  std::uint64_t events = 0;
  std::uint64_t competing = 0;
};

void pass_cell(State& state, const Cell& cell) {
  const auto n = static_cast<double>(cell.at_risk);
  const double event = static_cast<double>(cell.events) / n;
  const double no_event = static_cast<double>(cell.at_risk - cell.events) / n;
  const double leave = static_cast<double>(cell.events + cell.competing) / n;
  const double stay = static_cast<double>(cell.at_risk - cell.events - cell.competing) / n;
  const double square = state.left * state.left / n;
  state.retained_variance += event * (event * state.left_variance - 2.0 * state.shared_variance) +
                             square * event * no_event;
  state.shared_variance =
      stay * (state.shared_variance - event * state.left_variance + square * event);
  state.left_variance = stay * (stay * state.left_variance + square * leave);
  state.ended += state.left * event;
  state.competed += state.left * (static_cast<double>(cell.competing) / n);
  state.left *= stay;
  // Without competing endings the two are one, and the product form loses nothing.
  if (state.competed == 0.0) state.retained_variance = state.left_variance;
  state.retained_variance = std::max(state.retained_variance, 0.0);
  state.smallest_risk_set = std::min(state.smallest_risk_set, cell.at_risk);
}

Interval log_log_interval(const State& state, double z) {
  const double retained = state.retained();
  const double hazard = state.ended < 0.5 ? -std::log1p(-state.ended) : -std::log(retained);
  const double error = std::sqrt(state.retained_variance) / (retained * hazard);
  return {.low = std::exp(-hazard * std::exp(z * error)),
          .high = std::exp(-hazard * std::exp(-z * error))};
}

// The interval after a cell; `before` is the one at the cell's start.
Interval interval_after(const State& state, const Cell& cell, const Interval& before,
                        double confidence, double z) {
  if (state.ended == 0.0) {
    const std::uint64_t n = state.smallest_risk_set;
    return {.low = wilson_interval({.n = n, .successes = n}, confidence).low, .high = 1.0};
  }
  if (state.retained() > 0.0) return log_log_interval(state, z);
  if (cell.at_risk == 0) return before;
  const double survivors = wilson_interval({.n = cell.at_risk, .successes = 0}, confidence).high;
  return {.low = 0.0, .high = before.high * survivors};
}

// Walks the cells. `visit` sees the border's number, the state, the cell before it (at border 0 an
// empty one) and the customers at risk beyond it; it answers whether to go on. Ends where the
// state is not known any more.
template <typename Visit>
void walk(const LifeCounts& counts, const Visit& visit) {
  State state;
  Cell cell;
  std::uint64_t remaining = counts.entered;
  if (remaining == 0) return;
  for (std::size_t border = 0; border <= counts.events.size(); ++border) {
    const std::uint64_t at_risk = remaining - counts.followed[border];
    const bool last = border == counts.events.size();
    if (!visit(border, state, cell, last ? remaining : at_risk) || last) return;
    if (at_risk == 0 && remaining > 0) return;
    cell = {at_risk, counts.events[border], counts.competing[border]};
    if (at_risk > 0) pass_cell(state, cell);
    remaining = at_risk - cell.events - cell.competing;
  }
}

}  // namespace

void LifeCounts::add(const LifeTable& table) {
  entered += table.entered;
  for (std::size_t k = 0; k < events.size(); ++k) {
    events[k] += table.events[k];
    competing[k] += table.competing[k];
  }
  for (std::size_t k = 0; k < followed.size(); ++k) followed[k] += table.followed[k];
}

void LifeCounts::add(const LifeCounts& other) {
  if (events.empty()) *this = LifeCounts(other.events.size());
  entered += other.entered;
  for (std::size_t k = 0; k < events.size(); ++k) {
    events[k] += other.events[k];
    competing[k] += other.competing[k];
  }
  for (std::size_t k = 0; k < followed.size(); ++k) followed[k] += other.followed[k];
}

void LifeCounts::remove(const LifeTable& table) {
  entered -= table.entered;
  for (std::size_t k = 0; k < events.size(); ++k) {
    events[k] -= table.events[k];
    competing[k] -= table.competing[k];
  }
  for (std::size_t k = 0; k < followed.size(); ++k) followed[k] -= table.followed[k];
}

LifeCounts pooled(std::span<const LifeTable> groups) {
  LifeCounts counts(groups.empty() ? 0 : groups.front().events.size());
  for (const LifeTable& group : groups) counts.add(group);
  return counts;
}

RetentionCurve retention_curve(const LifeCounts& counts, double confidence) {
  const double z = normal_critical(confidence);
  RetentionCurve curve;
  walk(counts,
       [&](std::size_t border, const State& state, const Cell& cell, std::uint64_t at_risk) {
         curve.retained.push_back(border == 0 ? 1.0 : state.retained());
         curve.standard_error.push_back(std::sqrt(state.retained_variance));
         curve.interval.push_back(
             border == 0 ? Interval{.low = 1.0, .high = 1.0}
                         : interval_after(state, cell, curve.interval.back(), confidence, z));
         curve.at_risk.push_back(at_risk);
         return true;
       });
  curve.known = curve.retained.size();
  return curve;
}

std::optional<double> retention_at(const LifeCounts& counts, std::size_t border) {
  std::optional<double> result;
  walk(counts, [&](std::size_t at, const State& state, const Cell&, std::uint64_t) {
    if (at == border) result = state.retained();
    return at < border;
  });
  return result;
}

}  // namespace journeylab
