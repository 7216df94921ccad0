#include "stats/spending.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stats/distributions.h"

namespace journeylab {

double error_spent(const Spending& spending, double total, double t) {
  if (t <= 0.0) return 0.0;
  if (t >= 1.0) return total;
  const double g = spending.parameter;
  switch (spending.function) {
    case SpendingFunction::obrien_fleming:
      return 2.0 * normal_tail(normal_quantile_above(total / 2.0) / std::sqrt(t));
    case SpendingFunction::pocock:
      return total * std::log1p((std::numbers::e - 1.0) * t);
    case SpendingFunction::power:
      return total * std::pow(t, g);
    case SpendingFunction::hwang_shih_decani:
      break;
  }
  if (g == 0.0) return total * t;
  return total * (std::expm1(-g * t) / std::expm1(-g));
}

double error_spent_between(const Spending& spending, double total, double from, double to) {
  if (from <= 0.0) return error_spent(spending, total, to);
  if (from >= 1.0) return 0.0;
  const double step = std::min(to, 1.0) - from;
  const double g = spending.parameter;
  switch (spending.function) {
    case SpendingFunction::obrien_fleming:
      break;
    case SpendingFunction::pocock: {
      const double slope = std::numbers::e - 1.0;
      return total * std::log1p(slope * step / (1.0 + slope * from));
    }
    case SpendingFunction::power:
      return total * std::pow(from, g) * std::expm1(g * std::log1p(step / from));
    case SpendingFunction::hwang_shih_decani:
      if (g == 0.0) return total * step;
      return total * std::exp(-g * from) * (std::expm1(-g * step) / std::expm1(-g));
  }
  return error_spent(spending, total, to) - error_spent(spending, total, from);
}

}  // namespace journeylab
