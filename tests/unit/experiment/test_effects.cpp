#include <catch2/catch.hpp>

#include "experiment/effects.h"
#include "experiment/guardrails.h"
#include "stats/paired_means.h"
#include "stats/paired_proportions.h"
#include "stats/retention_difference.h"
#include "unit/experiment/by_hand.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

MeasuredMetric plain(const Metric& metric) {
  return {.metric = &metric, .borders = {}, .ticks_per_unit = day};
}

struct ShareCase {
  Metric metric = metric_of("conversion", goal_kind());
  MetricTally control;
  MetricTally variant;
  PairedTally pairs;

  explicit ShareCase(const PairedShareTally& table) : pairs(table) {
    const std::uint64_t n = table.both + table.control_only + table.variant_only + table.neither;
    control = ShareTally{.n = n, .successes = table.both + table.control_only};
    variant = ShareTally{.n = n, .successes = table.both + table.variant_only};
  }
  [[nodiscard]] PairedTallies tallies() const { return {control, variant, pairs}; }
};

}  // namespace

TEST_CASE("shares are compared by the table of the same customers", "[effects]") {
  const PairedShareTally table{.both = 59, .control_only = 16, .variant_only = 6, .neither = 80};
  const ShareCase share(table);
  const Effect effect = effect_of(plain(share.metric), share.tallies(), 0.95);
  const Estimated difference = paired_difference(table, 0.95);
  CHECK(*effect.difference.value == *difference.value);
  CHECK(*effect.difference.low == difference.interval->low);
  CHECK(*effect.difference.high == difference.interval->high);
  CHECK(effect.difference.n == 161);
  CHECK(*effect.relative.low == paired_relative_difference(table, 0.95).interval->low);
  CHECK(*effect.p_value == mcnemar_test(table).p_value);
  CHECK(effect.method == "paired shares: score interval, exact McNemar test");
  CHECK_FALSE(effect.same);
}

TEST_CASE("no customer who differs is the same, exactly", "[effects]") {
  const ShareCase same({.both = 5, .control_only = 0, .variant_only = 0, .neither = 20});
  const Effect effect = effect_of(plain(same.metric), same.tallies(), 0.95);
  CHECK(effect.same);
  CHECK(*effect.difference.value == 0.0);
  CHECK(*effect.difference.low == 0.0);
  CHECK(*effect.difference.high == 0.0);
  CHECK(*effect.relative.high == 0.0);
  CHECK(*effect.p_value == 1.0);
  CHECK(effect.method == "exact: no customer differs");
  const ShareCase zero({.both = 0, .control_only = 0, .variant_only = 0, .neither = 20});
  const Effect none = effect_of(plain(zero.metric), zero.tallies(), 0.95);
  CHECK(none.same);
  CHECK_FALSE(none.relative.value);
  CHECK_FALSE(none.relative.reason.empty());
  const ShareCase nobody({});
  const Effect empty = effect_of(plain(nobody.metric), nobody.tallies(), 0.95);
  CHECK_FALSE(empty.same);
  CHECK_FALSE(empty.difference.value);
  CHECK_FALSE(empty.p_value);
  CHECK(empty.difference.reason == "no customers");
}

TEST_CASE("means and ratios are compared by paired moments", "[effects]") {
  const Metric revenue = metric_of("revenue", mean_kind());
  const MeanPair mean = mean_pair({{1.0, 2.0}, {4.0, 4.5}, {2.0, 2.0}, {6.0, 9.0}});
  const MetricTally control = mean.control;
  const MetricTally variant = mean.variant;
  const PairedTally pairs = mean.pairs;
  const Effect effect = effect_of(plain(revenue), {control, variant, pairs}, 0.95);
  const TestedDifference expected = paired_mean_difference(mean.pairs, 0.95);
  CHECK(*effect.difference.value == Approx(1.125));
  CHECK(*effect.difference.low == expected.difference.interval->low);
  CHECK(*effect.p_value == *expected.p_value);
  CHECK(effect.method == "paired means: t test");
  CHECK(effect.difference.n == 4);

  const Metric basket = metric_of("basket", ratio_kind());
  const MeanPair ratio = mean_pair({{3, 1, 4, 1}, {0, 2, 1, 2}, {7, 3, 5, 2}, {2, 1, 2, 1}});
  const MetricTally ratio_control = ratio.control;
  const MetricTally ratio_variant = ratio.variant;
  const PairedTally ratio_pairs = ratio.pairs;
  const Effect of_ratio =
      effect_of(plain(basket), {ratio_control, ratio_variant, ratio_pairs}, 0.9);
  CHECK(*of_ratio.difference.value == Approx(2.0 - 12.0 / 7.0).epsilon(1e-13));
  CHECK(*of_ratio.relative.high == paired_ratio_relative(ratio.pairs, 0.9).interval->high);
  CHECK(of_ratio.method == "paired ratios: delta method, t test");
}

