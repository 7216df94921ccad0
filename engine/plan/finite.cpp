#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "plan/program.h"

namespace journeylab {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

// The most that a column of counts, money or clocks can come to: fewer than 2^24 visits of each
// step, each of amounts below 2^40, times below 2^50.
constexpr double most_of_bounded = 1e30;

bool is_bounded(const ColumnLayout& layout, ColumnIndex column) {
  const auto in = [column](const std::vector<ColumnIndex>& columns) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  return column == layout.clock || column == layout.revenue || column == layout.cost ||
         column == layout.contacts || in(layout.touchpoint_contacts) ||
         in(layout.channel_contacts) || in(layout.visits) || in(layout.goal_count);
}

// The largest size of a result, from those of the operands.
double bound_of(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::negate:
    case Operation::absolute:
      return a;
    case Operation::add:
    case Operation::subtract:
      return a + b;
    case Operation::multiply:
      // Zero times infinity is no number.
      return a < unbounded && b < unbounded ? a * b : unbounded;
    case Operation::minimum:
    case Operation::maximum:
      return std::max(a, b);
    case Operation::less:
    case Operation::less_equal:
    case Operation::greater:
    case Operation::greater_equal:
    case Operation::equal:
    case Operation::not_equal:
      return a < unbounded && b < unbounded ? 1.0 : unbounded;
    default:
      return unbounded;
  }
}

}  // namespace

bool is_surely_finite(const Program& program, const ColumnLayout& layout) {
  std::array<double, Program::most_registers> scratch{};
  const auto size_of = [](double number) {
    return std::isnan(number) ? unbounded : std::fabs(number);
  };
  const auto bound = [&](const Operand& operand) {
    switch (operand.kind) {
      case OperandKind::constant:
        return size_of(operand.value);
      case OperandKind::segment_table: {
        double most = 0.0;
        for (const double each : program.tables[operand.index])
          most = std::max(most, size_of(each));
        return most;
      }
      case OperandKind::column:
        return is_bounded(layout, operand.index) ? most_of_bounded : unbounded;
      case OperandKind::scratch:
        return scratch[operand.index];
    }
    return unbounded;
  };
  for (const Instruction& each : program.code) {
    scratch[each.result] = bound_of(each.operation, bound(each.a), bound(each.b));
  }
  return bound(program.result) < 1e300;
}

}  // namespace journeylab
