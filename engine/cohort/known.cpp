#include "cohort/known.h"

#include <algorithm>
#include <cstring>

namespace journeylab {

bool Known::agree(const Known& other) const noexcept {
  return std::memcmp(numbers_.data(), other.numbers_.data(), numbers_.size() * sizeof(double)) == 0;
}

bool Known::has_all_of(const Program& program) const noexcept {
  const auto knows = [this](const Operand& operand) {
    return operand.kind != OperandKind::column || has(operand.index);
  };
  return knows(program.result) &&
         std::all_of(program.code.begin(), program.code.end(), [&](const Instruction& each) {
           return knows(each.a) && knows(each.b) && knows(each.c);
         });
}

std::optional<double> Known::value_for_all(const PlanValue& value) const noexcept {
  if (value.kind != PlanValue::Kind::computed) return std::nullopt;
  if (const auto constant = value.constant()) return constant;
  if (!value.formula.tables.empty() || !has_all_of(value.formula)) return std::nullopt;
  return value_in(0, value.formula);
}

}  // namespace journeylab
