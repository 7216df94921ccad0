// What the methods of power and sample size share: their common fields, and sizes as an answer. For
// the sources of this room.
#pragma once

#include <array>

#include "calc/method.h"
#include "calc/pieces.h"
#include "stats/power_plan.h"

namespace journeylab::calc {

inline constexpr Field power_field{"power", "chance to find the effect", "0.8"};
inline constexpr Field ratio_field{"ratio_treat_to_control",
                                   "customers of treatment for each one of control", "1", "ratio"};

/// alpha and sided.
[[nodiscard]] std::vector<Field> level_fields();
/// alpha, sided, power and ratio.
[[nodiscard]] std::vector<Field> plan_fields();
/// n_control and n_treat.
[[nodiscard]] std::vector<Field> sizes_fields();

[[nodiscard]] TestLevel level_in(const Request& request);
/// Without the field of the ratio it is 1.
[[nodiscard]] SizePlan plan_in(const Request& request);
[[nodiscard]] ArmSizes sizes_in(const Request& request);

/// {"n_control", "n_treat"} and both rounded up, "_ceil".
[[nodiscard]] Json sizes_answer(const ArmSizes& sizes);

[[nodiscard]] std::vector<Method> power_design_methods();
[[nodiscard]] std::vector<Method> roll_out_methods();

}  // namespace journeylab::calc
