#include "scenario/validate_values.h"

#include <cmath>

#include <fmt/format.h>

namespace journeylab {
namespace {

void check_formula(const Expression& formula, ValueUse use, const SegmentView& view,
                   std::vector<Problem>& problems) {
  const auto value = constant_value(formula, view.known());
  if (!value) return;
  const std::string suffix = view.suffix(uses(formula, Operation::parameter));
  if (use == ValueUse::amount) {
    if (std::isfinite(*value)) return;
    problems.push_back({.place = formula.place,
                        .found = fmt::format("the value is {}{}", describe_number(*value), suffix),
                        .expected = "a finite number",
                        .nearest = {}});
  } else if (!(*value >= 0.0) || (std::isinf(*value) && use == ValueUse::duration)) {
    problems.push_back(
        {.place = formula.place,
         .found = fmt::format("the duration is {}{}", describe_number(*value), suffix),
         .expected = "a span that is at least 0",
         .nearest = {}});
  }
}

void check_distribution(const Distribution& distribution, ValueUse use, const SegmentView& view,
                        std::vector<Problem>& problems) {
  const bool depends = uses(Value(distribution), Operation::parameter);
  const auto spec = constant_spec(distribution, view.known());
  if (spec) {
    const std::string problem = problem_of(*spec);
    if (!problem.empty()) {
      problems.push_back({.place = distribution.place,
                          .found = problem + view.suffix(depends),
                          .expected = {},
                          .nearest = {}});
      return;
    }
  }
  if (use == ValueUse::amount || !may_be_negative(distribution, view.known())) return;
  problems.push_back({.place = distribution.place,
                      .found = "a duration that can be negative" + view.suffix(depends),
                      .expected = "a distribution that is never below 0, or one with low=0",
                      .nearest = {}});
}

}  // namespace

KnownValues SegmentView::known() const noexcept {
  return {.parameters = variant < scenario.variants.size()
                            ? &scenario.variants[variant].parameters[segment]
                            : nullptr,
          .assumptions = &scenario.assumptions};
}

std::string SegmentView::suffix(bool depends) const {
  if (!depends) return {};
  return fmt::format(", for segment '{}'", scenario.names.segments[segment]);
}

std::string describe_number(double number) {
  if (std::isnan(number)) return "not a number";
  if (std::isinf(number)) return number > 0.0 ? "infinite" : "minus infinity";
  return fmt::format("{:.12g}", number);
}

bool may_be_negative(const Distribution& distribution, const KnownValues& known) {
  if (const auto spec = constant_spec(distribution, known)) {
    return problem_of(*spec).empty() && can_be_negative(*spec);
  }
  return distribution.family == Family::normal && !distribution.low;
}

void check_value(const Value& value, ValueUse use, const SegmentView& view,
                 std::vector<Problem>& problems) {
  if (const auto* formula = std::get_if<Expression>(&value)) {
    check_formula(*formula, use, view, problems);
  } else {
    check_distribution(std::get<Distribution>(value), use, view, problems);
  }
}

void check_value_everywhere(const Value& value, ValueUse use, const Scenario& scenario,
                            std::size_t variant, std::vector<Problem>& problems) {
  const std::uint32_t n_segments =
      uses(value, Operation::parameter) ? static_cast<std::uint32_t>(scenario.segments.size()) : 1;
  for (std::uint32_t segment = 0; segment < n_segments && segment < scenario.segments.size();
       ++segment) {
    check_value(value, use, {scenario, variant, segment}, problems);
  }
}

}  // namespace journeylab
