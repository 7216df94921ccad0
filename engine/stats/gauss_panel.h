// One panel of Gauss-Legendre quadrature, for integrals whose integrand is smooth over pieces that
// the caller knows.
#pragma once

#include <boost/math/quadrature/gauss.hpp>

namespace journeylab {

/// Calls visit(x, weight) for the 16 points of [low, high]: exact for polynomials of degree 31.
template <typename Visit>
void for_panel(double low, double high, const Visit& visit) {
  using Rule = boost::math::quadrature::gauss<double, 16>;
  const double middle = low + (high - low) / 2.0;
  const double half = (high - low) / 2.0;
  for (std::size_t i = 0; i < Rule::abscissa().size(); ++i) {
    const double weight = half * Rule::weights()[i];
    visit(middle - half * Rule::abscissa()[i], weight);
    visit(middle + half * Rule::abscissa()[i], weight);
  }
}

}  // namespace journeylab
