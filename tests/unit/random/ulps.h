// How far a double is from the true value.
#pragma once

#include <cmath>
#include <limits>

namespace journeylab::test {

/// The distance in units of the last place that a double near `truth` has; 0 where both are the
/// same infinity, infinite where only one is.
inline double ulps_between(double found, long double truth) {
  const auto nearest = static_cast<double>(truth);
  if (!std::isfinite(found) || !std::isfinite(nearest)) {
    return found == nearest ? 0.0 : std::numeric_limits<double>::infinity();
  }
  const double size = std::abs(nearest);
  const double unit = std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
  return static_cast<double>(std::abs(static_cast<long double>(found) - truth) / unit);
}

inline double relative_error(double found, long double truth) {
  if (static_cast<long double>(found) == truth) return 0.0;
  return static_cast<double>(std::abs((static_cast<long double>(found) - truth) / truth));
}

}  // namespace journeylab::test
