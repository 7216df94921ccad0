#include "scenario/apply_operation.h"

#include "scenario/operations.h"

namespace journeylab {

double apply_operation(Operation operation, std::span<const double> operands) noexcept {
  return with_operation(operation, [operands]<Operation op>() {
    double value = apply<op>(operands[0], operands.size() > 1 ? operands[1] : 0.0,
                             operands.size() > 2 ? operands[2] : 0.0);
    if constexpr (op == Operation::minimum || op == Operation::maximum) {
      for (std::size_t i = 2; i < operands.size(); ++i) value = apply<op>(value, operands[i], 0.0);
    }
    return value;
  });
}

}  // namespace journeylab
