#include "stats/paired_means.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "stats/distributions.h"
#include "stats/means.h"
#include "stats/moments.h"

namespace journeylab {
namespace {

constexpr const char* lost_spread =
    "the customers' differences are too small against their values to be measured";

double degrees(const PairedMeanTally& pairs) {
  return static_cast<double>(std::max<std::uint64_t>(pairs.differing, 2) - 1);
}

TestedDifference untested(Estimated difference) {
  return {.difference = std::move(difference), .p_value = {}, .test = {}};
}

TestedDifference tested(double value, double error, double df, double confidence) {
  return {
      .difference = {.value = value,
                     .standard_error = error,
                     .interval = symmetric_interval(value, error, student_critical(confidence, df)),
                     .reason = {}},
      .p_value = student_two_sided(value / error, df),
      .test = "paired t"};
}

// Whether some customers differ and others not, and yet the sums show no spread of a difference.
bool difference_is_lost(const PairedMeanTally& pairs, const Comoments& differences) {
  return pairs.differing != pairs.moments.n && spread_is_lost(pairs.moments, differences);
}

// A difference whose spread is 0: the same for everybody, or lost in rounding.
TestedDifference constant_difference(double value, const PairedMeanTally& pairs) {
  if (pairs.differing == 0) value = 0.0;
  if (pairs.differing != 0 && pairs.differing != pairs.moments.n) {
    return untested(no_interval(value, lost_spread));
  }
  return {.difference = {.value = value,
                         .standard_error = 0.0,
                         .interval = Interval{.low = value, .high = value},
                         .reason = {}},
          .p_value = std::min(1.0, std::exp2(1.0 - static_cast<double>(pairs.differing))),
          .test = "sign"};
}

// Linear weights, on (control's variables, differences), of the difference of two ratios.
struct RatioPair {
  double control = 0.0;
  double variant = 0.0;
  double difference = 0.0;
  std::array<double, 4> weights{};
};

std::optional<RatioPair> ratio_pair(const Comoments& moments) {
  const double below_control = moments.mean[1];
  const double below_change = moments.mean[3];
  const double below_variant = below_control + below_change;
  if (below_control == 0.0 || below_variant == 0.0) return std::nullopt;
  RatioPair pair;
  pair.control = moments.mean[0] / below_control;
  pair.difference = (moments.mean[2] - pair.control * below_change) / below_variant;
  pair.variant = pair.control + pair.difference;
  const double shrink = -below_change / (below_variant * below_control);
  pair.weights = {shrink, -(pair.difference / below_variant + pair.control * shrink),
                  1.0 / below_variant, -pair.variant / below_variant};
  return pair;
}

// Standard error of the variant's ratio over control's: that of (z_variant - quotient * z_control)
// / control, where z are the linearised ratios.
double quotient_error(const RatioPair& pair, const Comoments& moments) {
  const double excess = -pair.difference / (pair.control * moments.mean[1]);
  std::array<double, 4> weights = pair.weights;
  weights[0] += excess;
  weights[1] -= excess * pair.control;
  for (double& weight : weights) weight /= pair.control;
  return std::sqrt(combination_variance(moments, weights) / static_cast<double>(moments.n));
}

// Fieller's interval of (difference / control) for control > 0, in units of its standard error.
std::optional<Interval> fieller(double control, double difference, const Comoments& moments,
                                double sign, double critical) {
  const auto n = static_cast<double>(moments.n);
  const double control_variance = moments.variance(0) / n;
  const double shared = sign * moments.covariance(0, 1) / n;
  const double variance = moments.variance(1) / n;
  const double square = critical * critical;
  const double g = square * control_variance / (control * control);
  if (g >= 1.0) return std::nullopt;
  const double effect = difference / control;
  const double slope = control_variance > 0.0 ? shared / control_variance : 0.0;
  const double residual = std::max(variance - slope * shared, 0.0);
  const double spread =
      (1.0 - g) * residual + control_variance * (effect - slope) * (effect - slope);
  const double centre = effect - square * shared / (control * control);
  const double reach = critical / control * std::sqrt(spread);
  return Interval{.low = (centre - reach) / (1.0 - g), .high = (centre + reach) / (1.0 - g)};
}

}  // namespace

TestedDifference paired_mean_difference(const PairedMeanTally& pairs, double confidence) {
  const Comoments moments = control_and_differences(pairs.moments);
  if (moments.n == 0) return untested(no_estimate("no customers"));
  const double value = moments.mean[1];
  if (moments.n == 1 && pairs.differing != 0) {
    return untested(no_interval(value, "one customer shows no spread"));
  }
  if (pairs.differing == 0 || spread_is_lost(pairs.moments, moments)) {
    return constant_difference(value, pairs);
  }
  const double error = std::sqrt(moments.variance(1) / static_cast<double>(moments.n));
  return tested(value, error, degrees(pairs), confidence);
}

Estimated paired_mean_relative(const PairedMeanTally& pairs, double confidence) {
  const Comoments moments = control_and_differences(pairs.moments);
  if (moments.n == 0) return no_estimate("no customers");
  if (moments.mean[0] == 0.0) return no_estimate("nothing can be relative to control: it is 0");
  const double control = std::abs(moments.mean[0]);
  const double sign = moments.mean[0] < 0.0 ? -1.0 : 1.0;
  const double difference = pairs.differing == 0 ? 0.0 : moments.mean[1];
  const double effect = difference / control;
  if (pairs.differing == 0) {
    return {.value = 0.0, .standard_error = 0.0, .interval = Interval{}, .reason = {}};
  }
  if (moments.n == 1) return no_interval(effect, "one customer shows no spread");
  if (difference_is_lost(pairs, moments)) {
    return no_interval(effect, lost_spread);
  }
  const std::array weights{-sign * effect / control, 1.0 / control};
  const auto n = static_cast<double>(moments.n);
  const double critical = student_critical(confidence, degrees(pairs));
  Estimated result;
  result.value = effect;
  result.standard_error = std::sqrt(combination_variance(moments, weights) / n);
  result.interval = fieller(control, difference, moments, sign, critical);
  if (!result.interval) {
    result.reason =
        "control's mean is not clearly different from 0: a relative effect has no limits";
  }
  return result;
}

TestedDifference paired_ratio_difference(const PairedMeanTally& pairs, double confidence) {
  const Comoments moments = control_and_differences(pairs.moments);
  if (moments.n == 0) return untested(no_estimate("no customers"));
  const std::optional<RatioPair> pair = ratio_pair(moments);
  if (!pair) return untested(no_estimate("a denominator is 0"));
  if (pairs.differing == 0) return constant_difference(0.0, pairs);
  if (moments.n == 1)
    return untested(no_interval(pair->difference, "one customer shows no spread"));
  const double variance = combination_variance(moments, pair->weights);
  if (difference_is_lost(pairs, moments)) {
    return untested(no_interval(pair->difference, lost_spread));
  }
  if (variance == 0.0) {
    return untested(no_interval(pair->difference, "the ratios show no spread among customers"));
  }
  const double error = std::sqrt(variance / static_cast<double>(moments.n));
  return tested(pair->difference, error, degrees(pairs), confidence);
}

Estimated paired_ratio_relative(const PairedMeanTally& pairs, double confidence) {
  const Comoments moments = control_and_differences(pairs.moments);
  if (moments.n == 0) return no_estimate("no customers");
  const std::optional<RatioPair> pair = ratio_pair(moments);
  if (!pair) return no_estimate("a denominator is 0");
  if (pair->control == 0.0) return no_estimate("nothing can be relative to control: it is 0");
  if (pairs.differing == 0) {
    return {.value = 0.0, .standard_error = 0.0, .interval = Interval{}, .reason = {}};
  }
  const double effect = pair->difference / std::abs(pair->control);
  if (moments.n == 1) return no_interval(effect, "one customer shows no spread");
  if (difference_is_lost(pairs, moments)) return no_interval(effect, lost_spread);
  const double error = quotient_error(*pair, moments);
  const double critical = student_critical(confidence, degrees(pairs));
  const double quotient = pair->variant / pair->control;
  Estimated result{.value = effect, .standard_error = error, .interval = {}, .reason = {}};
  if (quotient <= 0.0) {
    result.interval = symmetric_interval(effect, error, critical);
    return result;
  }
  const double centre = std::log1p(pair->difference / pair->control);
  const Interval log = symmetric_interval(centre, error / quotient, critical);
  result.interval = Interval{.low = std::expm1(log.low), .high = std::expm1(log.high)};
  if (pair->control < 0.0)
    result.interval = Interval{-result.interval->high, -result.interval->low};
  return result;
}

}  // namespace journeylab
