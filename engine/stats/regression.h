// The effect of treatment as a coefficient of least squares on rows: analysis of covariance, and
// Lin's with interactions, with standard errors that allow for unequal variances. For raw data;
// from summaries there is cuped.h. Formulas: engine/methods/cuped.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/cuped.h"

namespace journeylab {

/// One row a customer: outcome, whether treated, and one column a covariate.
struct RegressionRows {
  std::span<const double> outcome;
  std::span<const std::uint8_t> treated;  ///< 0 or 1
  std::span<const std::vector<double>> covariates;
};

enum class RegressionModel : std::uint8_t {
  ancova,      ///< y ~ 1 + arm + (x - mean x), classical error, Student's t (Fisher 1932)
  ancova_hc2,  ///< the same coefficient, HC2 error (MacKinnon and White 1985), normal quantile
  lin_hc2,     ///< y ~ 1 + arm * (x - mean x), HC2 error, normal quantile (Lin 2013)
};

/// The coefficient of the arm. The slopes are those of the covariates (in control, for `lin_hc2`);
/// the means those that the model has at the overall mean of the covariates. No answer, and why,
/// where columns repeat each other, or rows are too few, or one row alone fixes a coefficient.
[[nodiscard]] CupedResult regression_effect(const RegressionRows& rows, RegressionModel model,
                                            const MeanTestOptions& options);

}  // namespace journeylab
