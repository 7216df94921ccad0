#include "scenario/validate_use.h"

#include <fmt/format.h>

#include "base/nearest.h"
#include "scenario/walk.h"

namespace journeylab {
namespace {

struct Used {
  std::vector<bool> attributes;
  std::vector<bool> state;
  std::vector<bool> assumptions;
  std::vector<bool> touchpoints;
};

void note(const Expression& formula, Used& used) {
  if (formula.operation == Operation::attribute) used.attributes[formula.index] = true;
  if (formula.operation == Operation::state) used.state[formula.index] = true;
  if (formula.operation == Operation::assumption) used.assumptions[formula.index] = true;
  for (const Expression& operand : formula.operands) note(operand, used);
}

void note(const Variant& variant, Used& used) {
  for (const auto& segment : variant.parameters) {
    for (const Expression& parameter : segment) note(parameter, used);
  }
  for (const Step& step : variant.steps) {
    if (step.present && step.touchpoint) used.touchpoints[*step.touchpoint] = true;
  }
}

Used used_in(const Scenario& scenario) {
  Used used{.attributes = std::vector<bool>(scenario.names.attributes.size()),
            .state = std::vector<bool>(scenario.names.state.size()),
            .assumptions = std::vector<bool>(scenario.names.assumptions.size()),
            .touchpoints = std::vector<bool>(scenario.names.touchpoints.size())};
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    note(scenario.variants[v], used);
    for_each_formula(scenario, v,
                     [&](const Expression& formula, FormulaOwner) { note(formula, used); });
  }
  return used;
}

void warn(const Place& place, std::string_view what, const std::string& name,
          std::vector<Problem>& problems) {
  if (place.line == 0) return;
  problems.push_back({.severity = Severity::warning,
                      .place = place,
                      .found = fmt::format("nothing uses the {} '{}'", what, name),
                      .expected = {},
                      .nearest = {}});
}

// Told where it first stands; one that only a variant has may be a misspelt one of control's.
void warn_unused_touchpoint(const Scenario& scenario, std::size_t touchpoint,
                            std::vector<Problem>& problems) {
  const std::string& name = scenario.names.touchpoints[touchpoint];
  for (const Variant& variant : scenario.variants) {
    if (!variant.touchpoints[touchpoint].present) continue;
    const std::size_t before = problems.size();
    warn(variant.touchpoints[touchpoint].place, "touchpoint", name, problems);
    if (&variant == &scenario.variants.front() || problems.size() == before) return;
    std::vector<std::string> known;
    for (std::size_t t = 0; t < scenario.names.touchpoints.size(); ++t) {
      if (scenario.variants.front().touchpoints[t].present) {
        known.push_back(scenario.names.touchpoints[t]);
      }
    }
    problems.back().nearest = nearest_name(name, known);
    return;
  }
}

const Place& place_of(const Value& value) {
  return std::visit([](const auto& held) -> const Place& { return held.place; }, value);
}

}  // namespace

void warn_unused(const Scenario& scenario, std::vector<Problem>& problems) {
  const Used used = used_in(scenario);
  const Names& names = scenario.names;
  for (std::size_t a = 0; a < names.attributes.size() && a < scenario.attributes.size(); ++a) {
    if (used.attributes[a]) continue;
    warn(scenario.attributes[a].place, "attribute", names.attributes[a], problems);
  }
  for (std::size_t a = 0; a < names.assumptions.size() && a < scenario.assumptions.size(); ++a) {
    if (used.assumptions[a]) continue;
    warn(scenario.assumptions[a].place, "assumption", names.assumptions[a], problems);
  }
  const Variant& control = scenario.variants.front();
  for (std::size_t s = 0; s < names.state.size() && s < control.state.size(); ++s) {
    if (used.state[s]) continue;
    warn(place_of(control.state[s]), "state", names.state[s], problems);
  }
  for (std::size_t t = 0; t < names.touchpoints.size(); ++t) {
    if (!used.touchpoints[t]) warn_unused_touchpoint(scenario, t, problems);
  }
}

}  // namespace journeylab
