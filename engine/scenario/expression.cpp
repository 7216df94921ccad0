#include "scenario/expression.h"

#include <utility>

namespace journeylab {

Expression constant(double number, Place place) {
  Expression expression;
  expression.number = number;
  expression.place = std::move(place);
  return expression;
}

const double* literal(const Expression& expression) noexcept {
  return expression.operation == Operation::number ? &expression.number : nullptr;
}

}  // namespace journeylab
