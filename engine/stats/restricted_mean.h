// The restricted mean survival time: the area under the Kaplan-Meier curve up to a fixed time, and
// its difference and ratio between two independent arms. Needs no proportional hazards. Theory:
// engine/methods/survival.md.
#pragma once

#include "stats/estimated.h"
#include "stats/event_table.h"

namespace journeylab {

/// The area up to `until` > 0, with its standard error: the root of sum A^2 d / (n (n - d)), A the
/// area from the row's time to `until` (Klein and Moeschberger 2003, eq. 4.5.2, without their
/// small-sample factor), and the normal interval. No value where the follow-up ends before `until`
/// while some survive. Competing endings count as censored.
[[nodiscard]] Estimated restricted_mean(const EventTable& table, double until, double confidence);

/// Arm b against arm a.
struct RestrictedMeanComparison {
  Estimated a = {};
  Estimated b = {};
  Estimated difference = {};  ///< b - a, normal interval
  Estimated ratio = {};  ///< b / a, interval by the delta method on its logarithm (Uno et al. 2014)
  std::optional<double> z = {};
  std::optional<double> p_value = {};     ///< two-sided
  std::optional<double> ln_p_value = {};  ///< finite where p_value underflows
};

[[nodiscard]] RestrictedMeanComparison compare_restricted_means(const EventTable& a,
                                                                const EventTable& b, double until,
                                                                double confidence);

}  // namespace journeylab
