// The survival curve of an event table (Kaplan and Meier 1958) with Greenwood's (1926) standard
// error, the cumulative hazard (Nelson 1969, Aalen 1978), and quantiles of the time. Censoring has
// to tell nothing about what would have come; competing endings in the table count as censored
// here, so use stats/cumulative_incidence.h where there are any. Theory:
// engine/methods/survival.md.
#pragma once

#include <optional>
#include <vector>

#include "stats/estimated.h"
#include "stats/event_table.h"

namespace journeylab {

/// The scale on which an interval of survival is symmetric (Kalbfleisch and Prentice 1980).
enum class SurvivalScale : std::uint8_t {
  log_log,  ///< ln(-ln S): stays inside 0 and 1; the default
  plain,    ///< S, cut at 0 and 1
  log,      ///< ln S, cut at 1
};

/// The curve from one distinct time of the table to the next.
struct SurvivalPoint {
  double time = 0.0;
  double survival = 1.0;
  std::optional<double> standard_error = {};  ///< nothing once nobody survives
  std::optional<Interval> interval = {};      ///< pointwise; nothing once nobody survives
  double hazard = 0.0;                        ///< cumulative: the sum of d / n
  double hazard_standard_error = 0.0;         ///< the root of the sum of d / n^2
};

/// One point for each row: S = prod (1 - d/n), its standard error S sqrt(sum d / (n (n - d))).
/// Before the first event S and its limits are 1. `confidence` is in (0, 1).
[[nodiscard]] std::vector<SurvivalPoint> kaplan_meier(const EventTable& table, double confidence,
                                                      SurvivalScale scale = SurvivalScale::log_log);

/// A time; nothing where the curve does not come down to it.
struct SurvivalQuantile {
  std::optional<double> time = {};
  std::optional<double> low = {};
  std::optional<double> high = {};
};

/// The first time at which at most 1 - `share` survive, `share` in (0, 1): the median at 0.5. The
/// limits come from the pointwise limits of the curve (Brookmeyer and Crowley 1982). Where a curve
/// lies at 1 - share (within 1e-8), the middle between reaching it and its next drop, or the last
/// time of the table.
[[nodiscard]] SurvivalQuantile survival_quantile(const EventTable& table, double share,
                                                 double confidence,
                                                 SurvivalScale scale = SurvivalScale::log_log);

}  // namespace journeylab
