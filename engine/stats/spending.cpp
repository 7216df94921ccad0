#include "stats/spending.h"

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

}  // namespace journeylab
