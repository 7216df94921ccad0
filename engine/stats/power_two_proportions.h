// Power, size and smallest detectable difference of a test of two independent proportions, in the
// models that calculators use. The exact power of a given test is in power_exact.h. Theory and
// choice: engine/methods/power.md.
#pragma once

#include <optional>

#include "stats/power_plan.h"

namespace journeylab {

/// How the variance of the test is taken.
enum class ProportionModel : std::uint8_t {
  unpooled,          ///< each arm's own, with and without effect
  pooled,            ///< without effect that of the mean share (Fleiss 1981): the default
  pooled_corrected,  ///< pooled with a continuity correction (Fleiss, Tytun and Ury 1980)
  arcsine,           ///< on the scale of 2 asin sqrt p (Cohen 1988)
};

/// Shares from 0 to 1.
struct TwoShares {
  double control = 0.0;
  double treat = 0.0;
};

/// 2 asin sqrt p_treat - 2 asin sqrt p_control, without cancellation.
[[nodiscard]] double arcsine_difference(const TwoShares& shares);

/// Sizes with the planned power on the near side. Throws std::invalid_argument for shares outside 0
/// and 1, equal ones, or a plan outside its ranges.
[[nodiscard]] ArmSizes size_for_proportions(const TwoShares& shares, ProportionModel model,
                                            const SizePlan& plan);

/// Equal shares have a power too: the error.
[[nodiscard]] double power_of_proportions(const TwoShares& shares, const ArmSizes& sizes,
                                          ProportionModel model, const TestLevel& level,
                                          PowerTails tails = PowerTails::near);

/// The treatment's share, above control's (`up`) or below it, that is found with the plan's power
/// (its ratio is not read); nothing where even 1 or 0 is not. `difference` is p_treat - p_control.
struct DetectableShare {
  double share = 0.0;
  double difference = 0.0;
};
[[nodiscard]] std::optional<DetectableShare> detectable_share(double control, bool up,
                                                              const ArmSizes& sizes,
                                                              ProportionModel model,
                                                              const SizePlan& plan);

/// Sizes that show that p_treat - p_control is above -margin (margin > 0, higher is better): the
/// variance without effect is that of the restricted maximum of the likelihood at a difference of
/// -margin (Farrington and Manning 1990). The level is that of one side.
[[nodiscard]] ArmSizes size_for_noninferior_proportions(const TwoShares& shares, double margin,
                                                        const SizePlan& plan);

/// Pairs: the same customers under both, `gained` the share that succeeds under treatment alone,
/// `lost` under control alone.
struct DiscordantShares {
  double gained = 0.0;
  double lost = 0.0;
};

/// Number of pairs for McNemar's test (Connor 1987). Throws std::invalid_argument for shares below
/// 0, a sum above 1, or equal ones.
[[nodiscard]] double pairs_for_mcnemar(const DiscordantShares& shares, const SizePlan& plan);

/// Its power with a number of pairs.
[[nodiscard]] double power_of_mcnemar(const DiscordantShares& shares, double pairs,
                                      const TestLevel& level, PowerTails tails = PowerTails::near);

}  // namespace journeylab
