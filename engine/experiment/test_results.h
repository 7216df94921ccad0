// What simulated tests showed of their plans, as plain values ready to be shown. Every interval
// here is simulation noise: it shrinks with more replicates. What the rates and the spreads
// themselves speak of is a real test's noise: what one test with real customers would see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/analysis.h"

namespace journeylab {

/// How a number is spread over the replicates.
struct Spread {
  Estimate mean;
  double low = 0.0;  ///< a tenth of the replicates lie at or below
  double median = 0.0;
  double high = 0.0;  ///< a tenth lie above
};

/// One variant in one simulated test.
struct SamplePath {
  std::string finding;                   ///< "better", "worse", "futile", "undecided"
  std::vector<std::optional<double>> z;  ///< in its favour, by look until the test ended; none
                                         ///< where a look has no evidence
  bool operator==(const SamplePath&) const = default;
};

/// What a plan says of one variant, over the replicates.
struct ArmFindings {
  Estimate better;
  Estimate worse;
  Estimate futile;
  Estimate undecided;
  Estimate chosen;        ///< everybody gets this arm in the end
  Estimate coverage;      ///< the reported interval holds the true effect
  Estimate exaggeration;  ///< type M: mean of |estimate / true effect| among better and worse
  Estimate wrong_sign;    ///< type S: share of wrong signs among better and worse
  std::vector<SamplePath> paths;  ///< of the first replicates
};

/// How many tests decided on a day, or came to their end on it.
struct StopCount {
  std::uint32_t day = 0;
  std::uint64_t tests = 0;
};

/// A plan in one world: under the scenario's effect, or under none.
struct WorldFindings {
  Estimate found;  ///< some variant is called better or worse: under none a false alarm
  Estimate right;  ///< some variant is called what it is: the power; empty under none
  std::vector<ArmFindings> arms;  ///< of the variants, in the order of TestResults::arms
  Estimate keeps_control;
  Estimate guardrail_broken;
  Estimate ratio_broken;         ///< the sample ratio test says not to believe the data
  Spread day;                    ///< of the decision
  std::vector<StopCount> stops;  ///< days on which some test decided, rising
  Spread customers;              ///< who entered by then, all arms together
  Estimate lost_testing;         ///< of the value metric, against everybody getting the best arm
  Estimate lost_after;           ///< the same, from the decision to the end of the period
};

/// One look of a plan.
struct LookResult {
  std::uint32_t day = 0;
  double mature = 0.0;  ///< customers expected to be mature, all arms together
  std::optional<double> information;
  std::optional<double> lower;  ///< bounds of z in favour of the variant
  std::optional<double> upper;
};

struct PlanResult {
  std::string name;
  std::string description;
  std::string design;
  std::uint32_t entry_days = 0;
  std::uint32_t last_day = 0;
  double customers = 0.0;  ///< that the longest course takes, expected
  double alpha = 0.05;
  double nominal_coverage = 0.95;
  std::string correction;
  bool claims_alpha = true;  ///< whether the design promises that false alarms stay below alpha
  std::vector<LookResult> looks;
  WorldFindings none;
  WorldFindings effect;
};

struct TestArmResult {
  std::string name;
  double share = 0.0;
  Estimate true_effect;  ///< of the deciding metric against control; empty for control
  Estimate value;        ///< of the value metric, per customer
};

struct TestResults {
  std::string version;
  std::uint64_t seed = 1;
  std::uint64_t replicates = 0;  ///< done
  std::uint64_t planned = 0;
  std::optional<double> precision;  ///< half the width that ended the replicates, where asked for
  bool complete = true;
  double confidence = 0.95;  ///< of the intervals of simulation noise
  std::string metric;
  std::size_t metric_number = 0;  ///< in Scenario::metrics
  std::string effect_scale;       ///< "difference", "log hazard ratio"
  std::uint32_t window = 0;       ///< days until a customer is mature; 0: censored at the look
  std::string value_metric;       ///< empty: no regret, `value_reason` says why
  std::string value_reason;
  double traffic = 0.0;
  std::uint32_t days = 0;  ///< of entry, where a plan does not say it
  std::uint32_t period = 0;
  std::vector<TestArmResult> arms;  ///< control first
  std::vector<PlanResult> plans;
  std::vector<std::string> notes;
};

}  // namespace journeylab
