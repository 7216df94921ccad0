#include "experiment/comparisons.h"

#include <array>
#include <stdexcept>

#include "experiment/guardrails.h"
#include "stats/multiplicity.h"

namespace journeylab {
namespace {

Comparison comparison_of(const Effect& effect) {
  Comparison comparison;
  comparison.difference = effect.difference;
  comparison.relative = effect.relative;
  comparison.p_value = effect.p_value;
  comparison.method = effect.method;
  if (effect.same) comparison.verdict = Verdict::same;
  return comparison;
}

// The comparisons of one metric between control and one variant, overall first.
void compare_metric(const MeasuredMetric& measured, std::size_t metric, const RunTally& tally,
                    std::size_t variant, double confidence, std::vector<Comparison>& comparisons) {
  const auto& control_segments = tally.variants[0].metrics[metric];
  const auto& variant_segments = tally.variants[variant].metrics[metric];
  const auto& pair_segments = tally.variants[variant].paired[metric];
  const MetricTally control = total(control_segments);
  const MetricTally treated = total(variant_segments);
  const PairedTally pairs = total(pair_segments);
  const PairedTallies all{control, treated, pairs};
  Comparison overall = comparison_of(effect_of(measured, all, confidence));
  overall.metric = metric;
  overall.variant = variant;
  overall.family = measured.metric->primary ? TestFamily::primary : TestFamily::secondary;
  if (measured.metric->guardrail) {
    overall.guardrail = guardrail_result(measured, all, confidence);
  }
  comparisons.push_back(std::move(overall));
  if (control_segments.size() < 2) return;
  for (std::size_t s = 0; s < control_segments.size(); ++s) {
    const PairedTallies one{control_segments[s], variant_segments[s], pair_segments[s]};
    Comparison comparison = comparison_of(effect_of(measured, one, confidence));
    comparison.metric = metric;
    comparison.variant = variant;
    comparison.segment = static_cast<std::uint32_t>(s);
    comparison.family = TestFamily::segments;
    comparisons.push_back(std::move(comparison));
  }
}

void adjust_family(TestFamily family, Adjustment adjustment, std::vector<Comparison>& comparisons) {
  std::vector<Comparison*> members;
  std::vector<std::optional<double>> p_values;
  for (Comparison& comparison : comparisons) {
    if (comparison.family != family) continue;
    members.push_back(&comparison);
    p_values.push_back(comparison.p_value);
  }
  const auto adjusted = adjust_p_values(p_values, adjustment);
  for (std::size_t i = 0; i < members.size(); ++i) {
    members[i]->p_value_adjusted = adjusted[i];
    members[i]->adjustment = name_of(adjustment);
  }
}

Verdict verdict_of(const Comparison& comparison, bool higher_is_better, double confidence) {
  if (comparison.verdict == Verdict::same) return Verdict::same;
  if (!comparison.p_value_adjusted || !comparison.difference.value) return Verdict::undecided;
  const double difference = *comparison.difference.value;
  if (*comparison.p_value_adjusted > 1.0 - confidence || difference == 0.0) {
    return Verdict::undecided;
  }
  return (difference > 0.0) == higher_is_better ? Verdict::better : Verdict::worse;
}

}  // namespace

std::vector<Comparison> compare_with_control(const Scenario& scenario,
                                             const std::vector<MeasuredMetric>& metrics,
                                             const RunTally& tally,
                                             const AnalysisOptions& options) {
  const std::optional<Adjustment> adjustment = adjustment_named(options.adjustment);
  if (!adjustment) throw std::invalid_argument("unknown adjustment '" + options.adjustment + "'");
  std::vector<Comparison> comparisons;
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    for (std::size_t v = 1; v < tally.variants.size(); ++v) {
      compare_metric(metrics[m], m, tally, v, options.confidence, comparisons);
    }
  }
  for (const TestFamily family :
       {TestFamily::primary, TestFamily::secondary, TestFamily::segments}) {
    adjust_family(family, *adjustment, comparisons);
  }
  for (Comparison& comparison : comparisons) {
    const bool higher = scenario.metrics[comparison.metric].higher_is_better;
    comparison.verdict = verdict_of(comparison, higher, options.confidence);
  }
  return comparisons;
}

}  // namespace journeylab
