#include "cohort/faults.h"

#include <cmath>

#include <fmt/format.h>

#include "base/problem.h"
#include "tally/exact_sum.h"

namespace journeylab {

void fail_at_step(const JourneyPlan& plan, const PlanStep& step, std::uint64_t customer,
                  const std::string& what) {
  throw RunError(fmt::format("{}: variant '{}', step '{}', customer {}: {}", plan.scenario->file,
                             plan.variant, step.name, customer, what));
}

void fail_for_customer(const JourneyPlan& plan, std::uint64_t customer, const std::string& what) {
  throw RunError(fmt::format("{}: variant '{}', customer {}: {}", plan.scenario->file, plan.variant,
                             customer, what));
}

std::string not_a_number(const std::string& what, const std::string& text, double value) {
  if (std::isnan(value)) {
    return fmt::format("{} '{}' has no value (a logarithm or root of a negative number, or 0/0)",
                       what, text);
  }
  return fmt::format("{} '{}' is {}; expected a finite number", what, text, value);
}

std::string not_money(const std::string& what, const std::string& text, double value) {
  if (!std::isfinite(value)) return not_a_number(what, text, value);
  return fmt::format("{} '{}' is {}; expected less than 2^40 (about {:.1e}) in size", what, text,
                     value, ExactSum::term_limit);
}

std::string bad_span(const std::string& what, const std::string& text, double span) {
  if (!(span < 0.0)) return not_a_number(what, text, span);
  return fmt::format("{} '{}' is {}; expected a duration of 0 or more", what, text, span);
}

std::string bad_chances(const PlanStep& step, const ChanceCheck& check) {
  switch (check.fault) {
    case ChanceFault::not_a_chance: {
      const PlanWay& way = step.ways[check.way];
      const std::string what = fmt::format("the chance of outcome '{}'", way.name);
      if (std::isnan(check.value)) return not_a_number(what, way.chance.text, check.value);
      return fmt::format("{} '{}' is {}; expected 0 to 1", what, way.chance.text, check.value);
    }
    case ChanceFault::sum_above_one:
      return fmt::format("the chances of its outcomes add up to {}; expected at most 1",
                         check.value);
    default:
      return fmt::format(
          "the chances of its outcomes add up to {}; expected 1, or one outcome without a chance",
          check.value);
  }
}

}  // namespace journeylab
