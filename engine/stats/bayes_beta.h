// Independent Beta posteriors of success rates: the chance that one is better, what choosing
// wrongly costs, and credible intervals of the difference and the lift, by quadrature in double
// precision. The prior goes into the parameters: prior a and b plus successes and failures. Theory:
// engine/methods/bayes.md.
#pragma once

#include <span>
#include <vector>

#include "stats/estimated.h"

namespace journeylab {

/// Beta(a, b), both above 0 and at most 1e12, where doubles no longer resolve it.
struct BetaPosterior {
  double a = 1.0;
  double b = 1.0;
};

/// What two posteriors say about treatment against control.
struct BayesComparison {
  double chance_better = 0.5;   ///< P(treatment > control)
  double loss_treatment = 0.0;  ///< E max(control - treatment, 0): if treatment is chosen
  double loss_control = 0.0;    ///< E max(treatment - control, 0)
  double difference = 0.0;      ///< posterior mean of treatment - control
  Interval interval = {};       ///< equal-tailed, of the difference
};

/// Absolute error of the chance and relative error of the losses below 1e-9 for parameters up to
/// 1e10. `credibility` is in (0, 1). Throws std::invalid_argument for parameters that are not above
/// 0 and at most 1e12.
[[nodiscard]] BayesComparison compare_beta(const BetaPosterior& control,
                                           const BetaPosterior& treatment, double credibility);

/// Equal-tailed interval of treatment / control - 1; the upper end may be infinite.
[[nodiscard]] Interval beta_lift_interval(const BetaPosterior& control,
                                          const BetaPosterior& treatment, double credibility);

/// The chance of each to be the largest of all; sums to 1 within 1e-9.
[[nodiscard]] std::vector<double> beta_chances_best(std::span<const BetaPosterior> arms);

}  // namespace journeylab
