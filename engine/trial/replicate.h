// One replicate: a whole simulated test under the scenario's effect and, by the same assignment,
// under none, with every plan applied to the same customers. A pure function of the seed and the
// replicate's number.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "trial/bandit.h"
#include "trial/judge.h"

namespace journeylab {

/// Everything that replicates share.
struct ExperimentSetup {
  const TestModel& model;
  const TestPlan& test;
  std::vector<PreparedDesign> designs;
  std::vector<std::uint64_t> entries;  ///< by day, all arms together
  std::uint32_t entry_days = 0;        ///< of the longest plan
  std::uint32_t last_day = 0;
};

/// What all customers of an arm showed, followed to the last day.
struct ArmTruth {
  Sums sums;
  LifeCounts life;
  void merge(const ArmTruth& other);
};

struct ReplicateResult {
  std::vector<PlanOutcome> effect;  ///< by plan
  std::vector<PlanOutcome> none;    ///< the same where no arm has an effect
  std::vector<ArmTruth> truth;      ///< by arm, of the primary metric, under the effect
};

/// Runs replicates, one after another, on one thread.
class ReplicateRunner {
 public:
  ReplicateRunner(const ExperimentSetup& setup, std::stop_token stop);
  [[nodiscard]] ReplicateResult run(std::uint64_t replicate);

  /// A replicate's test under the effect, as far as the longest plan follows it.
  [[nodiscard]] TestData data_of(std::uint64_t replicate);

 private:
  struct Arms {
    std::vector<std::vector<ArmEntries>> days;            ///< by day from 1, then by arm
    std::vector<std::vector<std::uint64_t>> assigned_by;  ///< by arm, up to each day
    std::vector<std::vector<std::uint64_t>> recorded_by;
  };
  void admit(std::uint64_t replicate);
  void simulate(std::uint64_t replicate, std::size_t arm, bool no_effect, ArmTally& tally);
  [[nodiscard]] std::vector<PlanOutcome> judge_all(std::uint64_t replicate, bool no_effect);
  void count_entered(const PreparedDesign& design, PlanOutcome& outcome) const;

  const ExperimentSetup& setup_;
  TileRunner runner_;
  Arms entered_;
  std::vector<ArmTally> effect_;  ///< by arm
  std::vector<ArmTally> none_;    ///< by arm; control's is not used
  std::vector<ArmTally> bandit_;
};

}  // namespace journeylab
