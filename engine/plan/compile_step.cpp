#include <fmt/format.h>

#include "plan/chances.h"
#include "plan/compile.h"

namespace journeylab {
namespace {

// Lowers the parts of one step.
class StepCompiler {
 public:
  StepCompiler(const CompileContext& context, const ColumnLayout& layout, std::uint32_t step)
      : context_(context),
        layout_(layout),
        authored_(context.variant.steps[step]),
        name_(context.scenario.names.steps[step]) {
    plan_.step = step;
    plan_.name = name_;
    plan_.choice_place = at(DrawRole::choice);
  }

  PlanStep compile(bool numbered) {
    plan_.numbered = numbered;
    if (authored_.touchpoint) compile_touchpoint(*authored_.touchpoint);
    plan_.wait = lower(authored_.wait, context_.formulas, at(DrawRole::wait));
    plan_.effects = effects(authored_.effects, DrawRole::value, DrawRole::revenue, DrawRole::cost);
    plan_.way_on = authored_.way_on;
    plan_.split_again = authored_.split_again;
    for (const Way& way : authored_.ways) plan_.ways.push_back(compile_way(way));
    if (plan_.way_on == WayOn::outcomes) fold_chances();
    if (plan_.way_on == WayOn::split) fold_weights();
    return std::move(plan_);
  }

 private:
  [[nodiscard]] std::uint64_t at(DrawRole role) const {
    return draw_place(StreamKind::step, name_, "", role);
  }

  void compile_touchpoint(std::uint32_t index) {
    const Touchpoint& touchpoint = context_.variant.touchpoints[index];
    plan_.touchpoint = index;
    plan_.is_contact = touchpoint.outbound;
    plan_.touchpoint_cost =
        lower(touchpoint.cost, context_.formulas, at(DrawRole::touchpoint_cost));
    if (!touchpoint.outbound) return;
    const auto count_in = [&](ColumnIndex column) {
      if (column != no_column) plan_.contact_columns.push_back(column);
    };
    count_in(layout_.contacts);
    count_in(layout_.touchpoint_contacts[index]);
    if (touchpoint.channel) count_in(layout_.channel_contacts[*touchpoint.channel]);
  }

  PlanEffects effects(const Effects& authored, DrawRole value, DrawRole revenue, DrawRole cost) {
    PlanEffects compiled;
    for (const Assignment& assignment : authored.set) {
      const std::string& state = context_.scenario.names.state[assignment.state];
      compiled.set.push_back(
          {.column = layout_.state[assignment.state],
           .state = assignment.state,
           .value = lower(assignment.value, context_.formulas,
                          draw_place(StreamKind::assignment, name_, state, value))});
    }
    compiled.revenue = lower(authored.revenue, context_.formulas, at(revenue));
    compiled.cost = lower(authored.cost, context_.formulas, at(cost));
    for (const std::uint32_t goal : authored.goals) compiled.goals.push_back(reach(goal));
    return compiled;
  }

  [[nodiscard]] PlanGoal reach(std::uint32_t goal) const {
    PlanGoal compiled{.goal = goal,
                      .first = layout_.goal_first[goal],
                      .count = layout_.goal_count[goal],
                      .watches = {}};
    for (std::size_t m = 0; m < context_.scenario.metrics.size(); ++m) {
      const auto* returned = std::get_if<Returned>(&context_.scenario.metrics[m].kind);
      if (returned == nullptr || returned->to != goal) continue;
      compiled.watches.push_back(
          {.origin = returned->from ? layout_.goal_first[*returned->from] : no_column,
           .begin = returned->window_begin,
           .end = returned->window_end,
           .flag = layout_.returned[m]});
    }
    return compiled;
  }

  PlanWay compile_way(const Way& way) {
    PlanWay compiled;
    compiled.name = way.name;
    if (way.chance) compiled.chance = lower(*way.chance, context_.formulas);
    compiled.is_rest = authored_.way_on == WayOn::outcomes && !way.chance;
    if (way.condition) compiled.condition = lower(*way.condition, context_.formulas);
    compiled.always = authored_.way_on == WayOn::branch && !way.condition;
    compiled.in = lower(way.in, context_.formulas,
                        draw_place(StreamKind::race, name_, way.name, DrawRole::value));
    compiled.after = lower(way.after, context_.formulas, at(DrawRole::after));
    compiled.effects =
        effects(way.effects, DrawRole::way_value, DrawRole::way_revenue, DrawRole::way_cost);
    compiled.next = way.next.value_or(no_index);
    compiled.ending = way.ending.value_or(no_index);
    return compiled;
  }

  // Chances that depend on the segment alone become thresholds now.
  void fold_chances() {
    const std::size_t n_ways = plan_.ways.size();
    const std::size_t n_segments = context_.scenario.segments.size();
    std::size_t rest = n_ways;
    for (std::size_t w = 0; w < n_ways; ++w) {
      if (plan_.ways[w].is_rest) {
        rest = w;
      } else if (!plan_.ways[w].chance.is_by_segment()) {
        return;
      }
    }
    plan_.thresholds.resize(n_ways * n_segments);
    std::vector<double> chances(n_ways);
    std::vector<Threshold> thresholds(n_ways);
    for (std::size_t s = 0; s < n_segments; ++s) {
      for (std::size_t w = 0; w < n_ways; ++w) {
        if (w != rest) {
          chances[w] = evaluate(plan_.ways[w].chance, nullptr, static_cast<std::uint32_t>(s));
        }
      }
      refuse_fault(cumulative_thresholds(chances, rest, thresholds), s);
      for (std::size_t w = 0; w < n_ways; ++w) {
        plan_.thresholds[w * n_segments + s] = thresholds[w];
      }
    }
  }

  void refuse_fault(const ChanceCheck& check, std::size_t segment) const {
    if (check.fault == ChanceFault::none) return;
    const std::string where =
        fmt::format(" in segment '{}'", context_.scenario.names.segments[segment]);
    switch (check.fault) {
      case ChanceFault::not_a_chance:
        refuse(authored_.ways[check.way].chance->place,
               fmt::format("a chance of {}{}", check.value, where), "0 to 1");
      case ChanceFault::sum_above_one:
        refuse(authored_.place, fmt::format("chances that add up to {}{}", check.value, where),
               "at most 1");
      default:
        refuse(authored_.place, fmt::format("chances that add up to {}{}", check.value, where),
               "1, or one outcome without a chance that takes the rest");
    }
  }

  void fold_weights() {
    double sum = 0.0;
    for (const Way& way : authored_.ways) sum += way.weight;
    std::vector<double> shares;
    for (const Way& way : authored_.ways) shares.push_back(way.weight / sum);
    std::vector<Threshold> thresholds(shares.size());
    const ChanceCheck check = cumulative_thresholds(shares, shares.size(), thresholds);
    if (check.fault != ChanceFault::none) {
      refuse(authored_.place, "weights that cannot be normalised", "finite weights, not all 0");
    }
    const std::size_t n_segments = context_.scenario.segments.size();
    for (const Threshold& threshold : thresholds) {
      plan_.thresholds.insert(plan_.thresholds.end(), n_segments, threshold);
    }
  }

  const CompileContext& context_;
  const ColumnLayout& layout_;
  const Step& authored_;
  const std::string& name_;
  PlanStep plan_;
};

}  // namespace

PlanStep compile_step(const CompileContext& context, const ColumnLayout& layout, std::uint32_t step,
                      bool numbered) {
  return StepCompiler(context, layout, step).compile(numbered);
}

}  // namespace journeylab
