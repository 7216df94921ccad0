#include "scenario/walk.h"

namespace journeylab {
namespace {

using ValueVisitor = std::function<void(const Value&, ValueUse)>;

void visit(const std::optional<Value>& value, ValueUse use, const ValueVisitor& act) {
  if (value) act(*value, use);
}

void visit_effects(const Effects& effects, const ValueVisitor& act) {
  for (const Assignment& assignment : effects.set) act(assignment.value, ValueUse::amount);
  visit(effects.revenue, ValueUse::amount, act);
  visit(effects.cost, ValueUse::amount, act);
}

void visit_step(const Step& step, const ValueVisitor& act) {
  visit(step.wait, ValueUse::duration, act);
  visit_effects(step.effects, act);
  for (const Way& way : step.ways) {
    visit(way.in, ValueUse::race_time, act);
    visit(way.after, ValueUse::duration, act);
    visit_effects(way.effects, act);
  }
}

void visit_metric(const Metric& metric, bool with_where, const FormulaVisitor& act) {
  if (const auto* mean = std::get_if<Mean>(&metric.kind)) act(mean->value, {});
  if (const auto* ratio = std::get_if<Ratio>(&metric.kind)) {
    act(ratio->numerator, {});
    act(ratio->denominator, {});
  }
  if (with_where && metric.where) act(*metric.where, {});
}

}  // namespace

void for_each_formula_of(const Value& value, const std::function<void(const Expression&)>& act) {
  if (const auto* formula = std::get_if<Expression>(&value)) {
    act(*formula);
    return;
  }
  const auto& distribution = std::get<Distribution>(value);
  for (const Expression& parameter : distribution.parameters) act(parameter);
  if (distribution.low) act(*distribution.low);
  if (distribution.high) act(*distribution.high);
}

void for_each_value(const Variant& variant, const ValueVisitor& act) {
  for (const Touchpoint& touchpoint : variant.touchpoints) {
    visit(touchpoint.cost, ValueUse::amount, act);
  }
  for (const Value& start : variant.state) act(start, ValueUse::amount);
  for (const Step& step : variant.steps) visit_step(step, act);
}

void for_each_attribute_formula(const Scenario& scenario, const FormulaVisitor& act) {
  for (const Attribute& attribute : scenario.attributes) {
    for (std::uint32_t segment = 0; segment < attribute.by_segment.size(); ++segment) {
      for_each_formula_of(attribute.by_segment[segment],
                          [&](const Expression& formula) { act(formula, {.segment = segment}); });
    }
  }
}

void for_each_formula(const Scenario& scenario, std::size_t variant, const FormulaVisitor& act) {
  for_each_attribute_formula(scenario, act);
  const Variant& treatment = scenario.variants[variant];
  for_each_value(treatment, [&](const Value& value, ValueUse) {
    for_each_formula_of(value, [&](const Expression& formula) { act(formula, {}); });
  });
  for (const Step& step : treatment.steps) {
    for (const Way& way : step.ways) {
      if (way.chance) act(*way.chance, {});
      if (way.condition) act(*way.condition, {});
    }
  }
  for (const Metric& metric : scenario.metrics) visit_metric(metric, variant == 0, act);
}

}  // namespace journeylab
