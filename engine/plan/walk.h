// Visiting every formula of a model, whatever it stands in.
#pragma once

#include "scenario/scenario.h"

namespace journeylab {

template <typename Visit>
void for_each_formula(const Value& value, Visit&& visit) {
  if (const auto* formula = std::get_if<Expression>(&value)) {
    visit(*formula);
    return;
  }
  const auto& distribution = std::get<Distribution>(value);
  for (const Expression& parameter : distribution.parameters) visit(parameter);
  if (distribution.low) visit(*distribution.low);
  if (distribution.high) visit(*distribution.high);
}

template <typename Visit>
void for_each_formula(const std::optional<Value>& value, Visit&& visit) {
  if (value) for_each_formula(*value, visit);
}

template <typename Visit>
void for_each_formula(const Effects& effects, Visit&& visit) {
  for (const Assignment& assignment : effects.set) for_each_formula(assignment.value, visit);
  for_each_formula(effects.revenue, visit);
  for_each_formula(effects.cost, visit);
}

template <typename Visit>
void for_each_formula(const Way& way, Visit&& visit) {
  if (way.chance) visit(*way.chance);
  if (way.condition) visit(*way.condition);
  for_each_formula(way.in, visit);
  for_each_formula(way.after, visit);
  for_each_formula(way.effects, visit);
}

template <typename Visit>
void for_each_formula(const Step& step, Visit&& visit) {
  for_each_formula(step.wait, visit);
  for_each_formula(step.effects, visit);
  for (const Way& way : step.ways) for_each_formula(way, visit);
}

/// Of the journey, the touchpoints and the starting state of a variant.
template <typename Visit>
void for_each_formula(const Variant& variant, Visit&& visit) {
  for (const Step& step : variant.steps) for_each_formula(step, visit);
  for (const Touchpoint& touchpoint : variant.touchpoints) for_each_formula(touchpoint.cost, visit);
  for (const Value& start : variant.state) for_each_formula(start, visit);
}

/// Of what a metric measures; its `where` is apart.
template <typename Visit>
void for_each_formula(const Metric& metric, Visit&& visit) {
  if (const auto* mean = std::get_if<Mean>(&metric.kind)) visit(mean->value);
  if (const auto* ratio = std::get_if<Ratio>(&metric.kind)) {
    visit(ratio->numerator);
    visit(ratio->denominator);
  }
}

}  // namespace journeylab
