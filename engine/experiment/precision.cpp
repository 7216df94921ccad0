#include "experiment/precision.h"

#include <algorithm>
#include <cmath>

#include "experiment/effects.h"
#include "experiment/metrics.h"
#include "stats/paired_proportions.h"

namespace journeylab {
namespace {

std::size_t leading_metric(const Scenario& scenario) {
  for (std::size_t m = 0; m < scenario.metrics.size(); ++m) {
    if (scenario.metrics[m].primary) return m;
  }
  return 0;
}

// A width of 0 says only that nobody has differed yet: it is no precision to stop at.
std::optional<double> width_of(const Estimate& estimate) {
  if (!estimate.low || !estimate.high || *estimate.low == *estimate.high) return std::nullopt;
  return *estimate.high - *estimate.low;
}

std::optional<double> share_of_value(const Estimate& estimate) {
  const std::optional<double> width = width_of(estimate);
  if (!width || estimate.value.value_or(0.0) == 0.0) return std::nullopt;
  return *width / std::abs(*estimate.value);
}

// (sum of x)^2 / sum of x^2: how many equal customers would make up the sum; of indicators, the
// successes.
double equal_customers(const Comoments& moments, std::size_t i) {
  const double mean = moments.mean[i];
  const double squares = moments.products[i][i] / static_cast<double>(moments.n) + mean * mean;
  return squares > 0.0 ? static_cast<double>(moments.n) * mean * mean / squares : 0.0;
}

// The customers who make up an estimate whose width is asked for as a share of it.
double evidence(const MetricTally& tally, const Estimate& estimate) {
  if (const auto* share = std::get_if<ShareTally>(&tally)) {
    return static_cast<double>(share->successes);
  }
  if (const auto* mean = std::get_if<MeanTally>(&tally)) {
    double least = equal_customers(mean->moments, 0);
    for (std::size_t i = 1; i < mean->moments.variables; ++i) {
      least = std::min(least, equal_customers(mean->moments, i));
    }
    return least;
  }
  return estimate.value.value_or(0.0) * static_cast<double>(estimate.n);
}

std::optional<double> estimate_width(const MeasuredMetric& leading, const MetricTally& tally,
                                     double confidence, bool relative) {
  const Estimate estimate = metric_result(leading, tally, confidence).estimate;
  if (!relative) return width_of(estimate);
  if (estimate.n == 0 || evidence(tally, estimate) < least_evidence) return std::nullopt;
  return share_of_value(estimate);
}

std::uint64_t who_differ(const PairedTally& pairs) {
  if (const auto* means = std::get_if<PairedMeanTally>(&pairs)) return means->differing;
  return std::get<PairedRetentionTally>(pairs).differing;
}

std::optional<double> effect_width(const MeasuredMetric& leading, const PairedTallies& tallies,
                                   double confidence, bool relative) {
  // A share where nobody differs yet has an honest interval all the same.
  if (const auto* shares = std::get_if<PairedShareTally>(&tallies.pairs)) {
    const Estimated effect = relative ? paired_relative_difference(*shares, confidence)
                                      : paired_difference(*shares, confidence);
    return width_of(estimate_from(effect, 0, {}));
  }
  const Effect effect = effect_of(leading, tallies, confidence);
  const Estimate& wanted = relative ? effect.relative : effect.difference;
  const bool alike = !effect.same && effect.p_value.value_or(1.0) <= 1.0 - confidence;
  if (alike && wanted.low && wanted.low == wanted.high) return 0.0;
  if (static_cast<double>(who_differ(tallies.pairs)) < least_evidence) return std::nullopt;
  return width_of(wanted);
}

}  // namespace

std::optional<double> interval_width(const Scenario& scenario,
                                     const std::vector<std::size_t>& variants,
                                     const RunTally& tally, const AnalysisOptions& options,
                                     bool relative) {
  const std::size_t first = options.compare ? 1 : 0;
  if (scenario.metrics.empty() || variants.size() <= first) return std::nullopt;
  const std::size_t metric = leading_metric(scenario);
  const MeasuredMetric leading = measured(scenario, scenario.metrics[metric]);
  double widest = 0.0;
  for (std::size_t v = first; v < variants.size(); ++v) {
    const MetricTally own = total(tally.variants[v].metrics[metric]);
    std::optional<double> width;
    if (options.compare) {
      const MetricTally control = total(tally.variants[0].metrics[metric]);
      const PairedTally pairs = total(tally.variants[v].paired[metric]);
      width = effect_width(leading, {control, own, pairs}, options.confidence, relative);
    } else {
      width = estimate_width(leading, own, options.confidence, relative);
    }
    if (!width) return std::nullopt;
    widest = std::max(widest, *width);
  }
  return widest;
}

}  // namespace journeylab
