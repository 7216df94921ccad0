#include "stats/means.h"

#include <array>
#include <cmath>

#include "stats/distributions.h"
#include "stats/moments.h"

namespace journeylab {
namespace {

Estimated around(double value, double variance, std::uint64_t n, double confidence) {
  const double error = std::sqrt(variance / static_cast<double>(n));
  const double critical = student_critical(confidence, static_cast<double>(n - 1));
  return {.value = value,
          .standard_error = error,
          .interval = symmetric_interval(value, error, critical),
          .reason = {}};
}

}  // namespace

Interval symmetric_interval(double value, double error, double critical) {
  return {.low = value - critical * error, .high = value + critical * error};
}

Estimated mean_estimate(const Comoments& moments, std::size_t i, double confidence) {
  if (moments.n == 0) return no_estimate("no customers");
  if (moments.n == 1) return no_interval(moments.mean[i], "one customer shows no spread");
  return around(moments.mean[i], moments.variance(i), moments.n, confidence);
}

Estimated ratio_of_means(const Comoments& moments, double confidence) {
  if (moments.n == 0) return no_estimate("no customers");
  const double below = moments.mean[1];
  if (below == 0.0) return no_estimate("the denominator is 0");
  const double ratio = moments.mean[0] / below;
  if (moments.n == 1) return no_interval(ratio, "one customer shows no spread");
  const std::array weights{1.0 / below, -ratio / below};
  return around(ratio, combination_variance(moments, weights), moments.n, confidence);
}

}  // namespace journeylab
