#include "stats/proportion.h"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/beta.hpp>

#include "stats/distributions.h"

namespace journeylab {
namespace {

// Half the distance of the lower end from its conjugate root, times 2 (n + z^2).
double corrected_reach(double x, double others, double z) {
  const double n = x + others;
  return z * std::sqrt(z * z - 2.0 - 1.0 / n + 4.0 * x * ((others + 1.0) / n));
}

// (2x - 1)^2 over the conjugate: the lower end by division, so that a rare event loses no digits.
double corrected_low(double x, double others, double z) {
  if (x == 0.0) return 0.0;
  const double conjugate = 2.0 * x + z * z - 1.0 + corrected_reach(x, others, z);
  const double n = x + others;
  return (2.0 * x - 1.0) / n * (2.0 * x - 1.0) / (2.0 * conjugate);
}

double corrected_high(double x, double failures, double z) {
  if (failures == 0.0) return 1.0;
  const double n = x + failures;
  const double reach = z * std::sqrt(z * z + 2.0 - 1.0 / n + 4.0 * x * ((failures - 1.0) / n));
  return std::min(1.0, (2.0 * x + z * z + 1.0 + reach) / (2.0 * (n + z * z)));
}

}  // namespace

Interval wilson_interval(const ShareTally& share, double confidence) {
  const double z = normal_critical(confidence);
  const auto n = static_cast<double>(share.n);
  const auto x = static_cast<double>(share.successes);
  const auto failures = static_cast<double>(share.n - share.successes);
  const double centre = x + z * z / 2.0;
  const double reach = z * std::sqrt(x * (failures / n) + z * z / 4.0);
  // The product of the two ends is (x / n)^2 n / (n + z^2): the lower one by division, not by
  // subtraction.
  return {.low = x / n * x / (centre + reach),
          .high = failures == 0.0 ? 1.0 : (centre + reach) / (n + z * z)};
}

Interval clopper_pearson_interval(const ShareTally& share, double confidence) {
  const double tail = outside(confidence) / 2.0;
  const auto x = static_cast<double>(share.successes);
  const auto failures = static_cast<double>(share.n - share.successes);
  return {.low = x == 0.0 ? 0.0 : boost::math::ibeta_inv(x, failures + 1.0, tail),
          .high = failures == 0.0 ? 1.0 : boost::math::ibetac_inv(x + 1.0, failures, tail)};
}

Interval wilson_corrected_interval(const ShareTally& share, double confidence) {
  const double z = normal_critical(confidence);
  const auto x = static_cast<double>(share.successes);
  const auto failures = static_cast<double>(share.n - share.successes);
  return {.low = corrected_low(x, failures, z), .high = corrected_high(x, failures, z)};
}

Interval wald_interval(const ShareTally& share, double confidence) {
  const auto n = static_cast<double>(share.n);
  const auto x = static_cast<double>(share.successes);
  const auto failures = static_cast<double>(share.n - share.successes);
  const double reach = normal_critical(confidence) * std::sqrt(x / n * (failures / n) / n);
  return {.low = x / n - reach, .high = x / n + reach};
}

Interval agresti_coull_interval(const ShareTally& share, double confidence) {
  const double z = normal_critical(confidence);
  const double n = static_cast<double>(share.n) + z * z;
  const double p = (static_cast<double>(share.successes) + z * z / 2.0) / n;
  const double reach = z * std::sqrt(p * (1.0 - p) / n);
  return {.low = p - reach, .high = p + reach};
}

Interval jeffreys_interval(const ShareTally& share, double confidence) {
  const double tail = outside(confidence) / 2.0;
  const double alpha = static_cast<double>(share.successes) + 0.5;
  const double beta = static_cast<double>(share.n - share.successes) + 0.5;
  return {.low = boost::math::ibeta_inv(alpha, beta, tail),
          .high = boost::math::ibetac_inv(alpha, beta, tail)};
}

Interval jeffreys_closed_interval(const ShareTally& share, double confidence) {
  const Interval open = jeffreys_interval(share, confidence);
  return {.low = share.successes == 0 ? 0.0 : open.low,
          .high = share.successes == share.n ? 1.0 : open.high};
}

Interval clipped_to_shares(const Interval& interval) {
  return {.low = std::clamp(interval.low, 0.0, 1.0), .high = std::clamp(interval.high, 0.0, 1.0)};
}

Estimated proportion(const ShareTally& share, double confidence) {
  if (share.n == 0) return no_estimate("no customers");
  const auto n = static_cast<double>(share.n);
  const double p = static_cast<double>(share.successes) / n;
  const double q = static_cast<double>(share.n - share.successes) / n;
  return {.value = p,
          .standard_error = std::sqrt(p * q / n),
          .interval = wilson_interval(share, confidence),
          .reason = {}};
}

}  // namespace journeylab
