#include <cmath>

#include <fmt/format.h>

#include "scenario/loops.h"
#include "scenario/validate.h"
#include "scenario/validate_values.h"

namespace journeylab {
namespace {

constexpr double chance_tolerance = 1e-9;

void add(std::vector<Problem>& problems, const Place& place, std::string found,
         std::string expected) {
  problems.push_back(
      {.place = place, .found = std::move(found), .expected = std::move(expected), .nearest = {}});
}

struct ChanceSum {
  double sum = 0.0;
  bool all_known = true;
  bool has_rest = false;
  bool depends = false;  // on the segment
  bool sound = true;
};

void take_chance(const Way& way, const SegmentView& view, ChanceSum& chances,
                 std::vector<Problem>& problems) {
  if (!way.chance) {
    chances.has_rest = true;
    return;
  }
  const bool depends = uses(*way.chance, Operation::parameter);
  chances.depends = chances.depends || depends;
  const auto chance = constant_value(*way.chance, view.known());
  if (!chance) {
    chances.all_known = false;
  } else if (*chance >= 0.0 && *chance <= 1.0) {
    chances.sum += *chance;
  } else {
    chances.sound = false;
    add(problems, way.chance->place,
        fmt::format("the chance is {}{}", describe_number(*chance), view.suffix(depends)),
        "a number in 0..1");
  }
}

void check_chances(const Step& step, const SegmentView& view, std::vector<Problem>& problems) {
  ChanceSum chances;
  for (const Way& way : step.ways) take_chance(way, view, chances, problems);
  if (!chances.sound) return;
  const std::string suffix = view.suffix(chances.depends);
  if (chances.sum > 1.0 + chance_tolerance) {
    add(problems, step.place,
        fmt::format("the chances add up to {}{}", describe_number(chances.sum), suffix),
        chances.has_rest ? "at most 1" : "1");
  } else if (chances.all_known && !chances.has_rest && chances.sum < 1.0 - chance_tolerance) {
    add(problems, step.place,
        fmt::format("the chances add up to {}{}", describe_number(chances.sum), suffix),
        "1, or an outcome without a chance for the rest");
  }
}

void check_conditions(const Step& step, const SegmentView& view, std::vector<Problem>& problems) {
  for (const Way& way : step.ways) {
    if (!way.condition) continue;
    const auto value = constant_value(*way.condition, view.known());
    if (!value || !std::isnan(*value)) continue;
    add(problems, way.condition->place,
        "the condition is not a number" + view.suffix(uses(*way.condition, Operation::parameter)),
        "an expression that has a value");
  }
}

void check_parameters(const Scenario& scenario, std::size_t variant,
                      std::vector<Problem>& problems) {
  const auto& rows = scenario.variants[variant].parameters;
  for (std::uint32_t segment = 0; segment < rows.size(); ++segment) {
    for (const Expression& parameter : rows[segment]) {
      check_value(parameter, ValueUse::amount, {scenario, variant, segment}, problems);
    }
  }
}

}  // namespace

void validate_variant(const Scenario& scenario, std::size_t variant,
                      std::vector<Problem>& problems) {
  const Variant& treatment = scenario.variants[variant];
  check_parameters(scenario, variant, problems);
  for_each_value(treatment, [&](const Value& value, ValueUse use) {
    check_value_everywhere(value, use, scenario, variant, problems);
  });
  for (const Step& step : treatment.steps) {
    for (std::uint32_t segment = 0; segment < scenario.segments.size(); ++segment) {
      const SegmentView view{scenario, variant, segment};
      if (step.way_on == WayOn::outcomes) check_chances(step, view, problems);
      if (step.way_on == WayOn::branch) check_conditions(step, view, problems);
    }
  }
  check_loops(scenario, variant, problems);
}

}  // namespace journeylab
