#include "stats/fieller.h"

#include <cmath>

#include "stats/means.h"

namespace journeylab {

std::optional<Interval> fieller_interval(const Measured& control, const Measured& treat,
                                         double critical) {
  // All divided by control squared, so that neither tiny nor huge estimates leave the doubles.
  const double lift = (treat.value - control.value) / control.value;
  const double ratio = treat.value / control.value;
  const double square = critical * critical;
  const double below = square * (control.variance / control.value / control.value);
  const double above = square * (treat.variance / control.value / control.value);
  const double leading = 1.0 - below;
  if (!(leading > 0.0)) return std::nullopt;
  const double inside = ratio * ratio * below + above * leading;
  const double root = std::sqrt(inside);
  return Interval{.low = (lift + below - root) / leading, .high = (lift + below + root) / leading};
}

Estimated relative_difference(const Measured& control, const Measured& treat, double critical) {
  if (control.value == 0.0) return no_estimate("nothing can be relative to control: it is 0");
  const double scale = std::abs(control.value);
  const double ratio = treat.value / scale;
  const double error =
      std::hypot(std::sqrt(treat.variance) / scale, std::sqrt(control.variance) / scale * ratio);
  const double lift = (treat.value - control.value) / scale;
  return {.value = lift,
          .standard_error = error,
          .interval = symmetric_interval(lift, error, critical),
          .reason = {}};
}

}  // namespace journeylab
