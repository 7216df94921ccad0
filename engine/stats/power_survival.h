// Size of a log-rank test: the events it needs, and the customers who show them in a test with
// staggered entry. Exponential times in closed form; any curve by cells is in power_follow_up.h.
// Theory: engine/methods/power.md.
#pragma once

#include "stats/power_plan.h"

namespace journeylab {

/// How the log-rank statistic's mean is approximated.
enum class EventsModel : std::uint8_t {
  schoenfeld,  ///< (z_a + z_b)^2 / (P (1 - P) ln^2 HR), P = r / (1 + r) (Schoenfeld 1981)
  freedman,    ///< (z_a + z_b)^2 (1 + r HR)^2 / (r (1 - HR)^2) (Freedman 1982)
};

/// Events of both arms together for a hazard ratio (above 0, not 1) of treatment to control. Throws
/// std::invalid_argument outside of the ranges.
[[nodiscard]] double events_for_logrank(double hazard_ratio, EventsModel model,
                                        const SizePlan& plan);

/// The power of a number of events, near tail.
[[nodiscard]] double power_of_events(double hazard_ratio, double events, EventsModel model,
                                     const TestLevel& level, double ratio);

/// Customers enter evenly over `accrual` time (at least 0), then all are followed for `follow_up`
/// more; the event and dropout come at constant rates.
struct ExponentialTest {
  double median_control = 1.0;  ///< of the time to the event, above 0
  double hazard_ratio = 1.0;    ///< treatment over control, above 0
  double accrual = 0.0;
  double follow_up = 0.0;  ///< at least 0; some time in all
  double dropout_hazard = 0.0;
};

/// The chance that a customer's event, of hazard h, is seen before dropout and the end.
[[nodiscard]] double event_chance(double hazard, const ExponentialTest& test);

struct ExponentialSize {
  double events = 0.0;
  double chance_control = 0.0;  ///< of seeing a customer's event
  double chance_treat = 0.0;
  double total = 0.0;  ///< customers of both arms
};

/// Customers for Schoenfeld's events: events over the mean chance of one.
[[nodiscard]] ExponentialSize size_for_exponential(const ExponentialTest& test,
                                                   const SizePlan& plan);

}  // namespace journeylab
