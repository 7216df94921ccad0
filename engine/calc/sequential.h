// What the sequential and the Bayesian methods of calc share, and the group sequential ones.
#pragma once

#include "calc/method.h"

namespace journeylab::calc {

/// An effect of two arms given by their sums.
struct SummedEffect {
  double n = 0.0;  ///< customers of both arms
  double value = 0.0;
  double error = 0.0;
  double control_mean = 0.0;
  bool relative = false;
};
[[nodiscard]] SummedEffect summed_effect(const Request& request);
[[nodiscard]] std::vector<Field> summed_fields();

[[nodiscard]] std::vector<Method> group_sequential_methods();

}  // namespace journeylab::calc
