// Power and size where customers enter over time and are followed until the analysis: retention at
// an age by Kaplan-Meier's estimate, and the log-rank test, for curves of any shape. Theory:
// engine/methods/power.md.
#pragma once

#include <vector>

#include "stats/power_effect.h"

namespace journeylab {

/// When customers enter: the cumulative share that has entered by each time, straight between the
/// times; the first time is that of the first entry, with share 0, and the last share is 1.
struct EntryPattern {
  std::vector<double> time = {};
  std::vector<double> entered = {};
};

/// All customers enter evenly over `accrual` (above 0) from time 0 on.
[[nodiscard]] EntryPattern even_entry(double accrual);

/// The share that has entered by a time.
[[nodiscard]] double entered_by(const EntryPattern& entry, double time);

/// When the data are analysed, and how customers are lost before.
struct StaggeredFollowUp {
  EntryPattern entry = {};
  double analysis = 0.0;        ///< time of the analysis
  double dropout_hazard = 0.0;  ///< at a constant rate, whatever the event
};

/// The share of customers, of those entered by the analysis, who are followed to at least this age.
[[nodiscard]] double followed_to(const StaggeredFollowUp& follow_up, double age);

/// A survival curve as it is known beforehand: remaining shares at rising ages from age 0, where it
/// is 1; it never rises.
struct KnownCurve {
  std::vector<double> age = {};
  std::vector<double> remaining = {};
};

/// n times the variance of Kaplan-Meier's estimate at the curve's last age: S^2 times the sum of
/// (S_i - S_i+1) / (S_i S_i+1 G), Greenwood's formula with the expected numbers at risk, G the
/// share followed (by Simpson's rule inside a cell). S (1 - S) where all are followed. Throws
/// std::invalid_argument for a curve out of shape, and where nobody is followed to its last age.
[[nodiscard]] double retention_variance(const KnownCurve& curve,
                                        const StaggeredFollowUp& follow_up);

/// The chance that a customer's event is seen.
[[nodiscard]] double event_chance(const KnownCurve& curve, const StaggeredFollowUp& follow_up);

/// What the log-rank test sees of two curves on the same ages, in tests of `ratio` customers of
/// treatment for each one of control.
struct RankShift {
  double per_root_customer = 0.0;  ///< mean of the statistic over the root of all customers; above
                                   ///< 0 where treatment has more events
  double event_chance = 0.0;       ///< of a customer of both arms together
  double hazard_ratio = 1.0;       ///< mean over the events: e^(mean / variance of the statistic)
};

/// Cell by cell (Lakatos 1988, eq. 3), each with constant hazards: sum of y_c y_t / (y_c + y_t)
/// (dL_t - dL_c) over the root of the sum of y_c y_t / (y_c + y_t)^2 dN, y the expected numbers at
/// risk. Schoenfeld's formula where hazards are proportional and close. Throws
/// std::invalid_argument for curves that do not match and where no event is seen.
[[nodiscard]] RankShift rank_shift(const KnownCurve& control, const KnownCurve& treat,
                                   const StaggeredFollowUp& follow_up, double ratio);

/// All customers that the log-rank test needs. Throws std::invalid_argument for a shift of 0.
[[nodiscard]] double total_size_for_rank_shift(const RankShift& shift, const SizePlan& plan);

}  // namespace journeylab
