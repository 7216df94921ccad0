// A tile: 4096 customers with consecutive numbers and, for each variant, what the metrics need of
// each of them. Executors fill it, in batches of any size; the sweep turns it into tallies, segment
// by segment and in each in the order of customers, so that sums do not depend on batches.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "vector/aligned_column.h"

namespace journeylab {

inline constexpr std::size_t tile_customers = 4096;

/// What a metric needs of each customer, by kind: a share: 0 or 1; a mean: its value; a ratio:
/// numerator and denominator; a return after a goal: the flag and whether the goal was reached;
/// retention: cells covered (-1: not entered, and nothing else is said), cell of the ending (the
/// number of cells: none), and 1 if the ending counts, else 0; time to a goal: restricted time in
/// time units, and first reach in ticks.
struct MetricColumns {
  static constexpr std::size_t most_values = 3;
  std::array<AlignedColumn<double>, most_values> values;  ///< tile_customers each, where used
};

/// How a tile's customers lie in its columns.
enum class TileOrder : std::uint8_t {
  by_number,
  by_segment,  ///< and in a segment by number: sums over a segment are sums over neighbours
};

struct Tile {
  std::uint64_t first_customer = 0;
  std::size_t n = 0;
  TileOrder order = TileOrder::by_number;
  AlignedColumn<std::uint32_t> place;                  ///< number less first_customer; padded
  AlignedColumn<std::uint64_t> key;                    ///< tile_customers: of their draws
  AlignedColumn<std::uint32_t> segment;                ///< tile_customers
  std::vector<AlignedColumn<double>> attributes;       ///< n_attributes x tile_customers
  std::vector<std::vector<std::uint8_t>> populations;  ///< by metric; empty: everybody
  std::vector<std::vector<MetricColumns>> variants;    ///< n_variants x n_metrics
};

}  // namespace journeylab
