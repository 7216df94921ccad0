#include "stats/root.h"

#include <cmath>
#include <cstdint>

#include <boost/math/tools/toms748_solve.hpp>

namespace journeylab {

double find_root(const std::function<double(double)>& f, double low, double high) {
  const double at_low = f(low);
  const double at_high = f(high);
  if (at_low == 0.0) return low;
  if (at_high == 0.0) return high;
  if ((at_low < 0.0) == (at_high < 0.0)) {
    return std::abs(at_low) < std::abs(at_high) ? low : high;
  }
  std::uintmax_t steps = 400;
  const boost::math::tools::eps_tolerance<double> tight(51);
  const auto [from, to] =
      boost::math::tools::toms748_solve(f, low, high, at_low, at_high, tight, steps);
  return from + (to - from) / 2.0;
}

}  // namespace journeylab
