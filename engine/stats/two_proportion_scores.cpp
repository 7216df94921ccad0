#include "stats/two_proportion_scores.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "stats/root.h"

namespace journeylab {
namespace {

struct Table {
  double control_n = 0.0;
  double control_x = 0.0;
  double treat_n = 0.0;
  double treat_x = 0.0;

  Table(const ShareTally& control, const ShareTally& treat)
      : control_n(static_cast<double>(control.n)),
        control_x(static_cast<double>(control.successes)),
        treat_n(static_cast<double>(treat.n)),
        treat_x(static_cast<double>(treat.successes)) {}

  [[nodiscard]] double n() const { return control_n + treat_n; }
  [[nodiscard]] double x() const { return control_x + treat_x; }
  [[nodiscard]] double control_failures() const { return control_n - control_x; }
  [[nodiscard]] double treat_failures() const { return treat_n - treat_x; }
};

// Score of the risk ratio under test. With S the linear term and R the root of the discriminant of
// the quadratic for control's proportion, that proportion is 2 x / (S + R); both failure shares are
// (R - K) / ..., by the conjugate where K > 0.
double risk_ratio_score(const Table& table, double ratio, double scale) {
  const double a = ratio * (table.treat_n + table.control_x);
  const double b = table.control_n + table.treat_x;
  const double root = std::hypot(
      a - b, 2.0 * std::sqrt(ratio * table.treat_failures()) * std::sqrt(table.control_failures()));
  const double control = 2.0 * table.x() / (a + b + root);
  const double treat = ratio * control;
  const double control_excess = a + b - 2.0 * table.n() * ratio;
  const double control_rest =
      control_excess > 0.0
          ? 2.0 * (1.0 - ratio) * table.control_failures() / (root + control_excess)
          : (root - control_excess) / (2.0 * table.n() * ratio);
  const double treat_excess = a + b - 2.0 * table.n();
  const double treat_rest =
      treat_excess > 0.0 ? 2.0 * (ratio - 1.0) * table.treat_failures() / (root + treat_excess)
                         : (root - treat_excess) / (2.0 * table.n());
  const double numerator =
      table.treat_x / table.treat_n - ratio * (table.control_x / table.control_n);
  if (numerator == 0.0) return 0.0;
  const double variance = treat * std::max(treat_rest, 0.0) / table.treat_n +
                          ratio * ratio * control * std::max(control_rest, 0.0) / table.control_n;
  return numerator / std::sqrt(scale * variance);
}

// Score of the odds ratio under test, for a table whose successes are not the more frequent.
double odds_ratio_score(const Table& table, double odds) {
  const double excess = odds - 1.0;
  const double c = table.control_n;
  const double t = table.treat_n;
  const double m = table.x();
  const double linear = odds * t + c - m * excess;
  const double root = excess >= 0.0 ? std::hypot(linear, 2.0 * std::sqrt(c * excess) * std::sqrt(m))
                                    : std::sqrt((c + m * excess) * (c + m * excess) +
                                                odds * t * (2.0 * (c - m * excess) + odds * t));
  const double control =
      linear >= 0.0 ? 2.0 * m / (linear + root) : (root - linear) / (2.0 * c * excess);
  const double control_rest = 1.0 - control;
  const double treat = odds * control / (control_rest + odds * control);
  const double treat_rest = control_rest / (control_rest + odds * control);
  // Of the smaller arm, whose expectation has the smaller rounding.
  const double numerator = t <= c ? table.treat_x - t * treat : c * control - table.control_x;
  if (numerator == 0.0) return 0.0;
  const double information = 1.0 / (c * control * control_rest) + 1.0 / (t * treat * treat_rest);
  return numerator * std::sqrt(information * ((table.n() - 1.0) / table.n()));
}

// Where a score that falls with the logarithm of the ratio comes to `level`, searched from `start`
// in steps that double.
double solve_logarithm(const std::function<double(double)>& score, double start, double level) {
  const auto distance = [&](double logarithm) { return score(std::exp(logarithm)) - level; };
  constexpr double furthest = 690.0;
  double near = start;
  double step = distance(start) > 0.0 ? 0.25 : -0.25;
  double far = start + step;
  while (std::abs(far) < furthest && (distance(far) > 0.0) == (step > 0.0)) {
    near = far;
    step *= 2.0;
    far = std::clamp(far + step, -furthest, furthest);
  }
  return std::exp(find_root(distance, std::min(near, far), std::max(near, far)));
}

Interval limits(const std::function<double(double)>& score, double start, double z, bool none_below,
                bool none_above) {
  return {.low = none_below ? 0.0 : solve_logarithm(score, start, z),
          .high = none_above ? std::numeric_limits<double>::infinity()
                             : solve_logarithm(score, start, -z)};
}

}  // namespace

Interval risk_ratio_limits(const ShareTally& control, const ShareTally& treat, double z,
                           double scale) {
  const Table table(control, treat);
  const double start = std::log((table.treat_x + 0.5) / (table.treat_n + 0.5) *
                                ((table.control_n + 0.5) / (table.control_x + 0.5)));
  return limits([&](double ratio) { return risk_ratio_score(table, ratio, scale); }, start, z,
                table.treat_x == 0.0, table.control_x == 0.0);
}

Interval odds_ratio_limits(const ShareTally& control, const ShareTally& treat, double z) {
  if (control.successes + treat.successes > (control.n + treat.n) / 2) {
    // Counting failures turns every odds ratio into its inverse.
    const ShareTally control_failures{.n = control.n, .successes = control.n - control.successes};
    const ShareTally treat_failures{.n = treat.n, .successes = treat.n - treat.successes};
    return odds_ratio_limits(treat_failures, control_failures, z);
  }
  const Table table(control, treat);
  const double start = std::log((table.treat_x + 0.5) / (table.treat_failures() + 0.5) *
                                ((table.control_failures() + 0.5) / (table.control_x + 0.5)));
  return limits([&](double odds) { return odds_ratio_score(table, odds); }, start, z,
                table.treat_x == 0.0 || table.control_failures() == 0.0,
                table.control_x == 0.0 || table.treat_failures() == 0.0);
}

}  // namespace journeylab
