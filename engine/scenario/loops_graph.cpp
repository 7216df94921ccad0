#include "scenario/loops_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace journeylab {
namespace {

constexpr double chance_tolerance = 1e-9;

Passing longer(Passing a, Passing b) {
  return std::max(a, b);
}

bool on_positive_half_line(Family family) {
  return family == Family::exponential || family == Family::lognormal || family == Family::gamma ||
         family == Family::weibull || family == Family::pareto || family == Family::beta;
}

Passing passing_of(const Value& value, const SegmentView& view) {
  if (const auto* formula = std::get_if<Expression>(&value)) {
    const auto span = constant_value(*formula, view.known());
    if (!span || !(*span >= 0.0)) return Passing::perhaps;
    return to_ticks(*span, view.scenario.ticks_per_unit()) == 0.0 ? Passing::none : Passing::some;
  }
  const auto& distribution = std::get<Distribution>(value);
  if (const auto spec = constant_spec(distribution, view.known())) {
    return problem_of(*spec).empty() && surely_positive(*spec) ? Passing::some : Passing::perhaps;
  }
  return on_positive_half_line(distribution.family) ? Passing::some : Passing::perhaps;
}

Passing passing_of(const std::optional<Value>& value, const SegmentView& view) {
  return value ? passing_of(*value, view) : Passing::none;
}

std::vector<const Way*> possible_outcomes(const Step& step, const SegmentView& view) {
  std::vector<const Way*> ways;
  double sum = 0.0;
  for (const Way& way : step.ways) {
    const auto chance = way.chance ? constant_value(*way.chance, view.known()) : std::nullopt;
    if (chance) sum += *chance;
    if (!chance || *chance > 0.0) ways.push_back(&way);
  }
  if (sum >= 1.0 - chance_tolerance) {
    std::erase_if(ways, [](const Way* way) { return !way->chance; });
  }
  return ways;
}

std::vector<const Way*> possible_branches(const Step& step, const SegmentView& view) {
  std::vector<const Way*> ways;
  for (const Way& way : step.ways) {
    const auto condition =
        way.condition ? constant_value(*way.condition, view.known()) : std::optional<double>(1.0);
    if (condition && *condition == 0.0) continue;
    ways.push_back(&way);
    if (condition) break;
  }
  return ways;
}

// A time is known where it is a constant; a way whose time is known to come later than another's,
// or as late but written after it, never wins, and neither does one that passes some time against
// 0.
std::vector<const Way*> possible_winners(const Step& step, const SegmentView& view) {
  double earliest = never;
  const Way* first = nullptr;
  for (const Way& way : step.ways) {
    const auto* formula = way.in ? std::get_if<Expression>(&*way.in) : nullptr;
    const auto time = formula != nullptr ? constant_value(*formula, view.known()) : std::nullopt;
    if (time && *time < earliest) {
      earliest = *time;
      first = &way;
    }
  }
  std::vector<const Way*> ways;
  for (const Way& way : step.ways) {
    if (!way.in) continue;
    const auto* formula = std::get_if<Expression>(&*way.in);
    const bool is_known = formula != nullptr && constant_value(*formula, view.known());
    if (is_known && &way != first) continue;
    const bool loses_to_none = first != nullptr && passing_of(first->in, view) == Passing::none &&
                               passing_of(way.in, view) == Passing::some;
    if (!loses_to_none) ways.push_back(&way);
  }
  return ways;
}

std::vector<const Way*> possible_ways(const Step& step, const SegmentView& view) {
  if (step.way_on == WayOn::outcomes) return possible_outcomes(step, view);
  if (step.way_on == WayOn::branch) return possible_branches(step, view);
  if (step.way_on == WayOn::race) return possible_winners(step, view);
  std::vector<const Way*> ways;
  for (const Way& way : step.ways) {
    if (step.way_on == WayOn::straight || way.weight > 0.0) ways.push_back(&way);
  }
  return ways;
}

// Tarjan's strongly connected components (1972), without recursion.
class Components {
 public:
  explicit Components(std::vector<std::vector<std::uint32_t>> next)
      : next_(std::move(next)),
        order_(next_.size(), unseen),
        low_(next_.size(), 0),
        open_(next_.size(), false),
        position_(next_.size(), 0) {
    for (std::uint32_t root = 0; root < next_.size(); ++root) {
      if (order_[root] == unseen) visit(root);
    }
  }

