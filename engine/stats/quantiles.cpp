#include "stats/quantiles.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/special_functions/beta.hpp>

#include "stats/distributions.h"

namespace journeylab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double fuzz = 4.0 * std::numeric_limits<double>::epsilon();

// Between two neighbours; equal neighbours, infinite ones too, are their own quantile.
double between(double low, double high, double share) {
  if (share == 0.0 || low == high) return low;
  if (share == 1.0) return high;
  return (1.0 - share) * low + share * high;
}

double at_rank(std::span<const double> sorted, double rank) {
  const double inside = std::clamp(rank, 1.0, static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(inside) - 1];
}

double stepped(std::span<const double> sorted, double prob, QuantileType type) {
  const double position =
      static_cast<double>(sorted.size()) * prob - (type == QuantileType::type3 ? 0.5 : 0.0);
  const double rank = std::floor(position + fuzz);
  double share = position > rank ? 1.0 : 0.0;
  if (type == QuantileType::type2) share = (share + 1.0) / 2.0;
  if (type == QuantileType::type3) {
    share = position != rank || std::fmod(std::abs(rank), 2.0) == 1.0 ? 1.0 : 0.0;
  }
  return between(at_rank(sorted, rank), at_rank(sorted, rank + 1.0), share);
}

// The constants a and b of position a + prob (n + 1 - a - b).
double constant_of(QuantileType type) {
  switch (type) {
    case QuantileType::type5:
      return 0.5;
    case QuantileType::type6:
      return 0.0;
    case QuantileType::type8:
      return 1.0 / 3.0;
    case QuantileType::type9:
      return 3.0 / 8.0;
    default:
      return 1.0;
  }
}

double interpolated(std::span<const double> sorted, double prob, QuantileType type) {
  const auto n = static_cast<double>(sorted.size());
  const bool fourth = type == QuantileType::type4;
  const double a = fourth ? 0.0 : constant_of(type);
  const double b = fourth ? 1.0 : a;
  const double position = a + prob * (n + 1.0 - a - b);
  const double rank = std::floor(position + fuzz);
  double share = position - rank;
  if (std::abs(share) < fuzz) share = 0.0;
  return between(at_rank(sorted, rank), at_rank(sorted, rank + 1.0), share);
}

double seventh(std::span<const double> sorted, double prob) {
  const double position = 1.0 + (static_cast<double>(sorted.size()) - 1.0) * prob;
  const double rank = std::floor(position);
  return between(at_rank(sorted, rank), at_rank(sorted, std::ceil(position)), position - rank);
}

// Values on either side of the quantile at the ranks of the interval; 0 and n + 1 are outside.
Interval rank_interval(std::span<const double> sorted, double prob, double confidence) {
  const double tail = outside(confidence) / 2.0;
  const std::uint64_t n = sorted.size();
  const std::uint64_t low = binomial_quantile(n, prob, tail, false);
  const std::uint64_t high = binomial_quantile(n, prob, tail, true) + 1;
  return {.low = low == 0 ? -infinity : sorted[low - 1],
          .high = high > n ? infinity : sorted[high - 1]};
}

MeanSummary as_mean(const QuantileSummary& arm) {
  constexpr double least_variance = 1e-5;
  constexpr std::uint64_t floor_from = 100;
  const auto n = static_cast<double>(arm.n);
  const double error = (arm.high - arm.low) / (2.0 * normal_critical(0.95));
  const double variance = static_cast<double>(arm.limits_n) / n * (n - 1.0) * error * error;
  return {.n = arm.n,
          .mean = arm.value,
          .variance = arm.n < floor_from ? variance : std::max(variance, least_variance)};
}

}  // namespace

double quantile(std::span<const double> sorted, double prob, QuantileType type) {
  if (type <= QuantileType::type3) return stepped(sorted, prob, type);
  if (type == QuantileType::type7) return seventh(sorted, prob);
  return interpolated(sorted, prob, type);
}

std::uint64_t binomial_quantile(std::uint64_t n, double prob, double tail, bool upper) {
  if (prob <= 0.0 || n == 0) return 0;
  if (prob >= 1.0) return n;
  // A tail that is met but for rounding is met.
  constexpr double slack = 64.0 * std::numeric_limits<double>::epsilon();
  const auto reached = [&](std::uint64_t k) {
    if (k >= n) return true;
    const double from = static_cast<double>(k) + 1.0;
    const auto rest = static_cast<double>(n - k);
    return upper ? boost::math::ibeta(from, rest, prob) <= tail * (1.0 + slack)
                 : boost::math::ibetac(from, rest, prob) >= tail * (1.0 - slack);
  };
  std::uint64_t low = 0;
  std::uint64_t high = n;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (reached(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

Estimated quantile_estimate(std::span<const double> sorted, double prob, double confidence) {
  if (sorted.empty()) return no_estimate("no customers");
  return {.value = quantile(sorted, prob),
          .standard_error = {},
          .interval = rank_interval(sorted, prob, confidence),
          .reason = {}};
}

QuantileSummary summarised_quantile(std::span<const double> sorted, double prob) {
  if (sorted.empty()) return {};
  const Interval limits = rank_interval(sorted, prob, 0.95);
  return {.n = sorted.size(),
          .limits_n = sorted.size(),
          .value = quantile(sorted, prob),
          .low = limits.low,
          .high = limits.high};
}

EffectTest quantile_difference(const QuantileSummary& control, const QuantileSummary& treat,
                               bool relative, const MeanTestOptions& options) {
  const bool open = std::isinf(control.low) || std::isinf(control.high) || std::isinf(treat.low) ||
                    std::isinf(treat.high);
  if (!relative && !open) return welch_test(as_mean(control), as_mean(treat), options);
  EffectTest result;
  if (open) {
    result.effect = treat.value - control.value;
    result.reason = "too few customers for limits of the quantile";
    return result;
  }
  const LiftEstimate lift = delta_lift_of_means(as_mean(control), as_mean(treat),
                                                options.confidence, LiftQuantile::welch);
  if (lift.lift.value && lift.lift.standard_error) {
    return tested_effect(*lift.lift.value, *lift.lift.standard_error, lift.df, options);
  }
  result.reason = lift.lift.reason;
  return result;
}

}  // namespace journeylab
