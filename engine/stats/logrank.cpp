#include "stats/logrank.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <Eigen/Dense>

#include "stats/tails.h"

namespace journeylab {
namespace {

struct Sums {
  Eigen::VectorXd observed;
  Eigen::VectorXd expected;
  Eigen::MatrixXd variance;

  explicit Sums(Eigen::Index groups)
      : observed(Eigen::VectorXd::Zero(groups)),
        expected(Eigen::VectorXd::Zero(groups)),
        variance(Eigen::MatrixXd::Zero(groups, groups)) {}
};

// Walks one stratum from its first time to its last.
class Walk {
 public:
  Walk(const Stratum& stratum, const RankWeights& weights)
      : stratum_(stratum), weights_(weights), next_(stratum.size()) {
    for (const EventTable& table : stratum) {
      at_risk_.push_back(table.rows.empty() ? 0.0
                                            : static_cast<double>(table.rows.front().at_risk));
    }
    events_.resize(stratum.size());
  }

  void add_to(Sums& sums) {
    while (step()) {
      double n = 0.0;
      double d = 0.0;
      for (std::size_t g = 0; g < events_.size(); ++g) {
        n += before_[g];
        d += events_[g];
      }
      if (d > 0.0) add_time(sums, n, d);
    }
  }

 private:
  // Takes in the next time, if there is one.
  bool step() {
    bool more = false;
    double time = 0.0;
    for (std::size_t g = 0; g < stratum_.size(); ++g) {
      if (next_[g] == stratum_[g].rows.size()) continue;
      const double at = stratum_[g].rows[next_[g]].time;
      if (!more || at < time) time = at;
      more = true;
    }
    if (!more) return false;
    before_ = at_risk_;
    for (std::size_t g = 0; g < stratum_.size(); ++g) {
      events_[g] = 0.0;
      if (next_[g] == stratum_[g].rows.size()) continue;
      const EventRow& row = stratum_[g].rows[next_[g]];
      if (row.time != time) continue;
      events_[g] = static_cast<double>(row.events);
      at_risk_[g] -= static_cast<double>(row.events + row.competing + row.censored);
      ++next_[g];
    }
    return true;
  }

  double weight(double n, double d) {
    if (weights_.kind == RankWeight::gehan_breslow) return n;
    if (weights_.kind == RankWeight::tarone_ware) return std::sqrt(n);
    if (weights_.kind == RankWeight::peto_peto_modified) {
      modified_ *= 1.0 - d / (n + 1.0);
      return modified_;
    }
    const double before = survival_;
    // 1 - S from ln S, so that few events among very many keep their digits.
    const double gone = -std::expm1(ln_survival_);
    survival_ *= (n - d) / n;
    ln_survival_ += std::log1p(-d / n);
    return std::pow(before, weights_.rho) * std::pow(gone, weights_.gamma);
  }

  void add_time(Sums& sums, double n, double d) {
    const double w = weight(n, d);
    const double spread = n > 1.0 ? w * w * d * (n - d) / (n - 1.0) : 0.0;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      const double share = before_[i] / n;
      sums.observed(row) += w * events_[i];
      sums.expected(row) += w * d * share;
      for (std::size_t j = 0; j < events_.size(); ++j) {
        const double other = before_[j] / n;
        sums.variance(row, static_cast<Eigen::Index>(j)) +=
            i == j ? spread * share * ((n - before_[i]) / n) : -spread * share * other;
      }
    }
  }

  const Stratum& stratum_;
  RankWeights weights_;
  std::vector<std::size_t> next_;
  std::vector<double> at_risk_;
  std::vector<double> before_;
  std::vector<double> events_;
  double survival_ = 1.0;
  double ln_survival_ = 0.0;
  double modified_ = 1.0;
};

std::vector<double> copy_of(const Eigen::VectorXd& values) {
  return {values.begin(), values.end()};
}

// The quadratic form over all groups with an expectation but the last of them, whose deviation is
// minus the sum of the others.
void set_statistic(LogRankTest& test, const Sums& sums) {
  std::vector<Eigen::Index> used;
  for (Eigen::Index g = 0; g < sums.expected.size(); ++g) {
    if (sums.expected(g) > 0.0) used.push_back(g);
  }
  if (used.size() < 2) return;
  used.pop_back();
  const Eigen::VectorXd deviation = (sums.observed - sums.expected)(used);
  const Eigen::MatrixXd variance = sums.variance(used, used);
  const Eigen::FullPivLU<Eigen::MatrixXd> solver(variance);
  if (!solver.isInvertible()) return;
  test.chi_square = std::max(deviation.dot(solver.solve(deviation)), 0.0);
  test.df = static_cast<int>(used.size());
  const PValue tail = chi_square_p_value(test.chi_square, test.df);
  test.p_value = tail.p;
  test.ln_p_value = tail.ln_p;
}

}  // namespace

LogRankTest logrank_test(std::span<const Stratum> strata, const RankWeights& weights) {
  const std::size_t groups = strata.empty() ? 0 : strata.front().size();
  Sums sums(static_cast<Eigen::Index>(groups));
  for (const Stratum& stratum : strata) {
    if (stratum.size() != groups) {
      throw std::invalid_argument("strata have different numbers of groups");
    }
    Walk(stratum, weights).add_to(sums);
  }
  LogRankTest test;
  test.observed = copy_of(sums.observed);
  test.expected = copy_of(sums.expected);
  test.variance = copy_of(sums.variance.diagonal());
  set_statistic(test, sums);
  return test;
}

}  // namespace journeylab
