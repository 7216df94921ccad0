// What a step or a way does to its customers: set, revenue, cost, goals.
#include <algorithm>
#include <cmath>

#include "cohort/batch.h"
#include "plan/step.h"

namespace journeylab {

void BatchExecutor::apply(const PlanStep& step, const PlanEffects& effects, const Chunk& chunk) {
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

void BatchExecutor::assign(const PlanEffects& effects, const Chunk& chunk) {
  if (lanes_.size() < effects.set.size()) lanes_.resize(effects.set.size());
  for (std::size_t a = 0; a < effects.set.size(); ++a) {
    values_.draw(effects.set[a].value, batch_, chunk.who(), lanes_[a].data());
    if (!(loops_.largest(lanes_[a].data(), chunk.n) < never)) throw BatchFault();
  }
  for (std::size_t a = 0; a < effects.set.size(); ++a) {
    loops_.scatter(column(effects.set[a].column), chunk.who(), lanes_[a].data());
  }
}

void BatchExecutor::charge(const PlanValue& value, const Chunk& chunk, ColumnIndex total,
                           ExactSum& sum) {
  if (const auto constant = value.constant()) {
    charge_constant(*constant, chunk, total, sum);
    return;
  }
  constexpr double safe_in_fixed_sum = 1 << 30;
  values_.draw(value, batch_, chunk.who(), amounts_.data());
  const double largest = loops_.largest(amounts_.data(), chunk.n);
  if (!is_money(largest)) throw BatchFault();
  if (largest < safe_in_fixed_sum) {
    const FixedSum added = loops_.sum_fixed(amounts_.data(), chunk.n);
    sum.add_limbs(added.high, added.low);
  } else {
    for (std::size_t i = 0; i < chunk.n; ++i) sum.add(amounts_[i]);
  }
  if (total != no_column) loops_.scatter_add(column(total), chunk.who(), amounts_.data());
}

void BatchExecutor::charge_constant(double amount, const Chunk& chunk, ColumnIndex total,
                                    ExactSum& sum) {
  if (!is_money(amount)) throw BatchFault();
  sum.add(amount, chunk.n);
  if (total != no_column) loops_.add_constant(column(total), chunk.who(), amount);
}

void BatchExecutor::reach(const PlanGoal& goal, const Chunk& chunk) {
  flow_->goals[goal.goal].count += chunk.n;
  if (goal.count != no_column) loops_.add_constant(column(goal.count), chunk.who(), 1.0);
  loops_.set_earliest(column(goal.first), column(plan_.layout.clock), chunk.who());
}

void BatchExecutor::watch_return(const PlanGoal& goal, const Chunk& chunk) {
  const double* clock = column(plan_.layout.clock);
  for (const ReturnWatch& watch : goal.watches) {
    double* flag = column(watch.flag);
    const double* origin = watch.origin == no_column ? nullptr : column(watch.origin);
    for (const std::uint32_t each : positions(chunk)) {
      if (is_return(watch, clock[each], origin == nullptr ? 0.0 : origin[each])) flag[each] = 1.0;
    }
  }
}

}  // namespace journeylab
