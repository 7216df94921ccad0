#include "experiment/effects.h"

#include "stats/paired_means.h"
#include "stats/paired_proportions.h"
#include "stats/retention_difference.h"

namespace journeylab {
namespace {

constexpr const char* exact_method = "exact: no customer differs";

// No customer differs: whatever the kind, the effect is 0.
Effect no_effect(const MeasuredMetric& measured, const PairedTallies& tallies, double confidence) {
  const Estimate control = metric_result(measured, tallies.control, confidence).estimate;
  Effect effect;
  effect.same = control.value.has_value();
  if (!effect.same) {
    effect.difference = estimate_from(no_estimate(control.reason), control.n, {});
    effect.relative = effect.difference;
    effect.method = exact_method;
    return effect;
  }
  const Estimated nothing{
      .value = 0.0, .standard_error = 0.0, .interval = Interval{}, .reason = {}};
  effect.difference = estimate_from(nothing, control.n, exact_method);
  effect.relative = *control.value != 0.0
                        ? effect.difference
                        : estimate_from(no_estimate("nothing can be relative to control: it is 0"),
                                        control.n, {});
  effect.p_value = 1.0;
  effect.method = exact_method;
  return effect;
}

Effect share_effect(const PairedShareTally& pairs, double confidence) {
  const std::uint64_t n = pairs.both + pairs.control_only + pairs.variant_only + pairs.neither;
  const McNemarTest test = mcnemar_test(pairs);
  Effect effect;
  effect.difference =
      estimate_from(paired_difference(pairs, confidence), n, "paired score (Tango)");
  effect.relative = estimate_from(paired_relative_difference(pairs, confidence), n,
                                  "paired score (Nam and Blackwelder)");
  effect.p_value = test.p_value;
  effect.method = std::string("paired shares: score interval, ") +
                  (test.exact ? "exact McNemar test" : "McNemar test");
  return effect;
}

Effect mean_effect(const PairedMeanTally& pairs, double confidence) {
  const std::uint64_t n = pairs.moments.n;
  const bool ratios = pairs.moments.variables == 4;
  const TestedDifference tested = ratios ? paired_ratio_difference(pairs, confidence)
                                         : paired_mean_difference(pairs, confidence);
  const Estimated relative =
      ratios ? paired_ratio_relative(pairs, confidence) : paired_mean_relative(pairs, confidence);
  Effect effect;
  effect.difference = estimate_from(tested.difference, n, ratios ? "delta method, t" : "paired t");
  effect.relative = estimate_from(relative, n, ratios ? "delta method, t" : "Fieller");
  effect.p_value = tested.p_value;
  if (tested.test == "sign") {
    effect.difference.method = "exact: all customers differ alike";
    effect.method = "paired means: all customers differ alike, sign test";
  } else {
    effect.method = ratios ? "paired ratios: delta method, t test" : "paired means: t test";
  }
  return effect;
}

Effect retention_effect(const MeasuredMetric& measured, const PairedTallies& tallies,
                        double confidence) {
  const auto& control = std::get<RetentionTally>(tallies.control);
  const auto& variant = std::get<RetentionTally>(tallies.variant);
  const RetentionDifference result =
      retention_difference({control.groups, variant.groups}, read_border(measured), confidence);
  const std::uint64_t n = pooled(control.groups).entered;
  Effect effect;
  effect.difference = estimate_from(result.difference, n, "grouped jackknife, t");
  effect.relative = estimate_from(result.relative, n, "grouped jackknife of the logarithm, t");
  effect.p_value = result.p_value;
  effect.method = "paired retention: grouped jackknife, t test";
  return effect;
}

bool nobody_differs(const PairedTally& tally) {
  if (const auto* shares = std::get_if<PairedShareTally>(&tally)) {
    return shares->control_only + shares->variant_only == 0;
  }
  if (const auto* means = std::get_if<PairedMeanTally>(&tally)) return means->differing == 0;
  return std::get<PairedRetentionTally>(tally).differing == 0;
}

}  // namespace

Effect effect_of(const MeasuredMetric& measured, const PairedTallies& tallies, double confidence) {
  if (nobody_differs(tallies.pairs)) return no_effect(measured, tallies, confidence);
  if (const auto* shares = std::get_if<PairedShareTally>(&tallies.pairs)) {
    return share_effect(*shares, confidence);
  }
  if (const auto* means = std::get_if<PairedMeanTally>(&tallies.pairs)) {
    return mean_effect(*means, confidence);
  }
  return retention_effect(measured, tallies, confidence);
}

}  // namespace journeylab
