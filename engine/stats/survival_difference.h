// The share still without the event at one age, compared between two independent arms whose
// customers were not all followed to that age. Theory: engine/methods/survival.md.
#pragma once

#include "stats/estimated.h"
#include "stats/event_table.h"

namespace journeylab {

/// Arm b against arm a.
struct SurvivalComparison {
  Estimated a = {};
  Estimated b = {};
  Estimated difference = {};  ///< b - a
  Estimated relative = {};    ///< b / a - 1, interval by the delta method on the logarithm
  std::optional<double> z = {};
  std::optional<double> p_value = {};  ///< two-sided
};

/// The Kaplan-Meier share at `age` with its interval on the scale of ln(-ln S); where nobody has
/// had the event yet, or nobody is left, Wilson's interval among those still followed. No value
/// where the follow-up ends before `age` while some remain.
[[nodiscard]] Estimated survival_at(const EventTable& table, double age, double confidence);

/// The interval of the difference is built from both arms' own (Zou and Donner 2008), so that it
/// keeps inside -1 and 1; the test is of ln(-ln S) (Klein, Logan, Harhoff and Andersen 2007,
/// section 2), or, where a share is 0 or 1, of the shares with their standard errors. Where nobody
/// is censored before `age` these are Newcombe's interval and the pooled test of two proportions.
[[nodiscard]] SurvivalComparison compare_survival(const EventTable& a, const EventTable& b,
                                                  double age, double confidence);

}  // namespace journeylab
