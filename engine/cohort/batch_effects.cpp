// What a step or a way does to its customers: set, revenue, cost, goals.
#include <algorithm>
#include <cmath>

#include "cohort/batch.h"
#include "plan/step.h"

namespace journeylab {

void BatchExecutor::apply(const PlanStep& step, const PlanEffects& effects, Chunk& chunk) {
  if (effects.empty() || chunk.n == 0) return;
  if (!effects.set.empty()) assign(effects, chunk);
  StepTally& tally = flow_->steps[step.step];
  if (effects.revenue.kind != PlanValue::Kind::none) {
    charge(effects.revenue, chunk, plan_.layout.revenue, tally.revenue);
  }
  if (effects.cost.kind != PlanValue::Kind::none) {
    charge(effects.cost, chunk, plan_.layout.cost, tally.cost);
  }
  // All goals of a moment are reached together: the order of a list decides no return.
  for (const PlanGoal& goal : effects.goals) reach(goal, chunk);
  for (const PlanGoal& goal : effects.goals) watch_return(goal, chunk);
}

// All right-hand sides are read before anything is set.
void BatchExecutor::assign(const PlanEffects& effects, Chunk& chunk) {
  const std::size_t n = effects.set.size();
  if (lanes_.size() < n) lanes_.resize(n);
  same_.assign(n, std::nullopt);
  for (std::size_t a = 0; a < n; ++a) {
    const PlanValue& value = effects.set[a].value;
    same_[a] = chunk.known.value_for_all(value);
    if (!same_[a]) values_.draw(value, columns_of(chunk), chunk.who(), lanes_[a].data());
    const double largest =
        same_[a] ? std::fabs(*same_[a]) : loops_.largest(lanes_[a].data(), chunk.n);
    if (!(largest < never)) throw BatchFault();
  }
  for (std::size_t a = 0; a < n; ++a) {
    const ColumnIndex index = effects.set[a].column;
    if (same_[a]) {
      chunk.known.set(index, *same_[a]);
    } else {
      loops_.scatter(column(index), chunk.who(), lanes_[a].data());
      chunk.known.forget(index);
    }
  }
}

void BatchExecutor::charge(const PlanValue& value, Chunk& chunk, ColumnIndex total, ExactSum& sum) {
  if (const auto same = chunk.known.value_for_all(value)) {
    charge_constant(*same, chunk, total, sum);
    return;
  }
  constexpr double safe_in_fixed_sum = 1 << 30;
  values_.draw(value, columns_of(chunk), chunk.who(), amounts_.data());
  const double largest = loops_.largest(amounts_.data(), chunk.n);
  if (!is_money(largest)) throw BatchFault();
  if (largest < safe_in_fixed_sum) {
    const FixedSum added = loops_.sum_fixed(amounts_.data(), chunk.n);
    sum.add_limbs(added.high, added.low);
  } else {
    for (std::size_t i = 0; i < chunk.n; ++i) sum.add(amounts_[i]);
  }
  if (total == no_column) return;
  if (!chunk.known.has(total)) {
    loops_.scatter_add(column(total), chunk.who(), amounts_.data());
    return;
  }
  const double before = chunk.known[total];
  const Numbers constant{.values = &before, .is_constant = true};
  loops_.apply(Operation::add, {.values = amounts_.data()}, constant, constant, chunk.n,
               amounts_.data());
  loops_.scatter(column(total), chunk.who(), amounts_.data());
  chunk.known.forget(total);
}

void BatchExecutor::charge_constant(double amount, Chunk& chunk, ColumnIndex total, ExactSum& sum) {
  if (!is_money(amount)) throw BatchFault();
  sum.add(amount, chunk.n);
  if (total != no_column) add_to(total, chunk, amount);
}

void BatchExecutor::add_to(ColumnIndex total, Chunk& chunk, double amount) {
  if (chunk.known.has(total)) {
    chunk.known.set(total, chunk.known[total] + amount);
  } else {
    loops_.add_constant(column(total), chunk.who(), amount);
  }
}

void BatchExecutor::reach(const PlanGoal& goal, Chunk& chunk) {
  flow_->goals[goal.goal].count += chunk.n;
  if (goal.count != no_column) add_to(goal.count, chunk, 1.0);
  const ColumnIndex clock = plan_.layout.clock;
  if (chunk.known.has(goal.first)) {
    // Clocks only rise: who has reached it stays, and all others reach it now.
    if (chunk.known[goal.first] < never) return;
    if (chunk.known.has(clock)) {
      chunk.known.set(goal.first, chunk.known[clock]);
      return;
    }
    // Its column begins with `never`.
    chunk.known.forget(goal.first);
  }
  write(chunk, clock);
  loops_.set_earliest(column(goal.first), column(clock), chunk.who());
}

void BatchExecutor::watch_return(const PlanGoal& goal, Chunk& chunk) {
  if (goal.watches.empty()) return;
  write(chunk, plan_.layout.clock);
  const double* clock = column(plan_.layout.clock);
  for (const ReturnWatch& watch : goal.watches) {
    write(chunk, watch.flag);
    if (watch.origin != no_column) write(chunk, watch.origin);
    double* flag = column(watch.flag);
    const double* origin = watch.origin == no_column ? nullptr : column(watch.origin);
    for (const std::uint32_t each : positions(chunk)) {
      if (is_return(watch, clock[each], origin == nullptr ? 0.0 : origin[each])) flag[each] = 1.0;
    }
  }
}

}  // namespace journeylab