  [[nodiscard]] std::vector<std::vector<std::uint32_t>> take() { return std::move(found_); }

 private:
  static constexpr std::uint32_t unseen = std::numeric_limits<std::uint32_t>::max();

  void open(std::uint32_t step) {
    order_[step] = low_[step] = clock_++;
    stack_.push_back(step);
    open_[step] = true;
    path_.push_back(step);
  }

  void visit(std::uint32_t root) {
    open(root);
    while (!path_.empty()) {
      const std::uint32_t here = path_.back();
      if (position_[here] < next_[here].size()) {
        const std::uint32_t there = next_[here][position_[here]++];
        if (order_[there] == unseen)
          open(there);
        else if (open_[there])
          low_[here] = std::min(low_[here], order_[there]);
        continue;
      }
      path_.pop_back();
      if (!path_.empty()) low_[path_.back()] = std::min(low_[path_.back()], low_[here]);
      if (low_[here] == order_[here]) close(here);
    }
  }

  void close(std::uint32_t root) {
    std::vector<std::uint32_t> component;
    std::uint32_t step = 0;
    do {
      step = stack_.back();
      stack_.pop_back();
      open_[step] = false;
      component.push_back(step);
    } while (step != root);
    const auto& next = next_[root];
    const bool cyclic =
        component.size() > 1 || std::find(next.begin(), next.end(), root) != next.end();
    if (!cyclic) return;
    std::sort(component.begin(), component.end());
    found_.push_back(std::move(component));
  }

  std::vector<std::vector<std::uint32_t>> next_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> low_;
  std::vector<bool> open_;
  std::vector<std::size_t> position_;
  std::vector<std::uint32_t> stack_;
  std::vector<std::uint32_t> path_;
  std::vector<std::vector<std::uint32_t>> found_;
  std::uint32_t clock_ = 0;
};

}  // namespace

JourneyGraph journey_graph(const SegmentView& view) {
  const Variant& variant = view.scenario.variants[view.variant];
  JourneyGraph graph;
  graph.ways.resize(variant.steps.size());
  for (std::size_t i = 0; i < variant.steps.size(); ++i) {
    const Step& step = variant.steps[i];
    if (!step.present) continue;
    const Passing wait = passing_of(step.wait, view);
    for (const Way* way : possible_ways(step, view)) {
      const Passing passing =
          longer(wait, longer(passing_of(way->in, view), passing_of(way->after, view)));
      graph.ways[i].push_back({.way = way, .passing = passing});
    }
  }
  return graph;
}

std::vector<bool> reachable(const JourneyGraph& graph, std::uint32_t start) {
  std::vector<bool> seen(graph.ways.size(), false);
  if (start >= seen.size()) return seen;
  std::vector<std::uint32_t> open{start};
  seen[start] = true;
  while (!open.empty()) {
    const std::uint32_t here = open.back();
    open.pop_back();
    for (const GraphWay& edge : graph.ways[here]) {
      if (!edge.way->next || seen[*edge.way->next]) continue;
      seen[*edge.way->next] = true;
      open.push_back(*edge.way->next);
    }
  }
  return seen;
}

std::vector<std::vector<std::uint32_t>> cycles(
    const JourneyGraph& graph, const std::function<bool(std::uint32_t, const GraphWay&)>& takes) {
  std::vector<std::vector<std::uint32_t>> next(graph.ways.size());
  for (std::uint32_t step = 0; step < next.size(); ++step) {
    for (const GraphWay& edge : graph.ways[step]) {
      if (edge.way->next && takes(step, edge)) next[step].push_back(*edge.way->next);
    }
  }
  return Components(std::move(next)).take();
}

}  // namespace journeylab
