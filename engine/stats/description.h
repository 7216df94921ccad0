// A column of numbers in a few: exact where naive sums fail. For raw samples, before any test.
#pragma once

#include <cstdint>
#include <span>

#include "stats/two_means.h"

namespace journeylab {

struct Description {
  std::uint64_t n = 0;
  double sum = 0.0;
  double mean = 0.0;       ///< 0 where n is 0
  double variance = 0.0;   ///< divisor n - 1; 0 where n < 2
  double deviation = 0.0;  ///< its root, also where the variance itself underflows
  double least = 0.0;
  double most = 0.0;

  [[nodiscard]] MeanSummary summary() const { return {.n = n, .mean = mean, .variance = variance}; }
};

/// Describes finite numbers. The sum is the rounded exact one (Shewchuk 1997, non-overlapping
/// partial sums), whatever the order and cancellation; mean and variance come from it by doubled
/// precision (Dekker 1971) and are right to the last digits. Equal numbers have variance 0 exactly.
[[nodiscard]] Description describe(std::span<const double> values);

}  // namespace journeylab
