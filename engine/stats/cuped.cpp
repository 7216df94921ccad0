#include "stats/cuped.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <Eigen/Dense>

#include "stats/description.h"

namespace journeylab {
namespace {

// Wider than a double: what a close covariate leaves is a small difference of large terms.
using Real = long double;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
using Vector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;

Matrix covariance_matrix(const ArmMoments& arm) {
  const auto size = static_cast<Eigen::Index>(arm.mean.size());
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto square = [&](const std::vector<double>& cells) -> Matrix {
    return Eigen::Map<const Rows>(cells.data(), size, size).cast<Real>();
  };
  Matrix rounded = square(arm.covariance);
  if (arm.covariance_rounding.empty()) return rounded;
  return rounded + square(arm.covariance_rounding);
}

// Means of treatment less control's.
Vector mean_gaps(const ArmMoments& control, const ArmMoments& treat) {
  const auto size = static_cast<Eigen::Index>(control.mean.size());
  Vector gaps(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    const auto at = static_cast<std::size_t>(i);
    gaps[i] = static_cast<Real>(treat.mean[at]) - static_cast<Real>(control.mean[at]);
    if (!treat.mean_rounding.empty()) gaps[i] += static_cast<Real>(treat.mean_rounding[at]);
    if (!control.mean_rounding.empty()) gaps[i] -= static_cast<Real>(control.mean_rounding[at]);
  }
  return gaps;
}

// Slopes of variable 0 on the others from their scatter. Covariates are brought to one scale, so
// that which of them repeat others does not depend on their units.
Vector slopes_of(const Matrix& scatter) {
  const Eigen::Index covariates = scatter.rows() - 1;
  Vector scale = scatter.diagonal().tail(covariates).cwiseSqrt();
  for (Real& size : scale) size = size > 0 ? 1 / size : 0;
  const Matrix inner =
      scale.asDiagonal() * scatter.bottomRightCorner(covariates, covariates) * scale.asDiagonal();
  const Vector outer = scale.asDiagonal() * scatter.col(0).tail(covariates);
  if (covariates == 1) return scale.asDiagonal() * outer;
  return scale.asDiagonal() * inner.completeOrthogonalDecomposition().solve(outer);
}

Matrix within_scatter(const ArmMoments& control, const ArmMoments& treat) {
  return (static_cast<Real>(control.n) - 1) * covariance_matrix(control) +
         (static_cast<Real>(treat.n) - 1) * covariance_matrix(treat);
}

Matrix total_scatter(const ArmMoments& control, const ArmMoments& treat) {
  const Vector gap = mean_gaps(control, treat);
  const auto c = static_cast<Real>(control.n);
  const auto t = static_cast<Real>(treat.n);
  return within_scatter(control, treat) + c * (t / (c + t)) * gap * gap.transpose();
}

double adjusted_variance(const ArmMoments& arm, const Vector& slopes) {
  const Matrix covariance = covariance_matrix(arm);
  const Eigen::Index covariates = slopes.size();
  const Real shared = slopes.dot(covariance.col(0).tail(covariates));
  const Real explained = slopes.dot(covariance.bottomRightCorner(covariates, covariates) * slopes);
  return static_cast<double>(std::max(Real(0), covariance(0, 0) - 2 * shared + explained));
}

// Why the moments cannot be used; empty if they can.
std::string fault_of(const ArmMoments& control, const ArmMoments& treat, std::size_t outcomes) {
  if (control.n == 0 || treat.n == 0) return "an arm has no customers";
  if (control.n < 2 || treat.n < 2) return "one customer shows no spread";
  if (control.mean.size() != treat.mean.size() || control.mean.size() <= outcomes) {
    return "both arms need the same covariates, one or more";
  }
  const std::size_t cells = control.mean.size() * control.mean.size();
  if (control.covariance.size() != cells || treat.covariance.size() != cells) {
    return "the covariances do not fit the means";
  }
  return {};
}

CupedResult no_result(std::string reason) {
  CupedResult result;
  result.test.reason = std::move(reason);
  return result;
}

// Moments with numerator and denominator replaced by the linear part of their ratio.
ArmMoments linear_part(const ArmMoments& arm) {
  const std::size_t size = arm.mean.size() - 1;
  const double below = arm.mean[1];
  const double ratio = arm.mean[0] / below;
  const auto variables = static_cast<Eigen::Index>(arm.mean.size());
  Matrix weights = Matrix::Zero(static_cast<Eigen::Index>(size), variables);
  weights(0, 0) = 1.0 / below;
  weights(0, 1) = -ratio / below;
  for (Eigen::Index i = 2; i < variables; ++i) weights(i - 1, i) = 1.0;
  const Matrix covariance = weights * covariance_matrix(arm) * weights.transpose();
  ArmMoments result{.n = arm.n, .mean = {ratio}, .covariance = {}};
  result.mean.insert(result.mean.end(), arm.mean.begin() + 2, arm.mean.end());
  for (Eigen::Index i = 0; i < covariance.rows(); ++i) {
    for (Eigen::Index j = 0; j < covariance.cols(); ++j) {
      result.covariance.push_back(static_cast<double>(covariance(i, j)));
    }
  }
  return result;
}

}  // namespace

ArmMoments arm_moments(std::span<const std::vector<double>> columns) {
  ArmMoments result;
  if (columns.empty()) return result;
  const std::size_t n = columns.front().size();
  result.n = n;
  std::vector<Real> mean;
  for (const auto& column : columns) {
    result.mean.push_back(describe(column).mean);
    Real off = 0;
    for (const double value : column) off += static_cast<Real>(value) - result.mean.back();
    off /= static_cast<Real>(std::max<std::size_t>(n, 1));
    result.mean_rounding.push_back(static_cast<double>(off));
    mean.push_back(static_cast<Real>(result.mean.back()) + off);
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      Real sum = 0;
      for (std::size_t k = 0; k < n; ++k) {
        sum += (static_cast<Real>(columns[i][k]) - mean[i]) *
               (static_cast<Real>(columns[j][k]) - mean[j]);
      }
      const Real covariance = n < 2 ? 0 : sum / static_cast<Real>(n - 1);
      result.covariance.push_back(static_cast<double>(covariance));
      const Real rest = covariance - static_cast<Real>(result.covariance.back());
      result.covariance_rounding.push_back(static_cast<double>(rest));
    }
  }
  return result;
}

