#include "stats/cuped.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <Eigen/Dense>

#include "stats/description.h"

namespace journeylab {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

Matrix covariance_matrix(const ArmMoments& arm) {
  const auto size = static_cast<Eigen::Index>(arm.mean.size());
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Rows>(arm.covariance.data(), size, size);
}

Vector covariate_means(const ArmMoments& arm) {
  const auto size = static_cast<Eigen::Index>(arm.mean.size());
  return Eigen::Map<const Vector>(arm.mean.data(), size).tail(size - 1);
}

// Slopes of variable 0 on the others from their scatter. Covariates are brought to one scale, so
// that which of them repeat others does not depend on their units.
Vector slopes_of(const Matrix& scatter) {
  const Eigen::Index covariates = scatter.rows() - 1;
  Vector scale = scatter.diagonal().tail(covariates).cwiseSqrt();
  for (double& size : scale) size = size > 0.0 ? 1.0 / size : 0.0;
  const Matrix inner =
      scale.asDiagonal() * scatter.bottomRightCorner(covariates, covariates) * scale.asDiagonal();
  const Vector outer = scale.asDiagonal() * scatter.col(0).tail(covariates);
  if (covariates == 1) return scale.asDiagonal() * outer;
  return scale.asDiagonal() * inner.completeOrthogonalDecomposition().solve(outer);
}

Matrix within_scatter(const ArmMoments& control, const ArmMoments& treat) {
  return (static_cast<double>(control.n) - 1.0) * covariance_matrix(control) +
         (static_cast<double>(treat.n) - 1.0) * covariance_matrix(treat);
}

Matrix total_scatter(const ArmMoments& control, const ArmMoments& treat) {
  const auto size = static_cast<Eigen::Index>(control.mean.size());
  const Vector gap = Eigen::Map<const Vector>(treat.mean.data(), size) -
                     Eigen::Map<const Vector>(control.mean.data(), size);
  const auto c = static_cast<double>(control.n);
  const auto t = static_cast<double>(treat.n);
  return within_scatter(control, treat) + c * (t / (c + t)) * gap * gap.transpose();
}

double adjusted_variance(const ArmMoments& arm, const Vector& slopes) {
  const Matrix covariance = covariance_matrix(arm);
  const Eigen::Index covariates = slopes.size();
  const double shared = slopes.dot(covariance.col(0).tail(covariates));
  const double explained =
      slopes.dot(covariance.bottomRightCorner(covariates, covariates) * slopes);
  return std::max(0.0, covariance(0, 0) - 2.0 * shared + explained);
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
      result.covariance.push_back(covariance(i, j));
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
  for (const auto& column : columns) result.mean.push_back(describe(column).mean);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < n; ++k) {
        sum += (columns[i][k] - result.mean[i]) * (columns[j][k] - result.mean[j]);
      }
      result.covariance.push_back(n < 2 ? 0.0 : sum / static_cast<double>(n - 1));
    }
  }
  return result;
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
  const double control_share = static_cast<double>(control.n) /
                               (static_cast<double>(control.n) + static_cast<double>(treat.n));
  const Vector gap = covariate_means(treat) - covariate_means(control);
  const double control_shift = -(1.0 - control_share) * of_control.dot(gap);
  const double treat_shift = control_share * of_treat.dot(gap);
  CupedResult result;
  result.control_mean = control.mean[0] - control_shift;
  result.treat_mean = treat.mean[0] - treat_shift;
  const MeanSummary c{.n = control.n,
                      .mean = result.control_mean,
                      .variance = adjusted_variance(control, of_control)};
  const MeanSummary t{
      .n = treat.n, .mean = result.treat_mean, .variance = adjusted_variance(treat, of_treat)};
  result.test = welch_test(c, t, options);
  if (slope != CupedSlope::per_arm) {
    result.slopes.assign(of_control.data(), of_control.data() + of_control.size());
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
