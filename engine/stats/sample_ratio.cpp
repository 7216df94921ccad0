#include "stats/sample_ratio.h"

#include <cmath>

namespace journeylab {
namespace {

constexpr double suspicious_below = 0.01;
constexpr double broken_below = 0.001;

SampleRatioTest no_test(std::string reason) {
  SampleRatioTest result;
  result.reason = std::move(reason);
  return result;
}

SampleRatioVerdict verdict_of(double p) {
  if (p < broken_below) return SampleRatioVerdict::broken;
  return p < suspicious_below ? SampleRatioVerdict::suspicious : SampleRatioVerdict::as_planned;
}

int sign(double x) {
  return (x > 0.0 ? 1 : 0) - (x < 0.0 ? 1 : 0);
}

}  // namespace

SampleRatioTest sample_ratio_test(std::span<const std::uint64_t> counts,
                                  std::span<const double> weights) {
  if (counts.size() != weights.size()) return no_test("there must be one weight an arm");
  if (counts.size() < 2) return no_test("one arm has no ratio");
  double all = 0.0;
  double whole = 0.0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (!(weights[i] > 0.0) || std::isinf(weights[i])) {
      return no_test("every weight must be a number above 0");
    }
    all += static_cast<double>(counts[i]);
    whole += weights[i];
  }
  if (all == 0.0) return no_test("no customers");
  double statistic = 0.0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    // (O W - N w)^2 / (N w W), the difference with one rounding.
    const double planned = all * weights[i];
    const double lost = std::fma(-all, weights[i], planned);
    const double excess = std::fma(static_cast<double>(counts[i]), whole, -planned) + lost;
    statistic += excess / planned * (excess / whole);
  }
  SampleRatioTest result;
  result.statistic = statistic;
  result.df = static_cast<double>(counts.size()) - 1.0;
  result.p_value = chi_square_p_value(statistic, result.df);
  result.verdict = verdict_of(result.p_value.p);
  return result;
}

SimpsonWarning simpson_warning(double total, std::span<const SegmentEffect> segments) {
  SimpsonWarning result;
  double weight = 0.0;
  double sum = 0.0;
  bool all_opposed = true;
  for (const SegmentEffect& segment : segments) {
    weight += segment.weight;
    sum += segment.weight * segment.effect;
    all_opposed = all_opposed && sign(segment.effect) * sign(total) < 0;
  }
  if (weight > 0.0) result.standardised = sum / weight;
  if (segments.size() < 2) return result;
  result.every_segment_opposed = all_opposed;
  result.standardised_opposed = sign(result.standardised) * sign(total) < 0;
  return result;
}

}  // namespace journeylab
