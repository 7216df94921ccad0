#include "experiment/guardrails.h"

namespace journeylab {

GuardrailResult guardrail_result(const MeasuredMetric& measured, const PairedTallies& tallies,
                                 double confidence) {
  GuardrailResult result;
  result.limit = measured.metric->guardrail.value();
  if (confidence <= 0.5) return result;
  // Two ends of a two-sided interval at 2 c - 1 are one-sided bounds at c each.
  const Effect effect = effect_of(measured, tallies, 2.0 * confidence - 1.0);
  if (effect.same) {
    result.worsening = result.bound_low = result.bound_high = 0.0;
    result.verdict = GuardrailVerdict::kept;
    return result;
  }
  const Estimate& relative = effect.relative;
  const bool higher = measured.metric->higher_is_better;
  if (relative.value) result.worsening = higher ? -*relative.value : *relative.value;
  if (!relative.low || !relative.high) return result;
  result.bound_low = higher ? -*relative.high : *relative.low;
  result.bound_high = higher ? -*relative.low : *relative.high;
  if (*result.bound_high <= result.limit) result.verdict = GuardrailVerdict::kept;
  if (*result.bound_low > result.limit) result.verdict = GuardrailVerdict::broken;
  return result;
}

}  // namespace journeylab
