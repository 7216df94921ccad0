// A formula lowered to a short register program over a customer's columns. Both executors apply the
// same operations to the same operands, one customer or one chunk of customers at a time.
//
// Nothing fails while a program runs. What has no value (log of a negative number, 0/0) is NaN and
// travels through everything that depends on it, comparisons included; an `if` and the second
// operand of `and` and `or` drop it where they do not look. Whoever uses a result refuses NaN.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/columns.h"
#include "scenario/expression.h"
#include "scenario/operations.h"

namespace journeylab {

enum class OperandKind : std::uint8_t { constant, segment_table, column, scratch };

struct Operand {
  OperandKind kind = OperandKind::constant;
  std::uint32_t index = 0;  ///< of the table, column or scratch register
  double value = 0.0;       ///< of a constant
};

/// scratch[result] = operation(a, b, c); operands that the operation does not take are constants 0.
struct Instruction {
  Operation operation = Operation::add;
  Operand a;
  Operand b;
  Operand c;
  std::uint32_t result = 0;
};

struct Program {
  static constexpr std::uint32_t most_registers = 256;

  std::vector<Instruction> code;
  Operand result;
  std::vector<std::vector<double>> tables;  ///< n_segments values each
  std::uint32_t registers = 0;
  std::string text;  ///< the formula as written, for messages

  /// Whether the result is a number that depends on the segment at most.
  [[nodiscard]] bool is_by_segment() const noexcept {
    return result.kind == OperandKind::constant || result.kind == OperandKind::segment_table;
  }
};

/// The value for one customer; `columns` are its own, one number each.
[[nodiscard]] double evaluate(const Program& program, const double* columns,
                              std::uint32_t segment) noexcept;

/// Whether the sizes of what a formula reads and does prove that it gives a finite number: counts,
/// money and clocks are bounded, and sums and products of what is.
[[nodiscard]] bool is_surely_finite(const Program& program, const ColumnLayout& layout);

/// What formulas are lowered against.
struct FormulaContext {
  const ColumnLayout* layout = nullptr;
  double ticks_per_unit = 0.0;
  std::vector<double> assumptions;              ///< their values
  std::vector<std::vector<double>> parameters;  ///< n_segments x n_parameters
};

/// The values of a formula in each segment, where it depends on nothing else.
[[nodiscard]] std::optional<std::vector<double>> values_by_segment(const Expression& formula,
                                                                   const FormulaContext& context);

/// Lowers a formula. What depends on the segment alone is computed now. Throws InputError where a
/// formula needs more registers than there are.
[[nodiscard]] Program lower(const Expression& formula, const FormulaContext& context);

}  // namespace journeylab
