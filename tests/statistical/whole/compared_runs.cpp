// simulate and compare.
#include <algorithm>

#include <fmt/format.h>

#include "run/run.h"
#include "statistical/whole/runs.h"
#include "yaml/read_scenario.h"

namespace journeylab::whole {
namespace {

constexpr std::size_t twin = 1;
constexpr std::size_t better = 2;

// What is counted of one metric.
struct Counted {
  Rate control;
  std::vector<Rate> curve;  // by time
  Rate twin_difference;
  Rate better_difference;
  Rate better_relative;
  PValues p_value;
  PValues p_value_in_segment;
};

void count_curve(const KnownMetric& known, const std::optional<Curve>& curve, Counted& counted) {
  counted.curve.resize(known.curve_times.size());
  if (!curve) return;
  for (std::size_t i = 0; i < known.curve_times.size(); ++i) {
    // The last point that is shown up to then; the truth is known at its own time.
    const auto behind =
        std::upper_bound(curve->time.begin(), curve->time.end(), known.curve_times[i]);
    const auto at = static_cast<std::size_t>(behind - curve->time.begin()) - 1;
    counted.curve[i].add(Interval{curve->low[at], curve->high[at]}, known.curve(curve->time[at]));
  }
}

void count_comparison(const KnownMetric& known, const Comparison& comparison, Counted& counted) {
  if (comparison.segment) {
    const bool first_of_twin = comparison.variant == twin && *comparison.segment == 0;
    if (first_of_twin) counted.p_value_in_segment.add(comparison.p_value);
    return;
  }
  if (comparison.variant == twin) {
    counted.twin_difference.add(comparison.difference, 0.0);
    counted.p_value.add(comparison.p_value);
  } else {
    const double difference = known.better - known.control;
    counted.better_difference.add(comparison.difference, difference);
    counted.better_relative.add(comparison.relative, difference / known.control);
  }
}

std::vector<Counted> count_runs(const KnownScenario& known, std::uint64_t runs) {
  const Scenario scenario = read_scenario_text(known.text, known.name);
  const std::vector<std::size_t> variants{0, twin, better};
  std::vector<Counted> counted(known.metrics.size());
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    RunOptions options;
    options.variants = variants;
    options.paired = true;
    options.customers = known.customers;
    options.seed = seed;
    options.threads = 1;
    const Analysis analysis =
        analyze(scenario, variants, run(scenario, options).tally, {.compare = true});
    const VariantResult& control = analysis.variants[0];
    for (std::size_t m = 0; m < counted.size(); ++m) {
      counted[m].control.add(control.metrics[m].estimate, known.metrics[m].control);
      if (known.metrics[m].curve) count_curve(known.metrics[m], control.curves[m], counted[m]);
    }
    for (const Comparison& comparison : analysis.comparisons) {
      count_comparison(known.metrics[comparison.metric], comparison, counted[comparison.metric]);
    }
  }
  return counted;
}

Line line_of(const KnownScenario& known, const KnownMetric& metric, Promise promise) {
  return {.name = fmt::format("{}, {}: {}", known.name, metric.name, metric.kind),
          .figures = {},
          .promise = words_of(promise),
          .broken = {}};
}

}  // namespace

ComparedRuns compared_runs(const std::vector<KnownScenario>& scenarios, std::uint64_t runs) {
  ComparedRuns result;
  result.estimates = {.id = "estimates", .columns = {"control", "holds", "promise"}, .lines = {}};
  result.curves = {.id = "curves",
                   .columns = {"control's curve", "early", "in the middle", "late", "promise"},
                   .lines = {}};
  result.differences = {
      .id = "differences",
      .columns = {"what", "twin: difference", "better: difference", "better: relative", "promise"},
      .lines = {}};
  result.p_values = {.id = "compare_p_values", .columns = p_value_columns, .lines = {}};
  for (const KnownScenario& known : scenarios) {
    const std::vector<Counted> counted = count_runs(known, runs);
    for (std::size_t m = 0; m < counted.size(); ++m) {
      const KnownMetric& metric = known.metrics[m];
      const Counted& of = counted[m];
      const Promise promise = Promise::near;
      Line estimate = line_of(known, metric, promise);
      of.control.write_coverage(promise, estimate);
      result.estimates.lines.push_back(estimate);
      if (metric.curve) {
        Line curve = line_of(known, metric, promise);
        for (const Rate& rate : of.curve) rate.write_coverage(promise, curve);
        result.curves.lines.push_back(curve);
      }
      Line difference = line_of(known, metric, promise);
      of.twin_difference.write_coverage(promise, difference);
      of.better_difference.write_coverage(promise, difference);
      of.better_relative.write_coverage(promise, difference);
      result.differences.lines.push_back(difference);
      const std::string& name = estimate.name;
      result.p_values.lines.push_back(of.p_value.line(name, metric.p_values));
      if (of.p_value_in_segment.empty()) continue;
      result.p_values.lines.push_back(
          of.p_value_in_segment.line(name + ", one segment", metric.p_values_in_segment));
    }
  }
  return result;
}

}  // namespace journeylab::whole
