// Tables of quantiles: of gamma and beta as a piecewise cubic in the normal quantile of the same
// probability, of Poisson as the cumulative probabilities. For the sources of this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "random/curves.h"
#include "random/distribution.h"

namespace journeylab {

struct QuantileTable {
  double origin = 0.0;           ///< the normal quantile where the first cell begins
  double per_unit = 0.0;         ///< cells in a unit of the normal quantile
  double end = 0.0;              ///< the number of cells, less a little
  std::vector<double> constant;  ///< of the cubic of each cell, by rising power
  std::vector<double> linear;
  std::vector<double> square;
  std::vector<double> cube;
  double first_count = 0.0;   ///< Poisson: the count of the first entries of the two below
  std::vector<double> lower;  ///< P(X <= k), rising
  std::vector<double> upper;  ///< P(X > k), falling
};

/// The probabilities between which draws fall.
struct DrawRange {
  Probability lowest;
  Probability highest;
};

/// Cubic Hermite interpolation with exact slopes; the number of cells is doubled until, at the
/// middle of every cell, the interpolant is within 1e-8 of the solved value (which then becomes a
/// node, so that the table's own error is about a sixteenth of that) or 4096 cells are reached.
[[nodiscard]] std::shared_ptr<const QuantileTable> tabulate(const Curve& curve,
                                                            const DrawRange& range);

/// The cumulative probabilities of every count that can be drawn.
[[nodiscard]] std::shared_ptr<const QuantileTable> tabulate_poisson(double mean,
                                                                    const DrawRange& range);

/// A curve's table as loops read it, with nothing between them and its numbers.
struct CurveView {
  const double* constant;
  const double* linear;
  const double* square;
  const double* cube;
  double origin;
  double per_unit;
  double end;
  explicit CurveView(const QuantileTable& table) noexcept
      : constant(table.constant.data()),
        linear(table.linear.data()),
        square(table.square.data()),
        cube(table.cube.data()),
        origin(table.origin),
        per_unit(table.per_unit),
        end(table.end) {}
};

/// The y of a curve at the normal quantile z, held within the table.
[[nodiscard]] inline double interpolated(const CurveView& table, double z) noexcept {
  const double position = (z - table.origin) * table.per_unit;
  const double above = position > 0.0 ? position : 0.0;
  const double inside = above < table.end ? above : table.end;
  const auto index = static_cast<std::int32_t>(inside);
  const double t = inside - static_cast<double>(index);
  return table.constant[index] +
         t * (table.linear[index] + t * (table.square[index] + t * table.cube[index]));
}

/// The smallest tabulated count with P(X <= count) at least p.
[[nodiscard]] inline double tabulated_count(const QuantileTable& table, Probability p) noexcept {
  const bool upper = p.above < p.below;
  const double* entries = upper ? table.upper.data() : table.lower.data();
  std::size_t first = 0;
  for (std::size_t rest = table.lower.size() - 1; rest > 0;) {
    const std::size_t half = (rest + 1) / 2;
    const double entry = entries[first + half - 1];
    const bool reached = upper ? entry <= p.above : entry >= p.below;
    first = reached ? first : first + half;
    rest = reached ? half - 1 : rest - half;
  }
  return table.first_count + static_cast<double>(first);
}

}  // namespace journeylab
