// What one plan made of one simulated test.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "stats/estimated.h"

namespace journeylab {

enum class Finding : std::uint8_t {
  undecided,  ///< the plan came to its end without an answer
  better,
  worse,
  futile,  ///< stopped for control: 'better' is no longer likely, or would win little
};

/// One variant against control, as reported on the day of its finding.
struct ArmOutcome {
  Finding finding = Finding::undecided;
  bool known = false;  ///< whether there is an estimate
  double effect = 0.0;
  Interval interval = {};
};

struct PlanOutcome {
  std::uint32_t day = 0;          ///< of the decision
  std::uint32_t chosen = 0;       ///< the arm that everybody gets from then on
  bool guardrail_broken = false;  ///< stopped by a guardrail
  bool ratio_broken = false;      ///< the sample ratio says that the data are not to be believed
  std::vector<ArmOutcome> arms;   ///< of arms 1..
  std::vector<std::uint64_t> entered;  ///< by arm: customers who had entered by that day
  /// Of arms 1.., by look until that day: z in favour of the arm, where there is one. A bandit does
  /// not judge by its looks and has none.
  std::vector<std::vector<std::optional<double>>> paths;
};

}  // namespace journeylab
