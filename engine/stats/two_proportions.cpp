#include "stats/two_proportions.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"
#include "stats/proportion.h"
#include "stats/root.h"

namespace journeylab {
namespace {

double share_of(const ShareTally& arm) {
  return static_cast<double>(arm.successes) / static_cast<double>(arm.n);
}

double variance_of(const ShareTally& arm) {
  const auto n = static_cast<double>(arm.n);
  return share_of(arm) * (static_cast<double>(arm.n - arm.successes) / n) / n;
}

ShareTally failures_of(const ShareTally& arm) {
  return {.n = arm.n, .successes = arm.n - arm.successes};
}

bool mostly_successes(const ShareTally& control, const ShareTally& treat) {
  return control.successes > control.n / 2 && treat.successes > treat.n / 2;
}

Interval hybrid(const ShareTally& control, const ShareTally& treat, const Interval& of_control,
                const Interval& of_treat) {
  const double estimate = share_difference(control, treat);
  const double c = share_of(control);
  const double t = share_of(treat);
  return {.low = estimate - std::hypot(t - of_treat.low, of_control.high - c),
          .high = estimate + std::hypot(of_treat.high - t, c - of_control.low)};
}

// Both arms under the restriction that the higher is `gap` >= 0 above the lower.
struct Restricted {
  double lower_n = 0.0;
  double lower_x = 0.0;
  double higher_n = 0.0;
  double higher_x = 0.0;
  double gap = 0.0;

  // Derivative of the log-likelihood by the lower proportion, times what makes it a polynomial
  // without roots at the ends of the range.
  [[nodiscard]] double slope(double p) const {
    const double high = p + gap;
    const bool no_success = lower_x == 0.0;
    const bool no_failure = higher_x == higher_n;
    const double at_lower =
        (no_success ? -lower_n : lower_x - lower_n * p) * high * (no_failure ? 1.0 : 1.0 - high);
    const double at_higher =
        (no_failure ? higher_n : higher_x - higher_n * high) * (no_success ? 1.0 : p) * (1.0 - p);
    return at_lower + at_higher;
  }

