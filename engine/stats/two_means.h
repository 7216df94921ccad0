// Two independent means, one mean of differences, and the relative lift of a mean, from their
// summaries. Definitions and when to use which: engine/methods/means.md. Control comes first;
// confidences are in (0, 1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "stats/estimated.h"
#include "stats/fieller.h"
#include "stats/tails.h"

namespace journeylab {

/// A sample in three numbers; the variance has the divisor n - 1.
struct MeanSummary {
  std::uint64_t n = 0;
  double mean = 0.0;
  double variance = 0.0;
};

/// What a test of means looks for, and at which confidence its interval is.
struct MeanTestOptions {
  double confidence = 0.95;
  Alternative alternative = Alternative::two_sided;
  double null_difference = 0.0;
};

/// A tested effect. df = infinity is the normal. `reason` says why something is missing; the
/// effect is there whenever the summaries have a mean.
struct EffectTest {
  std::optional<double> effect;
  std::optional<double> standard_error;
  double df = 0.0;
  std::optional<double> statistic;
  std::optional<PValue> p_value;
  std::optional<Interval> interval;
  std::string reason;
};

/// Effect -+ error with its test against options.null_difference; no statistic where the error is
/// 0 or the degrees of freedom are.
[[nodiscard]] EffectTest tested_effect(double effect, double error, double df,
                                       const MeanTestOptions& options);

/// Degrees of freedom of a sum of two independent variances with n - 1 each (Satterthwaite 1946).
[[nodiscard]] double satterthwaite_df(double control_variance, std::uint64_t control_n,
                                      double treat_variance, std::uint64_t treat_n);

/// Difference of means with separate variances (Welch 1947): the default.
[[nodiscard]] EffectTest welch_test(const MeanSummary& control, const MeanSummary& treat,
                                    const MeanTestOptions& options);

/// Difference of means with the pooled variance (Student 1908): only where both variances are
/// known to be the same.
[[nodiscard]] EffectTest student_test(const MeanSummary& control, const MeanSummary& treat,
                                      const MeanTestOptions& options);

/// Difference of means with separate variances and the normal quantile; for large n only.
[[nodiscard]] EffectTest z_test(const MeanSummary& control, const MeanSummary& treat,
                                const MeanTestOptions& options);

/// One mean, as of the differences of pairs, by Student's t with n - 1 degrees of freedom.
[[nodiscard]] EffectTest one_mean_test(const MeanSummary& differences,
                                       const MeanTestOptions& options);

/// Equivalence by two one-sided Welch tests (Schuirmann 1987): rejects that the difference of means
/// lies outside (`low`, `high`). The interval is the one at 2 confidence - 1 that belongs to it.
[[nodiscard]] EffectTest equivalence_of_means(const MeanSummary& control, const MeanSummary& treat,
                                              double low, double high, double confidence);

/// Non-inferiority: rejects that treatment's mean is below control's by `margin` > 0 or more.
[[nodiscard]] EffectTest non_inferiority_of_means(const MeanSummary& control,
                                                  const MeanSummary& treat, double margin,
                                                  double confidence);

/// Which quantile an interval of a relative lift reaches to.
enum class LiftQuantile : std::uint8_t {
  normal,
  welch,   ///< Student's, degrees of freedom of Welch's test of the difference
  pooled,  ///< Student's, n_c + n_t - 2; Fieller's with it pools the variances
};

/// A lift with the degrees of freedom of its interval.
struct LiftEstimate {
  Estimated lift;
  double df = 0.0;
};

/// (mean_t - mean_c) / |mean_c| with the delta method's symmetric interval.
[[nodiscard]] LiftEstimate delta_lift_of_means(const MeanSummary& control, const MeanSummary& treat,
                                               double confidence, LiftQuantile quantile);

/// mean_t / mean_c - 1 with the delta method on the logarithm of the ratio; `welch` takes
/// Satterthwaite's degrees of freedom of the two variances on that scale. Needs means of one sign.
/// The standard error is that of the logarithm.
[[nodiscard]] LiftEstimate log_lift_of_means(const MeanSummary& control, const MeanSummary& treat,
                                             double confidence, LiftQuantile quantile);

/// mean_t / mean_c - 1 with Fieller's limits (1954): the one to trust where control's mean is only
/// some standard errors away from 0. No interval, and why, where the limits are unbounded.
[[nodiscard]] LiftEstimate fieller_lift_of_means(const MeanSummary& control,
                                                 const MeanSummary& treat, double confidence,
                                                 LiftQuantile quantile);

}  // namespace journeylab
