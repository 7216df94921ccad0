#include "stats/uniform_boundary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <stdexcept>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <boost/math/special_functions/zeta.hpp>

#include "stats/distributions.h"
#include "stats/root.h"

namespace journeylab {
namespace {

void check(double v, double alpha) {
  if (!(v >= 0.0 && std::isfinite(v))) {
    throw std::invalid_argument("the accumulated variance is not a finite number of at least 0");
  }
  if (!(alpha > 0.0 && alpha < 1.0)) throw std::invalid_argument("alpha is not inside 0 and 1");
}

void check_scale(double scale) {
  if (!(scale > 0.0 && std::isfinite(scale))) {
    throw std::invalid_argument("a scale of the observations is not above 0");
  }
}

// The precision of the mixing distribution (Howard et al. 2021, proposition 3 approximately).
double mixing_rho(const BoundaryTuning& tuning, int sides) {
  const double alpha = sides == 1 ? 2.0 * tuning.alpha : tuning.alpha;
  if (!(alpha > 0.0 && alpha < 1.0 && tuning.variance > 0.0)) {
    throw std::invalid_argument(
        "the tuning needs a variance above 0 and an alpha inside its range");
  }
  const double twice = -2.0 * std::log(alpha);
  return tuning.variance / (twice + std::log1p(twice));
}

double two_sided_with(double v, double alpha, double rho) {
  return std::sqrt((v + rho) * (std::log1p(v / rho) - 2.0 * std::log(alpha)));
}

// Where the mixture's logarithm, rising in the sum, comes to ln(1 / alpha), at most `most`; `guess`
// is of the right size. Far above, the mixture overflows: cut there, so that the root finder sees
// finite values.
double crossing(const std::function<double(double)>& ln_mixture, double alpha, double guess,
                double most = std::numeric_limits<double>::infinity()) {
  constexpr double enough = 700.0;
  const auto excess = [&](double sum) {
    return std::min(ln_mixture(sum), enough) + std::log(alpha);
  };
  double high = std::min(guess / 4.0, most);
  while (high < most && excess(high) < 0.0) high = std::min(2.0 * high, most);
  if (high == most && !(excess(most) > 0.0)) return most;
  return find_root(excess, 0.0, high);
}

// ln of x^a e^-x / Gamma(a).
double ln_gamma_kernel(double a, double x) {
  return std::log(boost::math::gamma_p_derivative(a, x)) + std::log(x);
}

// ln P(a, x) of the incomplete gamma function, or ln Q(a, x) if `upper`. At a very large a the
// library's series do not end; there the first term of Temme's (1979) uniform expansion is
// right to a relative 1 / a.
double ln_gamma_share(double a, double x, bool upper) {
  constexpr double large = 1e6;
  constexpr double very_large = 1e9;
  const bool central = std::abs(x - a) < 4.0 * std::sqrt(a);
  if (a < large || (central && a < very_large)) {
    return std::log(upper ? boost::math::gamma_q(a, x) : boost::math::gamma_p(a, x));
  }
  const double mu = (x - a) / a;
  const double eta = std::copysign(std::sqrt(-2.0 * boost::math::log1pmx(mu)), mu);
  const double factor = std::abs(eta) < 1e-4 ? -1.0 / 3.0 + eta / 12.0 : 1.0 / mu - 1.0 / eta;
  const double rest =
      std::exp(-0.5 * a * eta * eta) / std::sqrt(2.0 * std::numbers::pi * a) * factor;
  const double z = eta * std::sqrt(a);
  const double q = normal_tail(z) + rest;
  const double p = normal_tail(-z) - rest;
  if (upper) return q < 0.5 ? std::log(q) : std::log1p(-p);
  return p < 0.5 ? std::log(p) : std::log1p(-q);
}

}  // namespace

double normal_mixture_two_sided(double v, double alpha, const BoundaryTuning& tuning) {
  check(v, alpha);
  return two_sided_with(v, alpha, mixing_rho(tuning, 2));
}

double normal_mixture_one_sided(double v, double alpha, const BoundaryTuning& tuning) {
  check(v, alpha);
  const double rho = mixing_rho(tuning, 1);
  const auto ln_mixture = [&](double s) {
    const double z = s / std::sqrt(v + rho);
    return 0.5 * std::log(4.0 * rho / (v + rho)) + 0.5 * z * z + ln_normal_tail(-z);
  };
  return crossing(ln_mixture, alpha, two_sided_with(v, alpha, rho));
}

double gamma_exponential_mixture(double v, double alpha, const BoundaryTuning& tuning, double c) {
  check(v, alpha);
  check_scale(c);
  const double rho = mixing_rho(tuning, 1);
  const double r = rho / (c * c);
  const double a = (v + rho) / (c * c);
  const double prior = ln_gamma_kernel(r, r) - ln_gamma_share(r, r, false);
  const auto ln_mixture = [&](double s) {
    const double x = s / c + a;
    return prior + ln_gamma_share(a, x, false) - ln_gamma_kernel(a, x);
  };
  return crossing(ln_mixture, alpha, two_sided_with(v, alpha, rho));
}

double gamma_poisson_mixture(double v, double alpha, const BoundaryTuning& tuning, double c) {
  check(v, alpha);
  check_scale(c);
  const double rho = mixing_rho(tuning, 1);
  const double r = rho / (c * c);
  const double x = (v + rho) / (c * c);
  const double prior = ln_gamma_kernel(r, r) - ln_gamma_share(r, r, true);
  const auto ln_mixture = [&](double s) {
    const double a = s / c + x;
    return prior + ln_gamma_share(a, x, true) - ln_gamma_kernel(a, x);
  };
  return crossing(ln_mixture, alpha, two_sided_with(v, alpha, rho));
}

double beta_binomial_mixture(double v, double alpha, const BoundaryTuning& tuning, double g,
                             double h, int sides) {
  check(v, alpha);
  check_scale(g);
  check_scale(h);
  const double r = std::max(mixing_rho(tuning, sides) - g * h, 1e-3 * g * h);
  const double p = g / (g + h);
  const double up = 1.0 / (h * (g + h));
  const double down = 1.0 / (g * (g + h));
  // The ratio of two beta integrals; the powers of p in front are those of the beta density at p.
  const auto ln_part = [&](double a, double b) {
    const double share = sides == 1 ? boost::math::ibetac(a, b, p) : 1.0;
    return std::log(share) - std::log(boost::math::ibeta_derivative(a, b, p));
  };
  const double prior = ln_part(r * up, r * down);
  const auto ln_mixture = [&](double s) {
    return ln_part((r + v) * up + s / (g + h), (r + v) * down - s / (g + h)) - prior;
  };
  return crossing(ln_mixture, alpha, two_sided_with(v, alpha, r), v / g);
}

double polynomial_stitching(double v, double alpha, const Stitching& stitching) {
  check(v, alpha);
  const auto& [first, c, s, eta] = stitching;
  if (!(first > 0.0 && c >= 0.0 && s > 1.0 && eta > 1.0)) {
    throw std::invalid_argument(
        "stitching needs a first variance above 0, c of at least 0, s and eta above 1");
  }
  const double used = std::max(v, first);
  const double ell = s * std::log(std::log(eta * used / first)) +
                     std::log(boost::math::zeta(s) / (alpha * std::pow(std::log(eta), s)));
  const double k1 = (std::pow(eta, 0.25) + std::pow(eta, -0.25)) / std::sqrt(2.0);
  const double k2 = (std::sqrt(eta) + 1.0) / 2.0;
  const double linear = k2 * c * ell;
  return std::hypot(k1 * std::sqrt(used * ell), linear) + linear;
}

}  // namespace journeylab