  // The lower proportion at the maximum. It lies between the arms' own estimates of it.
  [[nodiscard]] double lower_share() const {
    if (gap == 0.0) return (lower_x + higher_x) / (lower_n + higher_n);
    const double most = 1.0 - gap;
    const double one = std::clamp(lower_x / lower_n, 0.0, most);
    const double other = std::clamp(higher_x / higher_n - gap, 0.0, most);
    if (one == other) return one;
    return find_root([this](double p) { return slope(p); }, std::min(one, other),
                     std::max(one, other));
  }
};

Restricted restricted(const ExpectedArm& control, const ExpectedArm& treat, double difference) {
  const bool up = difference >= 0.0;
  const ExpectedArm& lower = up ? control : treat;
  const ExpectedArm& higher = up ? treat : control;
  const double gap = std::abs(difference);
  // Success and failure change places where successes are the more frequent, so that the small
  // proportions are those with all their digits.
  if (lower.successes + higher.successes <= lower.failures + higher.failures) {
    return {.lower_n = lower.n,
            .lower_x = lower.successes,
            .higher_n = higher.n,
            .higher_x = higher.successes,
            .gap = gap};
  }
  return {.lower_n = higher.n,
          .lower_x = higher.failures,
          .higher_n = lower.n,
          .higher_x = lower.failures,
          .gap = gap};
}

ExpectedArm as_expected(const ShareTally& arm) {
  return {.n = static_cast<double>(arm.n),
          .successes = static_cast<double>(arm.successes),
          .failures = static_cast<double>(arm.n - arm.successes)};
}

// The higher end of the score interval; `scale` multiplies the variance.
double score_high(const ShareTally& control, const ShareTally& treat, double z, double scale) {
  const double estimate = share_difference(control, treat);
  if (estimate == 1.0) return 1.0;
  const double bound = z / std::hypot(1.0, z);
  // The score on a scale that stays finite where the variance vanishes.
  const auto above = [&](double difference) {
    const double distance = difference - estimate;
    if (distance == 0.0) return -bound;
    const double variance = scale * restricted_variance(control, treat, difference);
    return distance / std::hypot(distance, std::sqrt(variance)) - bound;
  };
  return find_root(above, estimate, 1.0);
}

Interval score_interval(const ShareTally& control, const ShareTally& treat, double confidence,
                        double scale) {
  const double z = normal_critical(confidence);
  return {.low = -score_high(treat, control, z, scale),
          .high = score_high(control, treat, z, scale)};
}

}  // namespace

double share_difference(const ShareTally& control, const ShareTally& treat) {
  const auto control_n = static_cast<double>(control.n);
  const auto treat_n = static_cast<double>(treat.n);
  const auto control_x = static_cast<double>(control.successes);
  const auto treat_x = static_cast<double>(treat.successes);
  const double product = control_x * treat_n;
  const double lost = std::fma(-control_x, treat_n, product);
  return (std::fma(treat_x, control_n, -product) + lost) / control_n / treat_n;
}

double restricted_variance(const ShareTally& control, const ShareTally& treat, double difference) {
  return restricted_variance(as_expected(control), as_expected(treat), difference);
}

double restricted_variance(const ExpectedArm& control, const ExpectedArm& treat,
                           double difference) {
  const Restricted arms = restricted(control, treat, difference);
  const double low = arms.lower_share();
  const double high = std::min(1.0, low + arms.gap);
  return low * (1.0 - low) / arms.lower_n + high * (1.0 - high) / arms.higher_n;
}

Estimated proportion_difference(const ShareTally& control, const ShareTally& treat,
                                double confidence) {
  if (control.n == 0 || treat.n == 0) return no_estimate("an arm has no customers");
  return {.value = share_difference(control, treat),
          .standard_error = std::sqrt(variance_of(control) + variance_of(treat)),
          .interval = newcombe_interval(control, treat, confidence),
          .reason = {}};
}

Interval newcombe_interval(const ShareTally& control, const ShareTally& treat, double confidence) {
  // Of failures where both proportions are high: beside 1 a proportion has no digits to spare.
  if (mostly_successes(control, treat)) {
    return newcombe_interval(failures_of(treat), failures_of(control), confidence);
  }
  return hybrid(control, treat, wilson_interval(control, confidence),
                wilson_interval(treat, confidence));
}

Interval newcombe_corrected_interval(const ShareTally& control, const ShareTally& treat,
                                     double confidence) {
  if (mostly_successes(control, treat)) {
    return newcombe_corrected_interval(failures_of(treat), failures_of(control), confidence);
  }
  return hybrid(control, treat, wilson_corrected_interval(control, confidence),
                wilson_corrected_interval(treat, confidence));
}

Interval wald_difference_interval(const ShareTally& control, const ShareTally& treat,
                                  double confidence) {
  const double estimate = share_difference(control, treat);
  const double reach =
      normal_critical(confidence) * std::sqrt(variance_of(control) + variance_of(treat));
  return {.low = estimate - reach, .high = estimate + reach};
}

Interval agresti_caffo_interval(const ShareTally& control, const ShareTally& treat,
                                double confidence) {
  return wald_difference_interval({.n = control.n + 2, .successes = control.successes + 1},
                                  {.n = treat.n + 2, .successes = treat.successes + 1}, confidence);
}

Interval miettinen_nurminen_interval(const ShareTally& control, const ShareTally& treat,
                                     double confidence) {
  const double all = static_cast<double>(control.n) + static_cast<double>(treat.n);
  return score_interval(control, treat, confidence, all / (all - 1.0));
}

Interval mee_interval(const ShareTally& control, const ShareTally& treat, double confidence) {
  return score_interval(control, treat, confidence, 1.0);
}

}  // namespace journeylab
