// Normal posteriors of means or effects, and Gamma posteriors of rates: the chance that one is
// better, what choosing wrongly costs, credible intervals. Closed forms. Theory:
// engine/methods/bayes.md.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/bayes_beta.h"
#include "stats/estimated.h"

namespace journeylab {

struct NormalPosterior {
  double mean = 0.0;
  double deviation = 1.0;  ///< of the posterior, at least 0
};

/// The posterior of an effect from its estimate (normal with the given standard error) and a normal
/// prior; without a prior (the flat one) the estimate itself. Throws std::invalid_argument for
/// deviations that are negative or not finite, or a prior of deviation 0.
[[nodiscard]] NormalPosterior posterior_of(double estimate, double standard_error,
                                           const std::optional<NormalPosterior>& prior);

/// Treatment against control: losses are s phi(d / s) -+ d Phi(-+ d / s) with d the difference of
/// the means and s of the deviations (Raiffa and Schlaifer 1961, chapter 5).
[[nodiscard]] BayesComparison compare_normal(const NormalPosterior& control,
                                             const NormalPosterior& treatment, double credibility);

/// The same for the posterior of an effect itself, held against 0.
[[nodiscard]] BayesComparison judge_effect(const NormalPosterior& effect, double credibility);

/// The chance of each mean to be the largest, by quadrature; deviations above 0.
[[nodiscard]] std::vector<double> normal_chances_best(std::span<const NormalPosterior> arms);

/// Gamma posterior of a rate: shape is prior shape plus events, rate is prior rate plus exposure.
struct GammaPosterior {
  double shape = 1.0;
  double rate = 1.0;
};

/// P(rate of treatment > rate of control), an incomplete beta function. Throws
/// std::invalid_argument for parameters that are not finite and above 0.
[[nodiscard]] double gamma_chance_better(const GammaPosterior& control,
                                         const GammaPosterior& treatment);

}  // namespace journeylab
