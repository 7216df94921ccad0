// What the operations of formulas mean for numbers: the one definition that the executors, for one
// customer and for many, and the reader share.
//
// Nothing fails. What has no value (log of a negative number, 0/0) is NaN and travels through
// everything that depends on it, comparisons included; an `if` and the second operand of `and` and
// `or` drop it where they do not look.
#pragma once

#include <cmath>
#include <limits>

#include "random/elementary.h"
#include "random/mathematics.h"
#include "scenario/expression.h"

namespace journeylab {

/// What an operation means for numbers.
template <Operation operation>
[[nodiscard]] inline double apply(double a, double b, double c) noexcept {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto truth = [](bool holds) { return holds ? 1.0 : 0.0; };
  const auto compared = [&](bool holds) {
    return std::isnan(a) || std::isnan(b) ? nan : truth(holds);
  };
  if constexpr (operation == Operation::negate)
    return -a;
  else if constexpr (operation == Operation::add)
    return a + b;
  else if constexpr (operation == Operation::subtract)
    return a - b;
  else if constexpr (operation == Operation::multiply)
    return a * b;
  else if constexpr (operation == Operation::divide)
    return a / b;
  else if constexpr (operation == Operation::power)
    return portable_pow(a, b);
  else if constexpr (operation == Operation::less)
    return compared(a < b);
  else if constexpr (operation == Operation::less_equal)
    return compared(a <= b);
  else if constexpr (operation == Operation::greater)
    return compared(a > b);
  else if constexpr (operation == Operation::greater_equal)
    return compared(a >= b);
  else if constexpr (operation == Operation::equal)
    return compared(a == b);
  else if constexpr (operation == Operation::not_equal)
    return compared(a != b);
  else if constexpr (operation == Operation::logical_and)
    return std::isnan(a) ? nan : a == 0.0 ? 0.0 : std::isnan(b) ? nan : truth(b != 0.0);
  else if constexpr (operation == Operation::logical_or)
    return std::isnan(a) ? nan : a != 0.0 ? 1.0 : std::isnan(b) ? nan : truth(b != 0.0);
  else if constexpr (operation == Operation::logical_not)
    return std::isnan(a) ? nan : truth(a == 0.0);
  else if constexpr (operation == Operation::minimum)
    return std::isnan(a) || std::isnan(b) ? nan : b < a ? b : a;
  else if constexpr (operation == Operation::maximum)
    return std::isnan(a) || std::isnan(b) ? nan : b > a ? b : a;
  else if constexpr (operation == Operation::absolute)
    return std::fabs(a);
  else if constexpr (operation == Operation::exponential)
    return elementary::exp(a);
  else if constexpr (operation == Operation::logarithm)
    return elementary::log(a);
  else if constexpr (operation == Operation::square_root)
    return std::sqrt(a);
  else if constexpr (operation == Operation::floor)
    return std::floor(a);
  else if constexpr (operation == Operation::ceiling)
    return std::ceil(a);
  else if constexpr (operation == Operation::logistic)
    return 1.0 / (1.0 + elementary::exp(-a));
  else if constexpr (operation == Operation::logit)
    return elementary::log(a / (1.0 - a));
  else if constexpr (operation == Operation::clamp)
    return !(b <= c) || std::isnan(a) ? nan : a < b ? b : a > c ? c : a;
  else if constexpr (operation == Operation::choose)
    return std::isnan(a) ? nan : a != 0.0 ? b : c;
  else
    return nan;
}

/// Calls `use` with the operation as a compile-time constant: use.template operator()<operation>().
template <typename Use>
decltype(auto) with_operation(Operation operation, Use&& use) {
  using enum Operation;
  switch (operation) {
    case negate:
      return use.template operator()<negate>();
    case add:
      return use.template operator()<add>();
    case subtract:
      return use.template operator()<subtract>();
    case multiply:
      return use.template operator()<multiply>();
    case divide:
      return use.template operator()<divide>();
    case power:
      return use.template operator()<power>();
    case less:
      return use.template operator()<less>();
    case less_equal:
      return use.template operator()<less_equal>();
    case greater:
      return use.template operator()<greater>();
    case greater_equal:
      return use.template operator()<greater_equal>();
    case equal:
      return use.template operator()<equal>();
    case not_equal:
      return use.template operator()<not_equal>();
    case logical_and:
      return use.template operator()<logical_and>();
    case logical_or:
      return use.template operator()<logical_or>();
    case logical_not:
      return use.template operator()<logical_not>();
    case minimum:
      return use.template operator()<minimum>();
    case maximum:
      return use.template operator()<maximum>();
    case absolute:
      return use.template operator()<absolute>();
    case exponential:
      return use.template operator()<exponential>();
    case logarithm:
      return use.template operator()<logarithm>();
    case square_root:
      return use.template operator()<square_root>();
    case Operation::floor:
      return use.template operator()<Operation::floor>();
    case ceiling:
      return use.template operator()<ceiling>();
    case logistic:
      return use.template operator()<logistic>();
    case logit:
      return use.template operator()<logit>();
    case clamp:
      return use.template operator()<clamp>();
    case choose:
      return use.template operator()<choose>();
    default:
      return use.template operator()<number>();
  }
}

}  // namespace journeylab
