// What a look knows of one arm against control: the estimators of stats on the tallies of a
// simulated test. Arms hold different customers, so nothing is paired.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stats/two_means.h"
#include "trial/arm_tally.h"

namespace journeylab {

/// One simulated test as far as it has been tallied; `arms` is as in the model.
struct TestData {
  const TestModel& model;
  std::vector<const ArmTally*> arms;
  std::uint32_t entry_days = 0;  ///< who enters later belongs to another plan
};

/// The effect of a variant on a metric with its test; z has the sign of the difference. Without a
/// standard error nothing can be said yet.
struct Evidence {
  double effect = 0.0;
  double standard_error = 0.0;
  double z = 0.0;        ///< a score, or the normal deviate of the p-value of Welch's t
  double p_value = 1.0;  ///< two-sided
  Interval interval = {};
  double customers = 0.0;  ///< of both arms, as far as they count
  bool known = false;
};

/// z upwards in favour of the variant, where `direction` is of a good effect; none without
/// evidence.
[[nodiscard]] std::optional<double> favourable_z(const Evidence& evidence,
                                                 double direction) noexcept;

/// What is known at the end of a day, with the interval at a confidence.
[[nodiscard]] Evidence look_at(const TestData& data, std::size_t metric, std::size_t arm,
                               std::uint32_t day, double confidence);

/// The same between two arms whose customers have been put together elsewhere.
[[nodiscard]] Evidence evidence_of_sums(const TestMetric& metric, const Sums& control,
                                        const Sums& treat, double confidence);
[[nodiscard]] Evidence evidence_of_lives(const TestMetric& metric, const LifeCounts& control,
                                         const LifeCounts& treat, double confidence);

/// A metric of one arm as a mean with its variance, for shares, means and ratios; n = 0 where
/// nobody is mature.
[[nodiscard]] MeanSummary arm_summary(const TestData& data, std::size_t metric, std::size_t arm,
                                      std::uint32_t day);

/// z of the guardrail: above 0 as far as the worsening is beyond what is accepted.
[[nodiscard]] std::optional<double> guardrail_excess(const TestData& data, std::size_t metric,
                                                     std::size_t arm, std::uint32_t day);

}  // namespace journeylab