TEST_CASE("retention is compared by leaving groups out", "[effects]") {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("kept", retained_kind(33.0 * day))};
  const MeasuredMetric kept = measured(scenario, scenario.metrics[0]);
  const std::size_t cells = kept.borders.size() - 1;
  RetentionTally control;
  RetentionTally variant;
  for (const std::uint32_t ended : {30U, 34U, 29U}) {
    control.groups.push_back(life_table(cells, 100, ended, 5));
    variant.groups.push_back(life_table(cells, 100, ended - 8 + ended % 3, 5));
  }
  const MetricTally control_tally = control;
  const MetricTally variant_tally = variant;
  const PairedTally pairs = PairedRetentionTally{.differing = 40};
  const Effect effect = effect_of(kept, {control_tally, variant_tally, pairs}, 0.95);
  const RetentionDifference expected =
      retention_difference({control.groups, variant.groups}, read_border(kept), 0.95);
  CHECK(*effect.difference.value == *expected.difference.value);
  CHECK(*effect.difference.low == expected.difference.interval->low);
  CHECK(*effect.p_value == *expected.p_value);
  CHECK(effect.difference.n == 300);
  const PairedTally nobody = PairedRetentionTally{};
  CHECK(effect_of(kept, {control_tally, control_tally, nobody}, 0.95).same);
}

TEST_CASE("a guardrail is kept, broken or undecided by one-sided bounds", "[effects]") {
  // Control 500 of 1000; the variant loses 100 and wins none: 20 % worse.
  ShareCase worse({.both = 400, .control_only = 100, .variant_only = 0, .neither = 500});
  const Interval two_sided =
      *paired_relative_difference(std::get<PairedShareTally>(worse.pairs), 0.9).interval;
  worse.metric.guardrail = 0.05;
  const GuardrailResult broken = guardrail_result(plain(worse.metric), worse.tallies(), 0.95);
  CHECK(broken.verdict == GuardrailVerdict::broken);
  CHECK(*broken.worsening == Approx(0.2));
  CHECK(*broken.bound_low == Approx(-two_sided.high).epsilon(1e-12));
  CHECK(*broken.bound_high == Approx(-two_sided.low).epsilon(1e-12));
  worse.metric.guardrail = 0.2;
  CHECK(guardrail_result(plain(worse.metric), worse.tallies(), 0.95).verdict ==
        GuardrailVerdict::undecided);
  worse.metric.guardrail = 0.3;
  CHECK(guardrail_result(plain(worse.metric), worse.tallies(), 0.95).verdict ==
        GuardrailVerdict::kept);
  worse.metric.higher_is_better = false;
  worse.metric.guardrail = 0.05;
  const GuardrailResult improved = guardrail_result(plain(worse.metric), worse.tallies(), 0.95);
  CHECK(improved.verdict == GuardrailVerdict::kept);
  CHECK(*improved.worsening == Approx(-0.2));
  CHECK(guardrail_result(plain(worse.metric), worse.tallies(), 0.4).verdict ==
        GuardrailVerdict::undecided);
}

TEST_CASE("a guardrail without a relative effect is undecided, and exact equality is kept",
          "[effects]") {
  ShareCase from_nothing({.both = 0, .control_only = 0, .variant_only = 10, .neither = 90});
  from_nothing.metric.guardrail = 0.05;
  const GuardrailResult unknown =
      guardrail_result(plain(from_nothing.metric), from_nothing.tallies(), 0.95);
  CHECK(unknown.verdict == GuardrailVerdict::undecided);
  CHECK_FALSE(unknown.worsening);
  ShareCase same({.both = 0, .control_only = 0, .variant_only = 0, .neither = 90});
  same.metric.guardrail = 0.0;
  const GuardrailResult kept = guardrail_result(plain(same.metric), same.tallies(), 0.95);
  CHECK(kept.verdict == GuardrailVerdict::kept);
  CHECK(*kept.worsening == 0.0);
}
