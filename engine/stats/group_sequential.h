// Group sequential designs: a test that may stop at planned looks and keeps its error. Boundaries
// for efficacy, on one side or symmetric on both; the drift they need, and their expected sample
// size. Futility is in group_sequential_futility.h, estimates after stopping in
// group_sequential_stop.h. Assumes a statistic that is normal with independent increments (any
// efficient estimate is, for large samples) and looks chosen without regard to the effect. Theory:
// engine/methods/sequential.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/sequential_density.h"
#include "stats/spending.h"

namespace journeylab {

/// The shape of the boundary u_k at information fraction t_k.
enum class BoundaryShape : std::uint8_t {
  obrien_fleming,  ///< C / sqrt(t) (O'Brien and Fleming 1979)
  pocock,          ///< C (Pocock 1977)
  wang_tsiatis,    ///< C t^(delta - 1/2) (Wang and Tsiatis 1987)
  spending,        ///< by a spending function on each side
};

struct SequentialPlan {
  BoundaryShape shape = BoundaryShape::spending;
  double delta = 0.0;                    ///< of wang_tsiatis
  Spending spending = {};                ///< of spending
  double alpha = 0.05;                   ///< total, over both sides
  int sides = 2;                         ///< 1: stops upwards only; 2: symmetric
  double power = 0.8;                    ///< to cross on the upper side, above alpha / sides
  std::vector<double> information = {};  ///< rising fractions, the last is 1
};

/// Probabilities of one design under one drift; the drift is the mean of Z at full information.
struct CrossingProbabilities {
  std::vector<double> upper = {};     ///< of stopping first at each look, upwards
  std::vector<double> lower = {};     ///< the same downwards
  double expected_information = 0.0;  ///< mean fraction at the stop (at the last look all stop)
};

/// For bounds that hold at each look; infinite ones are never crossed.
[[nodiscard]] CrossingProbabilities crossing_probabilities(std::span<const double> information,
                                                           std::span<const LookBounds> bounds,
                                                           double drift);

/// The bounds of a plan. Throws std::invalid_argument for a plan outside the ranges above.
[[nodiscard]] std::vector<LookBounds> sequential_bounds(const SequentialPlan& plan);

/// Everything about a design.
struct SequentialDesign {
  std::vector<LookBounds> bounds = {};
  double drift = 0.0;      ///< at which the upper side is crossed with the planned power
  double inflation = 1.0;  ///< largest sample size over that of the fixed design
  /// Expected sample size over that of the fixed design, under no drift, half of it, and all.
  double expected_none = 1.0;
  double expected_half = 1.0;
  double expected_full = 1.0;
  CrossingProbabilities none = {};  ///< under no drift
  CrossingProbabilities full = {};  ///< under the drift
};

[[nodiscard]] SequentialDesign sequential_design(const SequentialPlan& plan);

}  // namespace journeylab
