// A bandit: the split of each day follows the chance of each arm to be the best, as far as mature
// customers tell (Thompson sampling; Thompson 1933). The posterior does not change within a day, so
// that giving every customer the arm that is best in a draw of its own is a multinomial split by
// those chances, and that is what is drawn.
#pragma once

#include "trial/arm_tally.h"
#include "trial/design.h"
#include "trial/entries.h"
#include "trial/evidence.h"
#include "trial/outcome.h"

namespace journeylab {

/// What a replicate lends to a bandit.
struct BanditRun {
  const TestModel& model;
  const TestPlan& test;
  TileRunner& runner;
  std::vector<ArmTally>& tallies;             ///< by arm; cleared here
  const std::vector<std::uint64_t>& entries;  ///< by day, all arms together
  std::uint64_t replicate = 0;
  bool no_effect = false;  ///< every arm meets control's journey
};

/// The outcome, with who entered by arm.
[[nodiscard]] PlanOutcome run_bandit(const PreparedDesign& design, const BanditRun& run);

/// Chances of the arms to be best, by mature customers at the end of a day; nothing where an arm
/// has fewer than two of them.
[[nodiscard]] std::vector<double> chances_best(const TestData& data, std::uint32_t day);

}  // namespace journeylab
