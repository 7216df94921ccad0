// An operation of numbers that are known: what the reader's checks and the compiler of plans fold.
#pragma once

#include <span>

#include "scenario/expression.h"

namespace journeylab {

/// The operation of as many operands as it takes; the smallest and the largest of any
/// number from two on. The meaning is that of operations.h, to the bit.
[[nodiscard]] double apply_operation(Operation operation,
                                     std::span<const double> operands) noexcept;

}  // namespace journeylab
