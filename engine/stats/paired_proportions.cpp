#include "stats/paired_proportions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <boost/math/special_functions/beta.hpp>

#include "stats/distributions.h"
#include "stats/root.h"

namespace journeylab {
namespace {

// The table in doubles: customers who differ upwards and downwards, and who succeed in both.
struct Pairs {
  double both = 0.0;
  double up = 0.0;    // variant only
  double down = 0.0;  // control only
  double n = 0.0;

  explicit Pairs(const PairedShareTally& pairs)
      : both(static_cast<double>(pairs.both)),
        up(static_cast<double>(pairs.variant_only)),
        down(static_cast<double>(pairs.control_only)),
        n(both + up + down + static_cast<double>(pairs.neither)) {}

  [[nodiscard]] double control() const { return both + down; }
  [[nodiscard]] double variant() const { return both + up; }
  // up - down, exact: both are whole numbers below 2^53.
  [[nodiscard]] double net() const { return up - down; }
  [[nodiscard]] Pairs swapped() const {
    Pairs mirror = *this;
    std::swap(mirror.up, mirror.down);
    return mirror;
  }
};

// Standard deviation of the net number of customers under a true net number `shift` >= 0, at the
// restricted maximum of the likelihood (Tango 1998), in customers so that nothing is divided by n
// first.
double restricted_deviation(const Pairs& pairs, double shift) {
  const double rest = (pairs.n - shift) / pairs.n;
  const double linear =
      (shift - pairs.up) + shift * ((pairs.n - pairs.net()) / pairs.n) - pairs.down;
  const double product = 8.0 * pairs.down * shift * rest;
  const double root = std::hypot(linear, std::sqrt(product));
  const double down = linear > 0.0 ? product / (root + linear) / 4.0 : (root - linear) / 4.0;
  return std::sqrt(2.0 * down + shift * rest);
}

// The larger end of Tango's interval, in customers.
double upper_net(const Pairs& pairs, double z) {
  const double net = pairs.net();
  if (net == pairs.n) return net;
  const double share = z * z / (pairs.n + z * z);
  // Nobody differs, or everybody downwards: the statistic is 0 / 0 at the estimate, and solved by
  // hand elsewhere.
  if (pairs.up + pairs.down == 0.0) return pairs.n * share;
  if (-net == pairs.n) return pairs.n * (2.0 * share - 1.0);
  if (-net <= z * std::sqrt(pairs.up + pairs.down)) {
    const auto above = [&](double shift) {
      return shift - net - z * restricted_deviation(pairs, shift);
    };
    return find_root(above, std::max(net, 0.0), pairs.n);
  }
  const Pairs mirror = pairs.swapped();
  const auto below = [&](double shift) {
    return -net - shift - z * restricted_deviation(mirror, shift);
  };
  return -find_root(below, 0.0, -net);
}

// Net number of customers less its expectation under a relative effect, over its standard
// deviation at the restricted maximum (Nam and Blackwelder 2002). Both restricted cells are
// written so that nothing cancels near no effect.
double relative_score(const Pairs& pairs, double effect) {
  const double numerator = pairs.net() - effect * pairs.control();
  if (numerator == 0.0) return 0.0;
  const double ratio = 1.0 + effect;
  const double excess = pairs.net() - effect * (2.0 + effect) * pairs.control();
  const double product = 4.0 * ratio * ratio * pairs.up * pairs.down;
  const double root = std::hypot(excess, std::sqrt(product));
  const double plus = excess < 0.0 ? product / (root - excess) : root + excess;
  const double minus = excess > 0.0 ? product / (root + excess) : root - excess;
  // ratio times the two cells, one by one.
  const double up = (minus + 2.0 * ratio * ratio * pairs.up) / (2.0 * (1.0 + ratio));
  const double down = ratio * (plus + 2.0 * pairs.down) / (2.0 * (1.0 + ratio));
  return numerator / std::sqrt(up + down);
}

double relative_low(const Pairs& pairs, double z) {
  if (pairs.variant() == 0.0) return -1.0;
  const double estimate = pairs.net() / pairs.control();
  const auto distance = [&](double effect) { return relative_score(pairs, effect) - z; };
  const bool positive = pairs.net() > z * std::sqrt(pairs.up + pairs.down);
  if (positive) return find_root(distance, 0.0, estimate);
  // The score grows without limit towards -1 like 1 / sqrt(1 + effect).
  double floor = 0.5;
  while (floor > 1e-300 && relative_score(pairs, floor - 1.0) < z) floor *= floor;
  if (floor - 1.0 == -1.0) return -1.0;
  return find_root(distance, floor - 1.0, std::min(estimate, 0.0));
}

double relative_high(const Pairs& pairs, double z) {
  const double estimate = pairs.net() / pairs.control();
  const auto distance = [&](double effect) { return relative_score(pairs, effect) + z; };
  const bool negative = -pairs.net() > z * std::sqrt(pairs.up + pairs.down);
  if (negative) return find_root(distance, estimate, 0.0);
  double ceiling = std::max(2.0 * estimate, 1.0);
  while (relative_score(pairs, ceiling) > -z) ceiling *= 2.0;
  return find_root(distance, std::max(estimate, 0.0), ceiling);
}

}  // namespace

Estimated paired_difference(const PairedShareTally& tally, double confidence) {
  const Pairs pairs(tally);
  if (pairs.n == 0.0) return no_estimate("no customers");
  const double z = normal_critical(confidence);
  const double variance = pairs.up * ((pairs.n - pairs.net()) / pairs.n) +
                          pairs.down * ((pairs.n + pairs.net()) / pairs.n);
  return {.value = pairs.net() / pairs.n,
          .standard_error = std::sqrt(variance) / pairs.n,
          .interval = Interval{.low = -upper_net(pairs.swapped(), z) / pairs.n,
                               .high = upper_net(pairs, z) / pairs.n},
          .reason = {}};
}

Estimated paired_relative_difference(const PairedShareTally& tally, double confidence) {
  const Pairs pairs(tally);
  if (pairs.n == 0.0) return no_estimate("no customers");
  if (pairs.control() == 0.0) {
    return no_estimate("nothing can be relative to control: it has no success");
  }
  const double z = normal_critical(confidence);
  const double error =
      std::sqrt(pairs.variant() / pairs.control() * (pairs.up + pairs.down)) / pairs.control();
  return {.value = pairs.net() / pairs.control(),
          .standard_error = error,
          .interval = Interval{.low = relative_low(pairs, z), .high = relative_high(pairs, z)},
          .reason = {}};
}

McNemarTest mcnemar_test(const PairedShareTally& pairs) {
  const std::uint64_t up = pairs.variant_only;
  const std::uint64_t down = pairs.control_only;
  if (up == down)
    return {.p_value = 1.0, .ln_p_value = 0.0, .exact = up + down <= most_exact_pairs};
  const auto fewer = static_cast<double>(std::min(up, down));
  const auto more = static_cast<double>(std::max(up, down));
  if (up + down <= most_exact_pairs) {
    // P(X <= fewer) of a binomial at 1/2 is the incomplete beta function I_1/2(more, fewer + 1).
    const double p = std::min(1.0, 2.0 * boost::math::ibeta(more, fewer + 1.0, 0.5));
    return {.p_value = p, .ln_p_value = std::log(p), .exact = true};
  }
  const double z = (more - fewer) / std::sqrt(more + fewer);
  return {.p_value = 2.0 * normal_tail(z),
          .ln_p_value = std::numbers::ln2 + ln_normal_tail(z),
          .exact = false};
}

}  // namespace journeylab
