// Size and power of one variant against control, by the kind of the metric. For the sources of this
// room.
#pragma once

#include "experiment/sizing.h"

namespace journeylab {

/// Two arms of a test of which control gets `ratio` customers of the variant for each of its own.
struct SizedPair {
  const SizedMetric& metric;
  const SizedArm& control;
  const SizedArm& treat;
  const StaggeredFollowUp& follow_up;  ///< read by retention from entry and by times
};

/// Entering customers of control that a fixed test needs.
[[nodiscard]] double control_size(const SizedPair& pair, const SizePlan& plan);

/// Its power, near tail.
[[nodiscard]] double pair_power(const SizedPair& pair, const ArmSizes& sizes,
                                const TestLevel& level);

/// The effect of one arm on the scale of the metric.
[[nodiscard]] double effect_between(const SizedPair& pair, double ratio);

/// What the formula takes the analysis to be, in words.
[[nodiscard]] std::string test_words(SizedKind kind);

}  // namespace journeylab
