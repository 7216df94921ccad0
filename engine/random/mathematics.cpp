#include "random/mathematics.h"

#include <array>
#include <cmath>

#include "random/elementary.h"
#include "random/normal.h"

namespace journeylab {
namespace {

// Cody (1969), "Rational Chebyshev approximations for the error function", Math. Comp. 23, 631-637,
// in the form that his ANORM has for the normal integral (Algorithm 715, ACM TOMS 19, 1993). Rising
// powers; the top coefficient of each denominator is 1.
constexpr double central_edge = 0.67448975;
constexpr double middle_edge = 5.656854249492380;  // sqrt(32)
constexpr double root_two_pi_inverse = 0.39894228040143267794;
constexpr std::array<double, 5> central_top = {18154.981253343561249, 1067.6894854603709582,
                                               161.02823106855587881, 2.2352520354606839287,
                                               0.065682337918207449113};
constexpr std::array<double, 5> central_bottom = {45507.789335026729956, 10260.932208618978205,
                                                  976.09855173777669322, 47.20258190468824187, 1.0};
constexpr std::array<double, 9> middle_top = {
    9842.7148383839780218, 11602.651437647350124,  6848.1904505362823326,
    2494.5375852903726711, 597.27027639480026226,  93.506656132177855979,
    8.8831497943883759412, 0.39894151208813466764, 1.0765576773720192317e-8};
constexpr std::array<double, 9> middle_bottom = {
    19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
    18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
    235.38790178262499861, 22.266688044328115691, 1.0};
constexpr std::array<double, 6> far_top = {2.9112874951168792e-5, 1.421619193227893466e-3,
                                           0.022235277870649807,  0.1274011611602473639,
                                           0.21589853405795699,   0.02307344176494017303};
constexpr std::array<double, 6> far_bottom = {7.29751555083966205e-5, 3.78239633202758244e-3,
                                              0.0659881378689285515,  0.468238212480865118,
                                              1.28426009614491121,    1.0};

template <std::size_t n>
double polynomial(const std::array<double, n>& coefficients, double x) noexcept {
  double sum = coefficients[n - 1];
  for (std::size_t power = n - 1; power-- > 0;) sum = sum * x + coefficients[power];
  return sum;
}

/// exp(-y^2 / 2): the square is split so that its rounding does not spoil the tail.
double bell(double y) noexcept {
  const double coarse = std::trunc(y * 16.0) / 16.0;
  const double rest = (y - coarse) * (y + coarse);
  return elementary::exp(-0.5 * coarse * coarse) * elementary::exp(-0.5 * rest);
}

/// P(Z > y) for y beyond the central part.
double upper_tail(double y) noexcept {
  if (y > 40.0) return 0.0;
  if (y <= middle_edge) return bell(y) * polynomial(middle_top, y) / polynomial(middle_bottom, y);
  const double s = 1.0 / (y * y);
  const double ratio = s * polynomial(far_top, s) / polynomial(far_bottom, s);
  return bell(y) * (root_two_pi_inverse - ratio) / y;
}

}  // namespace

double portable_log(double x) noexcept {
  return elementary::log(x);
}

double portable_exp(double x) noexcept {
  return elementary::exp(x);
}

double normal_cumulative(double x) noexcept {
  if (std::isnan(x)) return x;
  const double y = std::abs(x);
  if (y > central_edge) return x < 0.0 ? upper_tail(y) : 1.0 - upper_tail(y);
  const double s = y * y;
  return 0.5 + x * polynomial(central_top, s) / polynomial(central_bottom, s);
}

double normal_quantile(double below, double above) noexcept {
  if (below <= 0.0) return -elementary::infinity;
  if (above <= 0.0) return elementary::infinity;
  return elementary::normal_quantile(below, above);
}

}  // namespace journeylab
