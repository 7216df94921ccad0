#include "stats/dunnett.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <stdexcept>

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "stats/distributions.h"
#include "stats/gauss_panel.h"
#include "stats/root.h"

namespace journeylab {
namespace {

constexpr double far_out = 38.0;  // standard deviations beyond which a normal tail underflows

// Arms of one size: T = (load Z0 + own Z_i) / s, so that each T has the variance of Student's t.
struct ArmKind {
  double load = 0.0;
  double own = 1.0;
  double arms = 0.0;
};

std::vector<ArmKind> arm_kinds(const DunnettDesign& design) {
  if (!(design.n_control > 0.0) || design.n_arms.empty()) {
    throw std::invalid_argument("Dunnett's test needs a control with customers and an arm");
  }
  if (!(design.df > 0.0)) throw std::invalid_argument("the degrees of freedom are not above 0");
  if (design.sides != 1 && design.sides != 2) throw std::invalid_argument("sides is not 1 or 2");
  std::map<double, double> arms;
  for (const double n : design.n_arms) {
    if (!(n > 0.0)) throw std::invalid_argument("an arm has no customers");
    arms[n] += 1.0;
  }
  std::vector<ArmKind> kinds;
  for (const auto& [n, count] : arms) {
    const double all = n + design.n_control;
    kinds.push_back(
        {.load = std::sqrt(n / all), .own = std::sqrt(design.n_control / all), .arms = count});
  }
  return kinds;
}

// P(some |load z + own Z_i| > t), or without the bars on one side, given the control's z.
double tail_given(const std::vector<ArmKind>& kinds, double z, double t, int sides) {
  double ln_none = 0.0;
  for (const ArmKind& kind : kinds) {
    double tail = normal_tail((t - kind.load * z) / kind.own);
    if (sides == 2) tail += normal_tail((t + kind.load * z) / kind.own);
    if (tail >= 1.0) return 1.0;
    ln_none += kind.arms * std::log1p(-tail);
  }
  return -std::expm1(ln_none);
}

// The given tail over the control's normal deviation, in panels that are fine where an arm's own
// normal turns from 0 to 1.
double tail_at_known_variance(const std::vector<ArmKind>& kinds, double t, int sides) {
  std::vector<double> breaks;
  const double reach = std::min(far_out, std::max(9.0, std::abs(t) + 9.0));
  for (double z = -reach; z <= reach; z += 1.0) breaks.push_back(z);
  breaks.push_back(reach);
  double narrowest = 1.0;
  for (const ArmKind& kind : kinds) {
    const double width = kind.own / kind.load;
    narrowest = std::min(narrowest, width);
    if (width > 0.5) continue;
    for (const double side : {-1.0, 1.0}) {
      for (double k = -9.0; k <= 9.0; k += 1.5) {
        const double at = side * t / kind.load + k * width;
        if (std::abs(at) < reach) breaks.push_back(at);
      }
    }
  }
  std::sort(breaks.begin(), breaks.end());
  double sum = 0.0;
  double from = breaks.front();
  for (const double to : breaks) {
    // The turns of arms of nearly the same size share their panels.
    if (to - from < 0.5 * narrowest && to != breaks.back()) continue;
    if (to == from) continue;
    for_panel(from, to, [&](double z, double weight) {
      sum += weight * std::exp(-0.5 * z * z) * tail_given(kinds, z, t, sides);
    });
    from = to;
  }
  return sum / std::sqrt(2.0 * std::numbers::pi);
}

// Over s = sqrt(chi-square / df) too, on the scale y = ln(chi-square / 2), where its density is
// log-concave with the standard deviation sqrt(trigamma(df / 2)).
double tail_at_estimated_variance(const std::vector<ArmKind>& kinds, double t,
                                  const DunnettDesign& design) {
  const double a = design.df / 2.0;
  const double middle = boost::math::digamma(a);
  const double deviation = std::sqrt(boost::math::trigamma(a));
  // Downwards the density falls as e^(a y) only, upwards faster than a normal one. Far tails come
  // from small s: the integrand's peak lies ln(1 + t^2 / df) below the middle.
  const double lowest =
      middle - std::log1p(t * t / design.df) - std::max(10.0 * deviation, 60.0 / a);
  double sum = 0.0;
  double all = 0.0;  // 1, but for the rounding of the density at very many degrees of freedom
  for (double low = middle + 8.0 * deviation; low > lowest;) {
    const double high = low;
    // The tail is 1 at most, so that what is left below is its chance at most.
    if (boost::math::gamma_p(a, std::exp(high)) < 1e-14 * sum) break;
    low -= 1.5 * deviation;
    for_panel(low, high, [&](double y, double weight) {
      const double half = std::exp(y);
      const double density = half * boost::math::gamma_p_derivative(a, half);
      if (density == 0.0) return;
      all += weight * density;
      const double s = std::sqrt(half / a);
      sum += weight * density * tail_at_known_variance(kinds, t * s, design.sides);
    });
  }
  return sum / all;
}

double tail_of(const std::vector<ArmKind>& kinds, const DunnettDesign& design, double t) {
  if (design.sides == 2 && t <= 0.0) return 1.0;
  const double tail = std::isinf(design.df) ? tail_at_known_variance(kinds, t, design.sides)
                                            : tail_at_estimated_variance(kinds, t, design);
  return std::clamp(tail, 0.0, 1.0);
}

}  // namespace

double dunnett_tail(const DunnettDesign& design, double t) {
  if (std::isnan(t)) throw std::invalid_argument("a statistic is not a number");
  return tail_of(arm_kinds(design), design, t);
}

std::vector<double> dunnett_p_values(const DunnettDesign& design,
                                     std::span<const double> statistics) {
  const std::vector<ArmKind> kinds = arm_kinds(design);
  std::vector<double> p_values;
  for (const double t : statistics) {
    if (std::isnan(t)) throw std::invalid_argument("a statistic is not a number");
    p_values.push_back(tail_of(kinds, design, design.sides == 2 ? std::abs(t) : t));
  }
  return p_values;
}

double dunnett_critical(const DunnettDesign& design, double alpha) {
  if (!(alpha > 0.0 && alpha < 1.0)) throw std::invalid_argument("alpha is not inside 0 and 1");
  const std::vector<ArmKind> kinds = arm_kinds(design);
  // Between the critical value of one arm and Bonferroni's of all.
  const double one = alpha / design.sides;
  const double arms = static_cast<double>(design.n_arms.size());
  const double low = student_quantile_above(one, design.df);
  if (arms == 1.0) return low;
  const double high = student_quantile_above(one / arms, design.df);
  return find_root([&](double t) { return std::log(tail_of(kinds, design, t) / alpha); }, low,
                   high);
}

}  // namespace journeylab
