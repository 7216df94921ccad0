#include "experiment/curves.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "stats/proportion.h"
#include "stats/retention.h"

namespace journeylab {
namespace {

// Every moment that some metric of the scenario is read at.
std::set<Ticks> named_times(const Scenario& scenario) {
  std::set<Ticks> times;
  const auto add = [&times](std::optional<Ticks> time) {
    if (time) times.insert(*time);
  };
  for (const Metric& metric : scenario.metrics) {
    if (const auto* goal = std::get_if<GoalShare>(&metric.kind)) add(goal->within);
    if (const auto* retained = std::get_if<Retained>(&metric.kind)) add(retained->at);
    if (const auto* mean = std::get_if<Mean>(&metric.kind)) add(mean->within);
    if (const auto* ratio = std::get_if<Ratio>(&metric.kind)) add(ratio->within);
  }
  return times;
}

// Numbers of the borders to show out of the first `known`.
std::vector<std::size_t> shown_borders(const Scenario& scenario, const std::vector<Ticks>& borders,
                                       std::size_t known) {
  constexpr std::size_t most_points = 200;
  const std::set<Ticks> named = named_times(scenario);
  const std::size_t stride = (known + most_points - 1) / most_points;
  std::vector<std::size_t> shown;
  for (std::size_t k = 0; k < known; ++k) {
    if (k % stride == 0 || k + 1 == known || named.contains(borders[k])) shown.push_back(k);
  }
  return shown;
}

// The same of an incidence, and besides both ends of each stretch in which a hundredth more of
// those who ever reach the goal does so: what happens within few cells of a long horizon is seen
// too.
std::vector<std::size_t> shown_borders(const Scenario& scenario, const std::vector<Ticks>& borders,
                                       const std::vector<std::uint64_t>& reached) {
  std::vector<std::size_t> shown = shown_borders(scenario, borders, borders.size());
  std::uint64_t before = 0;
  for (std::size_t k = 1; k < reached.size(); ++k) {
    if (reached[k] - before <= reached.back() / 100) continue;
    shown.push_back(k - 1);
    shown.push_back(k);
    before = reached[k];
  }
  std::sort(shown.begin(), shown.end());
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  return shown;
}

void add_point(Curve& curve, double time, double value, const Interval& interval,
               std::uint64_t at_risk) {
  curve.time.push_back(time);
  curve.value.push_back(value);
  curve.low.push_back(interval.low);
  curve.high.push_back(interval.high);
  curve.at_risk.push_back(at_risk);
}

std::optional<Curve> survival(const Scenario& scenario, const MeasuredMetric& measured,
                              const RetentionTally& tally, double confidence) {
  const RetentionCurve whole = retention_curve(pooled(tally.groups), confidence);
  if (whole.known == 0) return std::nullopt;
  Curve curve;
  curve.customers = whole.at_risk.front();
  for (const std::size_t k : shown_borders(scenario, measured.borders, whole.known)) {
    add_point(curve, measured.borders[k] / measured.ticks_per_unit, whole.retained[k],
              whole.interval[k], whole.at_risk[k]);
  }
  return curve;
}

// Everybody is followed to the horizon, so the incidence at a border is a plain proportion.
std::optional<Curve> incidence(const Scenario& scenario, const MeasuredMetric& measured,
                               std::uint64_t n, const std::vector<std::uint64_t>& first,
                               double confidence) {
  if (n == 0) return std::nullopt;
  std::vector<std::uint64_t> reached(1, 0);
  for (const std::uint64_t here : first) reached.push_back(reached.back() + here);
  Curve curve;
  curve.incidence = true;
  curve.customers = n;
  for (const std::size_t k : shown_borders(scenario, measured.borders, reached)) {
    const double value = static_cast<double>(reached[k]) / static_cast<double>(n);
    const Interval interval =
        k == 0 ? Interval{} : wilson_interval({.n = n, .successes = reached[k]}, confidence);
    add_point(curve, measured.borders[k] / measured.ticks_per_unit, value, interval,
              n - reached[k]);
  }
  return curve;
}

}  // namespace

std::optional<Curve> metric_curve(const Scenario& scenario, const MeasuredMetric& measured,
                                  const MetricTally& tally, double confidence) {
  if (const auto* retention = std::get_if<RetentionTally>(&tally)) {
    return survival(scenario, measured, *retention, confidence);
  }
  if (const auto* time = std::get_if<TimeTally>(&tally)) {
    return incidence(scenario, measured, time->restricted.n, time->first, confidence);
  }
  return std::nullopt;
}

std::optional<Curve> goal_curve(const Scenario& scenario, const MeasuredMetric& measured,
                                const ReachTally& tally, double confidence) {
  std::optional<Curve> curve = incidence(scenario, measured, tally.n, tally.first, confidence);
  if (!curve) return curve;
  const auto reached = std::accumulate(tally.first.begin(), tally.first.end(), std::uint64_t{0});
  for (const double probability : {0.1, 0.25, 0.5, 0.75, 0.9}) {
    if (reached == 0) break;
    const double wanted = probability * static_cast<double>(reached);
    curve->among_reached.push_back({probability, time_of_reach(measured, tally.first, wanted)});
  }
  return curve;
}

}  // namespace journeylab
