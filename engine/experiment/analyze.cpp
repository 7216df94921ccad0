#include <optional>

#include "experiment/amounts.h"
#include "experiment/analysis.h"
#include "experiment/comparisons.h"
#include "experiment/curves.h"
#include "experiment/flow.h"
#include "experiment/metrics.h"
#include "experiment/notes.h"

namespace journeylab {
namespace {

std::optional<Curve> curve_of(const Scenario& scenario, const MeasuredMetric& measured,
                              std::size_t metric, const MetricTally& all, const VariantTally& tally,
                              double confidence) {
  const std::vector<ReachTally>& goals = tally.distributions.goals;
  if (!std::holds_alternative<GoalShare>(measured.metric->kind) || goals.empty()) {
    return metric_curve(scenario, measured, all, confidence);
  }
  return goal_curve(scenario, measured, goals[metric], confidence);
}

VariantResult variant_result(const Scenario& scenario, const Variant& variant,
                             const std::vector<MeasuredMetric>& metrics, const VariantTally& tally,
                             double confidence) {
  VariantResult result;
  result.name = variant.name;
  result.description = variant.description;
  describe_flow(scenario, variant, tally.flow, result);
  result.revenue = amount_distribution(tally.distributions.revenue);
  result.segments.resize(scenario.segments.size());
  for (std::size_t s = 0; s < result.segments.size(); ++s) {
    result.segments[s].customers = tally.segment_customers[s];
  }
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    const MetricTally all = total(tally.metrics[m]);
    result.metrics.push_back(metric_result(metrics[m], all, confidence));
    result.curves.push_back(curve_of(scenario, metrics[m], m, all, tally, confidence));
    for (std::size_t s = 0; s < result.segments.size(); ++s) {
      result.segments[s].metrics.push_back(
          metric_result(metrics[m], tally.metrics[m][s], confidence));
    }
  }
  return result;
}

}  // namespace

std::string_view name_of(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::better:
      return "better";
    case Verdict::worse:
      return "worse";
    case Verdict::same:
      return "same";
    case Verdict::undecided:
      return "undecided";
  }
  return "undecided";
}

std::string_view name_of(GuardrailVerdict verdict) noexcept {
  switch (verdict) {
    case GuardrailVerdict::kept:
      return "kept";
    case GuardrailVerdict::broken:
      return "broken";
    case GuardrailVerdict::undecided:
      return "undecided";
  }
  return "undecided";
}

Analysis analyze(const Scenario& scenario, const std::vector<std::size_t>& variants,
                 const RunTally& tally, const AnalysisOptions& options) {
  std::vector<MeasuredMetric> metrics;
  for (const Metric& metric : scenario.metrics) metrics.push_back(measured(scenario, metric));
  Analysis analysis;
  for (std::size_t v = 0; v < variants.size(); ++v) {
    analysis.variants.push_back(variant_result(scenario, scenario.variants[variants[v]], metrics,
                                               tally.variants[v], options.confidence));
  }
  if (options.compare) {
    analysis.comparisons = compare_with_control(scenario, metrics, tally, options);
  }
  analysis.notes = notes_on(scenario, analysis);
  return analysis;
}

}  // namespace journeylab