double mean_gap(const ArmMoments& control, const ArmMoments& treat, std::size_t i) {
  return static_cast<double>(mean_gaps(control, treat)[static_cast<Eigen::Index>(i)]);
}

CupedResult cuped_test(const ArmMoments& control, const ArmMoments& treat, CupedSlope slope,
                       const MeanTestOptions& options) {
  if (std::string fault = fault_of(control, treat, 1); !fault.empty()) {
    return no_result(std::move(fault));
  }
  Vector of_control;
  Vector of_treat;
  if (slope == CupedSlope::per_arm) {
    of_control = slopes_of(covariance_matrix(control));
    of_treat = slopes_of(covariance_matrix(treat));
  } else {
    of_control = slopes_of(slope == CupedSlope::pooled_total ? total_scatter(control, treat)
                                                             : within_scatter(control, treat));
    of_treat = of_control;
  }
  const Real control_share =
      static_cast<Real>(control.n) / (static_cast<Real>(control.n) + static_cast<Real>(treat.n));
  const Vector gaps = mean_gaps(control, treat);
  const Vector gap = gaps.tail(gaps.size() - 1);
  const Real control_shift = -(1 - control_share) * of_control.dot(gap);
  const Real treat_shift = control_share * of_treat.dot(gap);
  CupedResult result;
  result.control_mean = static_cast<double>(control.mean[0] - control_shift);
  result.treat_mean = static_cast<double>(treat.mean[0] - treat_shift);
  // About control's adjusted mean, so that means far from 0 do not round their difference.
  const MeanSummary c{
      .n = control.n, .mean = 0.0, .variance = adjusted_variance(control, of_control)};
  const MeanSummary t{.n = treat.n,
                      .mean = static_cast<double>(gaps[0] - (treat_shift - control_shift)),
                      .variance = adjusted_variance(treat, of_treat)};
  result.test = welch_test(c, t, options);
  if (slope != CupedSlope::per_arm) {
    for (const Real each : of_control) result.slopes.push_back(static_cast<double>(each));
  }
  const double before = control.covariance_of(0, 0) / static_cast<double>(control.n) +
                        treat.covariance_of(0, 0) / static_cast<double>(treat.n);
  const double after =
      c.variance / static_cast<double>(c.n) + t.variance / static_cast<double>(t.n);
  if (before > 0.0) result.variance_left = after / before;
  return result;
}

CupedResult cuped_ratio_test(const ArmMoments& control, const ArmMoments& treat, CupedSlope slope,
                             const MeanTestOptions& options) {
  if (std::string fault = fault_of(control, treat, 2); !fault.empty()) {
    return no_result(std::move(fault));
  }
  if (control.mean[1] == 0.0 || treat.mean[1] == 0.0) return no_result("the denominator is 0");
  return cuped_test(linear_part(control), linear_part(treat), slope, options);
}

}  // namespace journeylab
