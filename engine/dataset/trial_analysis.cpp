#include "dataset/trial_analysis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "dataset/compare_arms.h"
#include "dataset/sample_ratio.h"
#include "dataset/trial_notes.h"
#include "stats/multiplicity.h"

namespace journeylab {
namespace {

TrialVerdict verdict_of(const TrialComparison& comparison, const TrialPlan& plan,
                        const SampleRatio& ratio) {
  if (!comparison.difference.value || !comparison.p_value_adjusted) return TrialVerdict::unknown;
  if (ratio.state == SampleRatioVerdict::broken && !plan.force) return TrialVerdict::withheld;
  const double difference = *comparison.difference.value;
  if (*comparison.p_value_adjusted >= 1.0 - plan.confidence || difference == 0.0) {
    return TrialVerdict::undecided;
  }
  const bool rises = difference > 0.0;
  const bool good = rises != plan.metrics[comparison.metric].lower_is_better;
  return good ? TrialVerdict::better : TrialVerdict::worse;
}

void compare_all(const TrialData& data, const TrialPlan& plan, const std::vector<TrialGroup>& arms,
                 std::optional<std::size_t> segment, std::vector<TrialComparison>& comparisons) {
  for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
    for (std::size_t a = 1; a < data.arms.size(); ++a) {
      TrialComparison comparison =
          compare_arms(plan.metrics[m], arms[0].metrics[m], arms[a].metrics[m], plan.confidence);
      comparison.metric = m;
      comparison.arm = a;
      comparison.segment = segment;
      comparisons.push_back(std::move(comparison));
    }
  }
}

// Corrects the p-values of those comparisons that are, or are not, of segments.
void adjust_family(const TrialPlan& plan, bool segments, std::vector<TrialComparison>& all) {
  const Adjustment adjustment = adjustment_named(plan.adjustment).value_or(Adjustment::holm);
  std::vector<std::optional<double>> p_values;
  for (const TrialComparison& comparison : all) {
    const bool member = comparison.segment.has_value() == segments;
    p_values.push_back(member ? comparison.p_value : std::nullopt);
  }
  const auto adjusted = adjust_p_values(p_values, adjustment);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].segment.has_value() == segments) all[i].p_value_adjusted = adjusted[i];
  }
}

}  // namespace

std::string_view name_of(TrialVerdict verdict) noexcept {
  switch (verdict) {
    case TrialVerdict::better:
      return "better";
    case TrialVerdict::worse:
      return "worse";
    case TrialVerdict::undecided:
      return "undecided";
    case TrialVerdict::withheld:
      return "withheld";
    case TrialVerdict::unknown:
      return "unknown";
  }
  return "";
}

TrialAnalysis analyze_trial(const TrialData& data, const TrialPlan& plan) {
  TrialAnalysis analysis;
  analysis.ratio = sample_ratio(data, plan);
  compare_all(data, plan, data.total, {}, analysis.comparisons);
  for (std::size_t s = 0; s < data.segments.size(); ++s) {
    compare_all(data, plan, data.segments[s].arms, s, analysis.comparisons);
  }
  adjust_family(plan, false, analysis.comparisons);
  adjust_family(plan, true, analysis.comparisons);
  for (TrialComparison& comparison : analysis.comparisons) {
    comparison.verdict = verdict_of(comparison, plan, analysis.ratio);
  }
  analysis.notes = trial_notes(data, plan, analysis.comparisons);
  return analysis;
}

}  // namespace journeylab
