// The values of one variable for some customers of a tile, side by side, with what sums over them
// need. For the sweep.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cohort/tile.h"
#include "tally/comoments.h"
#include "vector/loops.h"

namespace journeylab {

/// Customers of a tile by position, increasing.
using Members = std::span<const std::uint32_t>;

/// The values of a column for some customers, side by side: where these lie side by side already,
/// they are read where they are; else they are gathered into `room`, of tile_customers.
[[nodiscard]] const double* values_of(const VectorLoops& loops, const double* column,
                                      Members members, AlignedColumn<double>& room);

/// Reads a column, which outlives it.
class Sample {
 public:
  /// Takes the values, and the sum, in the order of the members.
  void take_sum(const VectorLoops& loops, const AlignedColumn<double>& column, Members members);
  /// Takes the values, sum, mean and sum of centred squares: two passes.
  void take(const VectorLoops& loops, const AlignedColumn<double>& column, Members members);

  [[nodiscard]] std::span<const double> values() const noexcept { return {values_, n_}; }
  [[nodiscard]] double sum() const noexcept { return sum_; }
  [[nodiscard]] double mean() const noexcept { return mean_; }
  [[nodiscard]] double square() const noexcept { return square_; }

 private:
  AlignedColumn<double> room_ = AlignedColumn<double>(tile_customers);
  const double* values_ = nullptr;
  std::size_t n_ = 0;
  double sum_ = 0.0;
  double mean_ = 0.0;
  double square_ = 0.0;
};

/// Moments of one to four variables over the same members.
[[nodiscard]] Comoments comoments_of(const VectorLoops& loops,
                                     std::span<const Sample* const> variables);

}  // namespace journeylab
