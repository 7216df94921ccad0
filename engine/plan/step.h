// What the operations of a step mean for one customer: the definitions that both executors share.
#pragma once

#include <cmath>

#include "base/clock.h"
#include "plan/draws.h"
#include "plan/journey_plan.h"
#include "tally/exact_sum.h"

namespace journeylab {

/// Whether a computed or drawn span may pass: 0 or more, and finite unless it may be `never`.
[[nodiscard]] inline bool is_span(double span, bool may_be_never) noexcept {
  return span >= 0.0 && (may_be_never || std::isfinite(span));
}

/// Whether an amount of money can be counted.
[[nodiscard]] inline bool is_money(double amount) noexcept {
  return std::fabs(amount) < ExactSum::term_limit;
}

/// The visit whose number a split draws with: the first one, unless it draws again each time.
[[nodiscard]] inline std::uint32_t choice_visit(const PlanStep& step,
                                                std::uint32_t visit) noexcept {
  return step.way_on == WayOn::split && !step.split_again ? 0 : visit;
}

/// The first way whose cumulative threshold lies above the choice; `threshold(way)` gives it.
template <typename ThresholdOf>
[[nodiscard]] inline std::uint32_t chosen_way(double choice, std::uint32_t n_ways,
                                              ThresholdOf&& threshold) {
  std::uint32_t way = 0;
  while (way + 1 < n_ways && !(choice < threshold(way))) ++way;
  return way;
}

/// Whether reaching a goal now falls into a window of return. `origin` is the first reach of the
/// goal before (infinity: not yet).
[[nodiscard]] inline bool is_return(const ReturnWatch& watch, Ticks clock, Ticks origin) noexcept {
  const Ticks age = clock - origin;
  return age >= watch.begin && age < watch.end;
}

/// Whether a formula `within` a time is observed when the clock moves on.
[[nodiscard]] inline bool is_crossed(Ticks at, Ticks clock, Ticks next_clock) noexcept {
  return clock <= at && at < next_clock;
}

}  // namespace journeylab
