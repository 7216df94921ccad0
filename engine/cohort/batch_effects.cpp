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
    values_.draw(effects.set[a].value, batch_, chunk, lanes_[a].data());
    for (std::size_t i = 0; i < chunk.n; ++i) {
      if (!std::isfinite(lanes_[a][i])) throw BatchFault();
    }
  }
  for (std::size_t a = 0; a < effects.set.size(); ++a) {
    scatter(column(effects.set[a].column), positions(chunk), lanes_[a].data());
  }
}

void BatchExecutor::charge(const PlanValue& value, const Chunk& chunk, ColumnIndex total,
                           ExactSum& sum) {
  values_.draw(value, batch_, chunk, amounts_.data());
  bool all_money = true;
  for (std::size_t i = 0; i < chunk.n; ++i) all_money &= is_money(amounts_[i]);
  if (!all_money) throw BatchFault();
  for (std::size_t i = 0; i < chunk.n; ++i) sum.add(amounts_[i]);
  if (total != no_column) scatter_add(column(total), positions(chunk), amounts_.data());
}

void BatchExecutor::reach(const PlanGoal& goal, const Chunk& chunk) {
  flow_->goals[goal.goal].count += chunk.n;
  if (goal.count != no_column) count_up(column(goal.count), positions(chunk));
  const double* clock = column(plan_.layout.clock);
  double* first = column(goal.first);
  for (const std::uint32_t each : positions(chunk))
    first[each] = std::min(first[each], clock[each]);
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
