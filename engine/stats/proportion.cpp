#include "stats/proportion.h"

#include <cmath>

#include <boost/math/special_functions/beta.hpp>

#include "stats/distributions.h"

namespace journeylab {

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
  const double tail = (1.0 - confidence) / 2.0;
  const auto x = static_cast<double>(share.successes);
  const auto failures = static_cast<double>(share.n - share.successes);
  return {.low = x == 0.0 ? 0.0 : boost::math::ibeta_inv(x, failures + 1.0, tail),
          .high = failures == 0.0 ? 1.0 : boost::math::ibetac_inv(x + 1.0, failures, tail)};
}

Interval agresti_coull_interval(const ShareTally& share, double confidence) {
  const double z = normal_critical(confidence);
  const double n = static_cast<double>(share.n) + z * z;
  const double p = (static_cast<double>(share.successes) + z * z / 2.0) / n;
  const double reach = z * std::sqrt(p * (1.0 - p) / n);
  return {.low = p - reach, .high = p + reach};
}

Interval jeffreys_interval(const ShareTally& share, double confidence) {
  const double tail = (1.0 - confidence) / 2.0;
  const double alpha = static_cast<double>(share.successes) + 0.5;
  const double beta = static_cast<double>(share.n - share.successes) + 0.5;
  return {.low = boost::math::ibeta_inv(alpha, beta, tail),
          .high = boost::math::ibetac_inv(alpha, beta, tail)};
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
