// A formula of the scenario language, parsed and with its names resolved: plain values, no text.
// What it means for a customer is in operations.h and plan/program.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/problem.h"

namespace journeylab {

enum class Operation : std::uint8_t {
  // Values. `index` says which one, in the lists of Scenario::names or of the variant.
  number,
  parameter,  ///< segment parameter
  attribute,
  state,
  assumption,
  time,      ///< the customer's clock, in time units
  contacts,  ///< outbound contacts so far, all touchpoints
  contacts_touchpoint,
  contacts_channel,
  revenue,
  cost,
  visits,  ///< of a step, the present visit included
  count,   ///< of a goal
  ended,   ///< metrics only: 1 if the customer ended with this status, else 0
  first,   ///< metrics only: time of the first reach of a goal, infinity if never
  // Operators and functions, with their operands in order.
  negate,
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  logical_not,
  minimum,  ///< two or more operands
  maximum,  ///< two or more operands
  absolute,
  exponential,
  logarithm,
  square_root,
  floor,
  ceiling,
  logistic,  ///< 1 / (1 + exp(-x))
  logit,     ///< log(x / (1 - x))
  clamp,     ///< clamp(x, low, high)
  choose,    ///< if(condition, then, else)
};

/// A node of the formula with its operands.
struct Expression {
  Operation operation = Operation::number;
  double number = 0.0;
  std::uint32_t index = 0;
  std::vector<Expression> operands;
  Place place;
  std::string text;  ///< of the whole formula as written; only at the root
};

/// A formula that is just this number.
[[nodiscard]] Expression constant(double number, Place place = {});

/// The number, where the formula is a literal number alone.
[[nodiscard]] const double* literal(const Expression& expression) noexcept;

}  // namespace journeylab
