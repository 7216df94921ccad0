#include "plan/compile.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "plan/components.h"

namespace journeylab {
namespace {

// Steps that a step can lead to, with the ways that lead there.
struct Graph {
  std::vector<std::vector<std::uint32_t>> successors;        // all ways
  std::vector<std::vector<std::uint32_t>> still_successors;  // ways that may pass no time
};

// Whether a span is at least one tick in every segment, whatever is drawn.
bool surely_passes(const std::optional<Value>& value, const FormulaContext& context) {
  if (!value) return false;
  const auto* formula = std::get_if<Expression>(&*value);
  if (formula == nullptr) return false;
  const auto spans = values_by_segment(*formula, context);
  return spans && std::all_of(spans->begin(), spans->end(), [&](double span) {
           return to_ticks(span, context.ticks_per_unit) >= 1.0;
         });
}

Graph graph_of(const Variant& variant, const FormulaContext& context) {
  Graph graph;
  graph.successors.resize(variant.steps.size());
  graph.still_successors.resize(variant.steps.size());
  for (std::size_t s = 0; s < variant.steps.size(); ++s) {
    const Step& step = variant.steps[s];
    if (!step.present) continue;
    const bool waits = surely_passes(step.wait, context);
    for (const Way& way : step.ways) {
      if (!way.next) continue;
      graph.successors[s].push_back(*way.next);
      const bool passes =
          waits || surely_passes(way.after, context) ||
          (step.way_on == WayOn::race && (!way.in || surely_passes(way.in, context)));
      if (!passes) graph.still_successors[s].push_back(*way.next);
    }
  }
  return graph;
}

bool is_cyclic(const std::vector<std::uint32_t>& component,
               const std::vector<std::vector<std::uint32_t>>& successors) {
  if (component.size() > 1) return true;
  const auto& next = successors[component.front()];
  return std::find(next.begin(), next.end(), component.front()) != next.end();
}

// Whether a customer could make idle_limit visits without the clock moving.
bool may_idle(const Graph& graph) {
  if (graph.successors.size() >= idle_limit) return true;
  const auto components = strong_components(graph.still_successors);
  return std::any_of(components.begin(), components.end(), [&](const auto& component) {
    return is_cyclic(component, graph.still_successors);
  });
}

// Two streams with one place would share their draws.
void refuse_collisions(const Scenario& scenario, const Variant& variant) {
  using enum DrawRole;
  const auto of_step = {choice, after, wait, revenue, way_revenue, cost, way_cost, touchpoint_cost};
  std::map<std::uint64_t, std::string> seen;
  const auto add = [&](const Place& place, StreamKind kind, const std::string& name,
                       const std::string& detail, std::initializer_list<DrawRole> roles) {
    const std::string what = detail.empty() ? name : name + "' with '" + detail;
    for (const DrawRole role : roles) {
      const auto [entry, is_new] = seen.emplace(draw_place(kind, name, detail, role), what);
      if (is_new || entry->second == what) continue;
      refuse(place,
             fmt::format("'{}' would draw the same random numbers as '{}'", what, entry->second),
             "another name for one of them");
    }
  };
  add({}, StreamKind::segment, "", "", {value});
  const auto add_effects = [&](const Step& step, const std::string& name, const Effects& effects) {
    for (const Assignment& assignment : effects.set) {
      add(step.place, StreamKind::assignment, name, scenario.names.state[assignment.state],
          {value, DrawRole::way_value});
    }
  };
  for (std::size_t a = 0; a < scenario.attributes.size(); ++a) {
    add(scenario.attributes[a].place, StreamKind::attribute, scenario.names.attributes[a], "",
        {value});
  }
  for (const std::string& state : scenario.names.state) {
    add({}, StreamKind::start_state, state, "", {value});
  }
  for (std::size_t s = 0; s < variant.steps.size(); ++s) {
    const Step& step = variant.steps[s];
    if (!step.present) continue;
    const std::string& name = scenario.names.steps[s];
    add(step.place, StreamKind::step, name, "", of_step);
    add_effects(step, name, step.effects);
    for (const Way& way : step.ways) {
      if (step.way_on == WayOn::race) {
        add(way.place, StreamKind::race, name, way.name, {value});
      }
      add_effects(step, name, way.effects);
    }
  }
}

void compile_metrics(const CompileContext& context, JourneyPlan& plan) {
  FormulaContext entry = formula_context(context.scenario, context.scenario.variants.front());
  entry.layout = &plan.layout;
  std::map<Ticks, Observation> observations;
  for (std::size_t m = 0; m < context.scenario.metrics.size(); ++m) {
    const Metric& metric = context.scenario.metrics[m];
    PlanMetric compiled;
    Ticks within = never;
    const auto add = [&](const Expression& formula) {
      compiled.formulas.push_back(lower(formula, context.formulas));
      compiled.is_finite.push_back(is_surely_finite(compiled.formulas.back(), plan.layout));
    };
    if (const auto* mean = std::get_if<Mean>(&metric.kind)) {
      add(mean->value);
      within = mean->within.value_or(never);
    } else if (const auto* ratio = std::get_if<Ratio>(&metric.kind)) {
      add(ratio->numerator);
      add(ratio->denominator);
      within = ratio->within.value_or(never);
    }
    if (metric.where) {
      compiled.where = lower(*metric.where, entry);
      compiled.has_where = true;
    }
    for (std::uint32_t f = 0; f < compiled.formulas.size(); ++f) {
      const ObservedFormula observed{.metric = static_cast<std::uint32_t>(m),
                                     .formula = f,
                                     .column = plan.layout.observed[m][f]};
      if (within == never) {
        plan.observed_at_end.push_back(observed);
        continue;
      }
      observations[within].at = within;
      observations[within].formulas.push_back(observed);
    }
    plan.metrics.push_back(std::move(compiled));
  }
  for (auto& [at, observation] : observations) plan.observations.push_back(std::move(observation));
}

}  // namespace

void refuse(const Place& place, std::string found, std::string expected) {
  throw InputError(Problem{.severity = Severity::error,
                           .place = place,
                           .found = std::move(found),
                           .expected = std::move(expected),
                           .nearest = {}});
}

FormulaContext formula_context(const Scenario& scenario, const Variant& variant) {
  FormulaContext context;
  context.ticks_per_unit = scenario.ticks_per_unit();
  for (const Assumption& assumption : scenario.assumptions) {
    context.assumptions.push_back(assumption.mean);
  }
  // Parameters are formulas of assumptions: one value each, whatever the segment.
  FormulaContext of_assumptions = context;
  of_assumptions.parameters.resize(1);
  for (const auto& segment : variant.parameters) {
    std::vector<double> values;
    for (const Expression& parameter : segment) {
      const auto value = values_by_segment(parameter, of_assumptions);
      values.push_back(value ? value->front() : 0.0);
    }
    context.parameters.push_back(std::move(values));
  }
  return context;
}

JourneyPlan compile(const Scenario& scenario, std::size_t variant_index) {
  const Variant& variant = scenario.variants[variant_index];
  refuse_collisions(scenario, variant);
  CompileContext context{
      .scenario = scenario, .variant = variant, .formulas = formula_context(scenario, variant)};
  const Graph graph = graph_of(variant, context.formulas);

  JourneyPlan plan;
  plan.scenario = &scenario;
  plan.variant = variant.name;
  plan.ticks_per_unit = scenario.ticks_per_unit();
  plan.horizon = scenario.horizon;
  plan.n_segments = static_cast<std::uint32_t>(scenario.segments.size());
  plan.n_statuses = static_cast<std::uint32_t>(scenario.names.statuses.size());
  plan.start = variant.start;
  plan.components = strong_components(graph.successors);
  std::vector<bool> numbered(variant.steps.size());
  for (const auto& component : plan.components) {
    for (const std::uint32_t step : component) {
      numbered[step] = is_cyclic(component, graph.successors);
    }
  }
  plan.layout = lay_out_columns(scenario, variant_index, numbered, may_idle(graph));
  context.formulas.layout = &plan.layout;

  compile_customer(context, plan);
  for (std::uint32_t s = 0; s < variant.steps.size(); ++s) {
    plan.steps.push_back(
        variant.steps[s].present ? compile_step(context, plan.layout, s, numbered[s]) : PlanStep{});
  }
  compile_metrics(context, plan);
  return plan;
}

}  // namespace journeylab
