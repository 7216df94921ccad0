#include "stats/regression.h"

#include <cmath>
#include <limits>
#include <span>
#include <string>

#include <Eigen/Dense>

#include "stats/description.h"

namespace journeylab {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

CupedResult no_result(std::string reason) {
  CupedResult result;
  result.test.reason = std::move(reason);
  return result;
}

std::string fault_of(const RegressionRows& rows) {
  const std::size_t n = rows.outcome.size();
  if (rows.treated.size() != n) return "the arm's column has another length than the outcome's";
  for (const auto& column : rows.covariates) {
    if (column.size() != n) return "a covariate's column has another length than the outcome's";
  }
  std::size_t treated = 0;
  for (const std::uint8_t arm : rows.treated) treated += arm != 0 ? 1 : 0;
  if (treated == 0 || treated == n) return "an arm has no customers";
  return {};
}

// Less their mean, in two steps: far from 0 the first mean is itself rounded.
Vector centred(std::span<const double> values) {
  const auto n = static_cast<Eigen::Index>(values.size());
  const Vector once = Eigen::Map<const Vector>(values.data(), n).array() - describe(values).mean;
  return once.array() - once.mean();
}

// Columns 1, arm, covariates (centred, in standard deviations), and their products with the arm.
struct Design {
  Matrix columns;
  std::vector<double> scale;  // of the covariates

  Design(const RegressionRows& rows, bool interacted) {
    const auto n = static_cast<Eigen::Index>(rows.outcome.size());
    const auto covariates = static_cast<Eigen::Index>(rows.covariates.size());
    columns = Matrix::Zero(n, 2 + covariates * (interacted ? 2 : 1));
    columns.col(0).setOnes();
    for (Eigen::Index i = 0; i < n; ++i) {
      columns(i, 1) = rows.treated[static_cast<std::size_t>(i)] != 0 ? 1.0 : 0.0;
    }
    for (Eigen::Index k = 0; k < covariates; ++k) {
      const std::vector<double>& values = rows.covariates[static_cast<std::size_t>(k)];
      const double deviation = describe(values).deviation;
      scale.push_back(deviation > 0.0 ? deviation : 1.0);
      columns.col(2 + k) = centred(values) / scale.back();
      if (interacted) {
        columns.col(2 + covariates + k) = columns.col(2 + k).cwiseProduct(columns.col(1));
      }
    }
  }
};

// Least squares by rotation with pivoting.
struct Fit {
  Vector coefficients;
  Vector residuals;
  Vector leverages;
  Vector influence;  // what each row's residual adds to the arm's coefficient
  bool full_rank = false;

  Fit(const Matrix& design, const Vector& outcome) {
    const Eigen::ColPivHouseholderQR<Matrix> rotation(design);
    full_rank = rotation.rank() == design.cols();
    if (!full_rank) return;
    const Eigen::Index width = design.cols();
    const Matrix basis = rotation.householderQ() * Matrix::Identity(design.rows(), width);
    coefficients = rotation.solve(outcome);
    residuals = outcome - design * coefficients;
    leverages = basis.rowwise().squaredNorm();
    const Matrix inverse = rotation.matrixR()
                               .topLeftCorner(width, width)
                               .triangularView<Eigen::Upper>()
                               .solve(Matrix::Identity(width, width));
    const Matrix ordered = rotation.colsPermutation() * inverse;
    influence = basis * ordered.row(1).transpose();
  }

  [[nodiscard]] double classical_error(double df) const {
    return std::sqrt(residuals.squaredNorm() / df) * influence.norm();
  }
  // NaN-free: negative where a row's leverage is 1, so that its residual says nothing.
  [[nodiscard]] double hc2_error() const {
    constexpr double least_freedom = 1e-10;
    double sum = 0.0;
    for (Eigen::Index i = 0; i < residuals.size(); ++i) {
      const double freedom = 1.0 - leverages(i);
      if (freedom < least_freedom) return -1.0;
      const double part = influence(i) * residuals(i);
      sum += part * part / freedom;
    }
    return std::sqrt(sum);
  }
};

}  // namespace

CupedResult regression_effect(const RegressionRows& rows, RegressionModel model,
                              const MeanTestOptions& options) {
  if (std::string fault = fault_of(rows); !fault.empty()) return no_result(std::move(fault));
  const bool interacted = model == RegressionModel::lin_hc2;
  const Design design(rows, interacted);
  const auto n = static_cast<Eigen::Index>(rows.outcome.size());
  const double df = static_cast<double>(n) - static_cast<double>(design.columns.cols());
  if (df < 1.0) return no_result("fewer customers than the model has coefficients");
  const double outcome_mean = describe(rows.outcome).mean;
  const Fit fit(design.columns, centred(rows.outcome));
  if (!fit.full_rank) return no_result("a covariate is constant or repeats others");
  const bool classical = model == RegressionModel::ancova;
  const double error = classical ? fit.classical_error(df) : fit.hc2_error();
  if (error < 0.0) return no_result("one customer alone fixes a coefficient");
  CupedResult result;
  for (std::size_t k = 0; k < design.scale.size(); ++k) {
    result.slopes.push_back(fit.coefficients(static_cast<Eigen::Index>(k) + 2) / design.scale[k]);
  }
  result.control_mean = fit.coefficients(0) + outcome_mean;
  result.treat_mean = result.control_mean + fit.coefficients(1);
  result.test = tested_effect(fit.coefficients(1), error,
                              classical ? df : std::numeric_limits<double>::infinity(), options);
  return result;
}

}  // namespace journeylab
