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

// Observed less expected treatment successes, from the cell of the smallest expectation: all four
// differ by the same count, and that one has the smallest rounding.
double odds_ratio_excess(const Table& table, double control, double control_rest, double treat,
                         double treat_rest) {
  struct Cell {
    double expected;
    double excess;
  };
  const double by_control = table.control_n * control;
  const double by_control_rest = table.control_n * control_rest;
  const double by_treat = table.treat_n * treat;
  const double by_treat_rest = table.treat_n * treat_rest;
  return std::min({Cell{by_control, by_control - table.control_x},
                   Cell{by_control_rest, table.control_failures() - by_control_rest},
                   Cell{by_treat, table.treat_x - by_treat},
                   Cell{by_treat_rest, by_treat_rest - table.treat_failures()}},
                  [](const Cell& one, const Cell& other) { return one.expected < other.expected; })
      .excess;
}

// Score of the odds ratio under test. Control's proportion is the root in (0, 1) of
// c (odds - 1) p^2 + linear p - m = 0, its complement that of the same with successes and failures
// exchanged; each by itself, so that neither loses digits beside 0.
double odds_ratio_score(const Table& table, double odds) {
  const double above = odds - 1.0;
  const double c = table.control_n;
  const double t = table.treat_n;
  const double m = table.x();
  const double failures = table.control_failures() + table.treat_failures();
  const double linear = (c + m) + odds * (table.treat_failures() - table.control_x);
  const double linear_rest = (table.treat_x - table.control_failures()) + odds * (c + failures);
  const double root =
      above >= 0.0
          ? std::hypot(linear, 2.0 * std::sqrt(c * above) * std::sqrt(m))
          : std::hypot(linear_rest, 2.0 * std::sqrt(-c * above) * std::sqrt(odds * failures));
  const double control =
      linear >= 0.0 ? 2.0 * m / (linear + root) : (root - linear) / (2.0 * c * above);
  const double control_rest = linear_rest >= 0.0 ? 2.0 * failures * odds / (linear_rest + root)
                                                 : (linear_rest - root) / (2.0 * c * above);
  const double treat = odds * control / (control_rest + odds * control);
  const double treat_rest = control_rest / (control_rest + odds * control);
  const double excess = odds_ratio_excess(table, control, control_rest, treat, treat_rest);
  if (excess == 0.0) return 0.0;
  const double information = 1.0 / (c * control * control_rest) + 1.0 / (t * treat * treat_rest);
  return excess * std::sqrt(information * ((table.n() - 1.0) / table.n()));
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
  const Table table(control, treat);
  const double start = std::log((table.treat_x + 0.5) / (table.treat_failures() + 0.5) *
                                ((table.control_failures() + 0.5) / (table.control_x + 0.5)));
  return limits([&](double odds) { return odds_ratio_score(table, odds); }, start, z,
                table.treat_x == 0.0 || table.control_failures() == 0.0,
                table.control_x == 0.0 || table.treat_failures() == 0.0);
}

}  // namespace journeylab
