// Dunnett's (1955) test: many arms against one control, corrected together, with the correlation
// that sharing the control gives them. Single step. Assumes normal estimates with one common
// variance (or known ones: df = infinity); for arms of very different variance, adjust p-values
// (stats/multiplicity.h). Theory: engine/methods/multiplicity.md.
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace journeylab {

struct DunnettDesign {
  double n_control = 0.0;
  std::vector<double> n_arms = {};                      ///< customers of each arm, above 0
  double df = std::numeric_limits<double>::infinity();  ///< of the common variance
  int sides = 2;                                        ///< 1: only arms above control count
};

/// P(largest statistic > t), t of |T| on two sides; the correlation of two arms is l_i l_j with
/// l_i = sqrt(n_i / (n_i + n_control)). By Gauss-Legendre panels over the control's deviation and
/// that of the standard error; relative error below 1e-9 where it is above 1e-50. Throws
/// std::invalid_argument for a design outside the ranges above.
[[nodiscard]] double dunnett_tail(const DunnettDesign& design, double t);

/// The adjusted p-value of each arm's statistic (t of arm minus control).
[[nodiscard]] std::vector<double> dunnett_p_values(const DunnettDesign& design,
                                                   std::span<const double> statistics);

/// The statistic that the largest exceeds with chance alpha in (0, 1): for intervals that hold
/// together.
[[nodiscard]] double dunnett_critical(const DunnettDesign& design, double alpha);

}  // namespace journeylab
