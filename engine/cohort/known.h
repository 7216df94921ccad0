// What customers who wait together have in common: the columns in which all have the same number.
// That number is kept once, and the columns say nothing of them there. Whoever makes one customer's
// number differ from another's writes the column first.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "plan/columns.h"
#include "plan/plan_value.h"

namespace journeylab {

class Known {
 public:
  Known() = default;
  /// Of so many columns; nothing is known.
  explicit Known(std::size_t n_columns) : numbers_(n_columns, std::bit_cast<double>(varies)) {}

  [[nodiscard]] bool has(ColumnIndex column) const noexcept {
    return std::bit_cast<std::uint64_t>(numbers_[column]) != varies;
  }
  [[nodiscard]] double operator[](ColumnIndex column) const noexcept { return numbers_[column]; }
  void set(ColumnIndex column, double number) noexcept { numbers_[column] = number; }
  void forget(ColumnIndex column) noexcept { numbers_[column] = std::bit_cast<double>(varies); }

  [[nodiscard]] std::size_t size() const noexcept { return numbers_.size(); }
  /// Whether both know the same number, to the bit, or neither knows any.
  [[nodiscard]] bool agree(const Known& other, ColumnIndex column) const noexcept {
    return std::bit_cast<std::uint64_t>(numbers_[column]) ==
           std::bit_cast<std::uint64_t>(other.numbers_[column]);
  }
  [[nodiscard]] bool agree(const Known& other) const noexcept;

  /// Whether a formula reads nothing else, but for numbers of the segment.
  [[nodiscard]] bool has_all_of(const Program& program) const noexcept;
  /// The one number that a value is for all: nothing is drawn, and nothing read that is not known.
  [[nodiscard]] std::optional<double> value_for_all(const PlanValue& value) const noexcept;
  /// A formula that reads nothing else, in a segment.
  [[nodiscard]] double value_in(std::uint32_t segment, const Program& program) const noexcept {
    return evaluate(program, numbers_.data(), segment);
  }

 private:
  // A NaN that no formula gives.
  static constexpr std::uint64_t varies = 0x7FF9'7661'7269'6573;

  std::vector<double> numbers_;
};

}  // namespace journeylab
