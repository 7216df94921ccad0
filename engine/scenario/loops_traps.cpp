#include "scenario/loops_traps.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace journeylab {
namespace {

using Steps = std::vector<std::uint32_t>;

// What customers change by going round in a set of steps.
struct Changes {
  std::set<std::uint32_t> state;
  std::set<std::uint32_t> goals;
  std::set<std::uint32_t> touchpoints;  // outbound ones: the contacts that grow
  std::set<std::uint32_t> channels;
  const Steps* steps = nullptr;  // whose visits grow
  bool revenue = false;
  bool cost = false;
};

void add_effects(const Effects& effects, Changes& changes) {
  for (const Assignment& assignment : effects.set) changes.state.insert(assignment.state);
  changes.goals.insert(effects.goals.begin(), effects.goals.end());
  changes.revenue = changes.revenue || effects.revenue;
  changes.cost = changes.cost || effects.cost;
}

Changes changes_in(const Steps& steps, const JourneyGraph& graph, const Variant& variant) {
  Changes changes;
  changes.steps = &steps;
  for (const std::uint32_t number : steps) {
    const Step& step = variant.steps[number];
    add_effects(step.effects, changes);
    for (const GraphWay& edge : graph.ways[number]) add_effects(edge.way->effects, changes);
    if (!step.touchpoint) continue;
    const Touchpoint& touchpoint = variant.touchpoints[*step.touchpoint];
    changes.cost = changes.cost || touchpoint.cost;
    if (!touchpoint.outbound) continue;
    changes.touchpoints.insert(*step.touchpoint);
    if (touchpoint.channel) changes.channels.insert(*touchpoint.channel);
  }
  return changes;
}

bool is_changed(const Expression& formula, const Changes& changes) {
  const auto one = [&]() {
    switch (formula.operation) {
      case Operation::state:
        return changes.state.contains(formula.index);
      case Operation::count:
        return changes.goals.contains(formula.index);
      case Operation::visits:
        return std::binary_search(changes.steps->begin(), changes.steps->end(), formula.index);
      case Operation::contacts:
        return !changes.touchpoints.empty();
      case Operation::contacts_touchpoint:
        return changes.touchpoints.contains(formula.index);
      case Operation::contacts_channel:
        return changes.channels.contains(formula.index);
      case Operation::revenue:
        return changes.revenue;
      case Operation::cost:
        return changes.cost;
      default:
        return false;
    }
  };
  return one() ||
         std::any_of(formula.operands.begin(), formula.operands.end(),
                     [&](const Expression& operand) { return is_changed(operand, changes); });
}

// One set of steps from which those that can be left are taken away until none is left to take.
class Trap {
 public:
  Trap(const Steps& steps, const JourneyGraph& graph, const Variant& variant)
      : graph_(&graph),
        variant_(&variant),
        changes_(changes_in(steps, graph, variant)),
        inside_(steps.begin(), steps.end()) {
    std::unordered_map<std::uint32_t, Steps> before;
    for (const std::uint32_t step : steps) {
      for (const GraphWay& edge : graph.ways[step]) {
        if (edge.way->next) before[*edge.way->next].push_back(step);
      }
    }
    Steps open = steps;
    while (!open.empty()) {
      const std::uint32_t step = open.back();
      open.pop_back();
      if (!inside_.contains(step) || holds(step)) continue;
      inside_.erase(step);
      for (const std::uint32_t other : before[step]) open.push_back(other);
    }
  }

  [[nodiscard]] bool contains(std::uint32_t step) const { return inside_.contains(step); }
  [[nodiscard]] bool empty() const { return inside_.empty(); }

 private:
  [[nodiscard]] bool stays(const GraphWay& edge) const {
    return edge.passing == Passing::none && edge.way->next && inside_.contains(*edge.way->next);
  }

  [[nodiscard]] bool holds(std::uint32_t number) const {
    const Step& step = variant_->steps[number];
    const auto& edges = graph_->ways[number];
    const auto stay = [&](const GraphWay& edge) { return stays(edge); };
    if (step.way_on == WayOn::branch) return branch_holds(edges);
    if (step.way_on == WayOn::split && !step.split_again) {
      return std::any_of(edges.begin(), edges.end(), stay);
    }
    return !edges.empty() && std::all_of(edges.begin(), edges.end(), stay);
  }

  // A customer is held if some condition that stays as it is can be the one that holds, and every
  // changing condition before it leads back too.
  [[nodiscard]] bool branch_holds(const std::vector<GraphWay>& edges) const {
    for (const GraphWay& edge : edges) {
      const bool changing = edge.way->condition && is_changed(*edge.way->condition, changes_);
      if (!changing && stays(edge)) return true;
      if (changing && !stays(edge)) return false;
    }
    return false;
  }

  const JourneyGraph* graph_;
  const Variant* variant_;
  Changes changes_;
  std::unordered_set<std::uint32_t> inside_;
};

}  // namespace

std::vector<Steps> timeless_traps(const JourneyGraph& graph, const Variant& variant,
                                  const std::vector<bool>& reached) {
  const auto timeless = [&](std::uint32_t step, const GraphWay& edge) {
    return reached[step] && edge.passing == Passing::none;
  };
  std::vector<Steps> traps;
  for (const Steps& loop : cycles(graph, timeless)) {
    const Trap trap(loop, graph, variant);
    if (trap.empty()) continue;
    const auto inside = [&](std::uint32_t step, const GraphWay& edge) {
      return timeless(step, edge) && trap.contains(step) && trap.contains(*edge.way->next);
    };
    for (Steps& steps : cycles(graph, inside)) traps.push_back(std::move(steps));
  }
  return traps;
}

}  // namespace journeylab
