#include "experiment/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "scenario/curve_grid.h"
#include "stats/means.h"
#include "stats/proportion.h"
#include "stats/retention.h"

namespace journeylab {
namespace {

Estimate share_estimate(const ShareTally& share, double confidence) {
  return estimate_from(proportion(share, confidence), share.n, "wilson");
}

// Counts of two indicators, the first one never without the second.
ShareTally share_of_reached(const Comoments& moments) {
  const auto n = static_cast<double>(moments.n);
  const auto reached = static_cast<std::uint64_t>(std::llround(moments.mean[1] * n));
  const auto returned = static_cast<std::uint64_t>(std::llround(moments.mean[0] * n));
  return {.n = reached, .successes = std::min(returned, reached)};
}

std::string spread_method(const Estimated& estimated, const char* method) {
  return estimated.standard_error == 0.0 ? "exact: no spread among customers" : method;
}

Estimate mean_tally_estimate(const MeasuredMetric& measured, const Comoments& moments,
                             double confidence) {
  if (std::holds_alternative<Returned>(measured.metric->kind)) {
    return share_estimate(share_of_reached(moments), confidence);
  }
  if (std::holds_alternative<Ratio>(measured.metric->kind)) {
    const Estimated ratio = ratio_of_means(moments, confidence);
    return estimate_from(ratio, moments.n, spread_method(ratio, "delta method, t"));
  }
  const Estimated mean = mean_estimate(moments, 0, confidence);
  return estimate_from(mean, moments.n, spread_method(mean, "t"));
}

Estimate retention_estimate(const MeasuredMetric& measured, const RetentionTally& tally,
                            double confidence) {
  const LifeCounts counts = pooled(tally.groups);
  if (counts.entered == 0) return estimate_from(no_estimate("no customers"), 0, {});
  const RetentionCurve curve = retention_curve(counts, confidence);
  const std::size_t border = read_border(measured);
  if (curve.known <= border) {
    return estimate_from(no_estimate("nobody was followed that long"), counts.entered, {});
  }
  const double value = curve.retained[border];
  const bool edge = value == 1.0 || value == 0.0;
  return estimate_from({.value = value,
                        .standard_error = curve.standard_error[border],
                        .interval = curve.interval[border],
                        .reason = {}},
                       counts.entered, edge ? "wilson, of those at risk" : "log-log");
}

TimeToSummary time_to_summary(const MeasuredMetric& measured, const TimeTally& tally) {
  constexpr std::array probabilities{0.1, 0.25, 0.5, 0.75, 0.9};
  TimeToSummary summary;
  summary.n_reached = tally.reached.n;
  if (tally.reached.n > 0) {
    summary.mean_among_reached = tally.reached.mean[0];
    summary.median_among_reached =
        time_of_reach(measured, tally.first, 0.5 * static_cast<double>(tally.reached.n));
  }
  for (const double probability : probabilities) {
    const double wanted = probability * static_cast<double>(tally.restricted.n);
    summary.quantiles.push_back({probability, time_of_reach(measured, tally.first, wanted)});
  }
  return summary;
}

}  // namespace

MeasuredMetric measured(const Scenario& scenario, const Metric& metric) {
  return {.metric = &metric,
          .borders = curve_borders(scenario, metric),
          .ticks_per_unit = scenario.ticks_per_unit()};
}

std::size_t read_border(const MeasuredMetric& measured) {
  const Ticks at = std::get<Retained>(measured.metric->kind).at;
  const auto found = std::lower_bound(measured.borders.begin(), measured.borders.end(), at);
  if (found == measured.borders.end() || *found != at) {
    throw std::logic_error("the age of '" + measured.metric->name + "' is no border of its curve");
  }
  return static_cast<std::size_t>(found - measured.borders.begin());
}

Estimate estimate_from(const Estimated& estimated, std::uint64_t n, std::string method) {
  Estimate estimate;
  estimate.value = estimated.value;
  estimate.standard_error = estimated.standard_error;
  estimate.n = n;
  estimate.reason = estimated.reason;
  if (estimated.interval) {
    estimate.low = estimated.interval->low;
    estimate.high = estimated.interval->high;
    estimate.method = std::move(method);
  }
  return estimate;
}

std::optional<double> time_of_reach(const MeasuredMetric& measured,
                                    const std::vector<std::uint64_t>& first, double wanted) {
  double before = 0.0;
  for (std::size_t k = 0; k < first.size(); ++k) {
    const auto here = static_cast<double>(first[k]);
    if (here > 0.0 && before + here >= wanted) {
      const double part = (wanted - before) / here;
      const double width = measured.borders[k + 1] - measured.borders[k];
      return (measured.borders[k] + part * width) / measured.ticks_per_unit;
    }
    before += here;
  }
  return std::nullopt;
}

MetricResult metric_result(const MeasuredMetric& measured, const MetricTally& tally,
                           double confidence) {
  if (const auto* share = std::get_if<ShareTally>(&tally)) {
    return {.estimate = share_estimate(*share, confidence), .time_to = {}};
  }
  if (const auto* mean = std::get_if<MeanTally>(&tally)) {
    return {.estimate = mean_tally_estimate(measured, mean->moments, confidence), .time_to = {}};
  }
  if (const auto* retention = std::get_if<RetentionTally>(&tally)) {
    return {.estimate = retention_estimate(measured, *retention, confidence), .time_to = {}};
  }
  const auto& time = std::get<TimeTally>(tally);
  const Estimated mean = mean_estimate(time.restricted, 0, confidence);
  return {.estimate = estimate_from(mean, time.restricted.n, spread_method(mean, "t")),
          .time_to = time_to_summary(measured, time)};
}

}  // namespace journeylab
