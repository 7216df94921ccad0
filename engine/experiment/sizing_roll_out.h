// The size that earns the most beside the one that is surest: a test-and-roll on the metric of a
// sizing. Theory: engine/methods/test_and_roll.md.
#pragma once

#include "experiment/sizing.h"
#include "stats/test_and_roll.h"

namespace journeylab {

struct RollOutQuestion {
  double population = 0.0;      ///< customers of test and roll-out together
  std::optional<double> value;  ///< of a conversion; none: the metric is a profit
  std::optional<double>
      prior_deviation;  ///< of a variant's value beforehand, on the metric's scale
};

/// Two variants who are believed to be alike beforehand.
struct RollOutAnswer {
  RollOutQuestion question;
  double prior_deviation = 0.0;  ///< as used, on the metric's scale
  bool prior_from_effect = false;
  TestAndRoll best;       ///< profits in units of value, or of the metric
  TestAndRoll classical;  ///< the same of the sizes of the sizing, where they fit
  bool classical_fits = false;
};

/// The prior's deviation, if none is given, is that at which two variants differ on average by the
/// expected effect: sqrt(pi) / 2 times its size. Throws std::invalid_argument for a metric that is
/// no mean and no share with a value, for more than one variant, and for a population below 2.
[[nodiscard]] RollOutAnswer size_roll_out(const Sizing& sizing, const RollOutQuestion& question);

}  // namespace journeylab
