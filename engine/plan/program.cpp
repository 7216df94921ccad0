#include "plan/program.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "scenario/apply_operation.h"

namespace journeylab {
namespace {

// The values of an operation in each of n segments, from those of its operands.
std::vector<double> combine(Operation operation, const std::vector<std::vector<double>>& operands,
                            std::size_t n) {
  std::vector<double> values(n);
  std::vector<double> of_segment(operands.size());
  for (std::size_t s = 0; s < n; ++s) {
    for (std::size_t i = 0; i < operands.size(); ++i) of_segment[i] = operands[i][s];
    values[s] = apply_operation(operation, of_segment);
  }
  return values;
}

// Lowers one formula; `next_register` is the depth of the evaluation stack.
class Lowering {
 public:
  Lowering(const FormulaContext& context, Program& program, const Expression& root)
      : context_(context), program_(program), root_(root) {}

  Operand lower(const Expression& formula, std::uint32_t depth) {
    if (const auto known = values_by_segment(formula, context_)) return table(*known);
    switch (formula.operation) {
      case Operation::attribute:
        return column(context_.layout->attributes[formula.index]);
      case Operation::state:
        return column(context_.layout->state[formula.index]);
      case Operation::time:
        return in_units(column(context_.layout->clock), depth);
      case Operation::first:
        return in_units(column(context_.layout->goal_first[formula.index]), depth);
      case Operation::contacts:
        return column(context_.layout->contacts);
      case Operation::contacts_touchpoint:
        return column(context_.layout->touchpoint_contacts[formula.index]);
      case Operation::contacts_channel:
        return column(context_.layout->channel_contacts[formula.index]);
      case Operation::revenue:
        return column(context_.layout->revenue);
      case Operation::cost:
        return column(context_.layout->cost);
      case Operation::visits:
        return column(context_.layout->visits[formula.index]);
      case Operation::count:
        return column(context_.layout->goal_count[formula.index]);
      case Operation::ended:
        return emit(Operation::equal, depth, column(context_.layout->status),
                    number(formula.index));
      case Operation::minimum:
      case Operation::maximum:
        return chain(formula, depth);
      default:
        return plain(formula, depth);
    }
  }

 private:
  static Operand number(double value) {
    return {.kind = OperandKind::constant, .index = 0, .value = value};
  }

  // A column that no step of this variant writes stays 0.
  static Operand column(ColumnIndex index) {
    if (index == no_column) return number(0.0);
    return {.kind = OperandKind::column, .index = index, .value = 0.0};
  }

  Operand table(const std::vector<double>& values) {
    const auto differs = [&](double value) {
      return !(value == values.front()) && !(std::isnan(value) && std::isnan(values.front()));
    };
    if (std::none_of(values.begin(), values.end(), differs)) return number(values.front());
    program_.tables.push_back(values);
    return {.kind = OperandKind::segment_table,
            .index = static_cast<std::uint32_t>(program_.tables.size() - 1),
            .value = 0.0};
  }

  Operand emit(Operation operation, std::uint32_t depth, Operand a, Operand b = {},
               Operand c = {}) {
    if (depth >= Program::most_registers) {
      throw InputError(Problem{.severity = Severity::error,
                               .place = root_.place,
                               .found = "a formula that is nested too deep",
                               .expected = "less nesting",
                               .nearest = {}});
    }
    program_.code.push_back({.operation = operation, .a = a, .b = b, .c = c, .result = depth});
    program_.registers = std::max(program_.registers, depth + 1);
    return {.kind = OperandKind::scratch, .index = depth, .value = 0.0};
  }

  Operand in_units(Operand ticks, std::uint32_t depth) {
    return emit(Operation::divide, depth, ticks, number(context_.ticks_per_unit));
  }

  Operand chain(const Expression& formula, std::uint32_t depth) {
    Operand result = lower(formula.operands[0], depth);
    for (std::size_t i = 1; i < formula.operands.size(); ++i) {
      result = emit(formula.operation, depth, result, lower(formula.operands[i], depth + 1));
    }
    return result;
  }

  Operand plain(const Expression& formula, std::uint32_t depth) {
    std::array<Operand, 3> operands{};
    for (std::size_t i = 0; i < formula.operands.size(); ++i) {
      operands[i] = lower(formula.operands[i], depth + static_cast<std::uint32_t>(i));
    }
    return emit(formula.operation, depth, operands[0], operands[1], operands[2]);
  }

  const FormulaContext& context_;
  Program& program_;
  const Expression& root_;
};

}  // namespace

double evaluate(const Program& program, const double* columns, std::uint32_t segment) noexcept {
  std::array<double, Program::most_registers> scratch;
  const auto read = [&](const Operand& operand) {
    switch (operand.kind) {
      case OperandKind::constant:
        return operand.value;
      case OperandKind::segment_table:
        return program.tables[operand.index][segment];
      case OperandKind::column:
        return columns[operand.index];
      case OperandKind::scratch:
        return scratch[operand.index];
    }
    return 0.0;
  };
  for (const Instruction& instruction : program.code) {
    const double a = read(instruction.a);
    const double b = read(instruction.b);
    const double c = read(instruction.c);
    scratch[instruction.result] = with_operation(
        instruction.operation, [&]<Operation operation>() { return apply<operation>(a, b, c); });
  }
  return read(program.result);
}

std::optional<std::vector<double>> values_by_segment(const Expression& formula,
                                                     const FormulaContext& context) {
  const std::size_t n = context.parameters.size();
  switch (formula.operation) {
    case Operation::number:
      return std::vector<double>(n, formula.number);
    case Operation::assumption:
      return std::vector<double>(n, context.assumptions[formula.index]);
    case Operation::parameter: {
      std::vector<double> values;
      for (const auto& segment : context.parameters) values.push_back(segment[formula.index]);
      return values;
    }
    default:
      break;
  }
  if (formula.operands.empty()) return std::nullopt;
  std::vector<std::vector<double>> operands;
  for (const Expression& operand : formula.operands) {
    auto values = values_by_segment(operand, context);
    if (!values) return std::nullopt;
    operands.push_back(std::move(*values));
  }
  return combine(formula.operation, operands, n);
}

Program lower(const Expression& formula, const FormulaContext& context) {
  Program program;
  program.text = formula.text;
  program.result = Lowering(context, program, formula).lower(formula, 0);
  return program;
}

}  // namespace journeylab
