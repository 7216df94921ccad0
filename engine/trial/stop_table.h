// What a group sequential test says at its stop (stats/group_sequential_stop.h), tabulated by look
// and statistic: solving for it takes milliseconds, and every replicate asks. Between nodes a
// quarter of a standard error apart it is cubic, and right to 1e-3 of a standard error.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimated.h"
#include "stats/sequential_density.h"

namespace journeylab {

/// Median-unbiased drift and its stagewise interval; times the standard error at full information
/// they are an effect.
struct StopEstimate {
  double drift = 0.0;
  Interval interval = {};
};

class StopTable {
 public:
  StopTable() = default;
  StopTable(std::span<const double> information, std::span<const LookBounds> bounds,
            double confidence);

  /// For a stop at a look with statistic z; nothing beyond 10, where the table ends.
  [[nodiscard]] std::optional<StopEstimate> at(std::size_t look, double z) const;

 private:
  std::vector<std::vector<StopEstimate>> nodes_;  ///< by look
};

}  // namespace journeylab
