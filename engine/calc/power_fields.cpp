#include "calc/power.h"

namespace journeylab::calc {

std::vector<Field> level_fields() {
  return {alpha_field, {"sided", "1 or 2: sides that alpha is spread over", "2", "sides"}};
}

std::vector<Field> plan_fields() {
  return with(level_fields(), {power_field, ratio_field});
}

std::vector<Field> sizes_fields() {
  return {{"n_control", "customers in control", {}, "n1"},
          {"n_treat", "customers in treatment", {}, "n2"}};
}

TestLevel level_in(const Request& request) {
  const std::uint64_t sides = request.count("sided", 1);
  if (sides > 2) throw RequestError("'sided': expected 1 or 2");
  return {.alpha = request.level("alpha"), .sides = static_cast<int>(sides)};
}

SizePlan plan_in(const Request& request) {
  SizePlan plan{.level = level_in(request), .power = request.level("power")};
  if (request.has_field("ratio_treat_to_control")) {
    plan.ratio = request.positive("ratio_treat_to_control");
  }
  return plan;
}

ArmSizes sizes_in(const Request& request) {
  return {.control = request.positive("n_control"), .treat = request.positive("n_treat")};
}

Json sizes_answer(const ArmSizes& sizes) {
  return {{"n_control", shown(sizes.control)},
          {"n_treat", shown(sizes.treat)},
          {"n_control_ceil", shown(whole_customers(sizes.control))},
          {"n_treat_ceil", shown(whole_customers(sizes.treat))}};
}

}  // namespace journeylab::calc
