#include <algorithm>

#include <catch2/catch.hpp>

#include "experiment/analysis.h"
#include "stats/paired_proportions.h"
#include "unit/experiment/by_hand.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

using Tables = std::vector<std::vector<PairedShareTally>>;

const PairedShareTally clear_up{.both = 50, .control_only = 5, .variant_only = 60, .neither = 400};
const PairedShareTally clear_down{
    .both = 50, .control_only = 60, .variant_only = 5, .neither = 400};
const PairedShareTally unclear{.both = 50, .control_only = 10, .variant_only = 14, .neither = 400};
const PairedShareTally nothing{.both = 50, .control_only = 0, .variant_only = 0, .neither = 400};

AnalysisOptions comparing() {
  AnalysisOptions options;
  options.compare = true;
  return options;
}

// Two variants, two metrics: the primary and a second one.
Analysis two_metrics(const AnalysisOptions& options, const Tables& primary, const Tables& second,
                     bool second_higher = true) {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("conversion", goal_kind()), metric_of("complaints", goal_kind())};
  scenario.metrics[0].primary = true;
  scenario.metrics[1].higher_is_better = second_higher;
  RunTally tally = empty_tally(scenario, 3);
  add_shares(tally, primary);
  add_shares(tally, second);
  return analyze(scenario, {0, 1, 2}, tally, options);
}

const Comparison& find(const Analysis& analysis, std::size_t metric, std::size_t variant,
                       std::optional<std::uint32_t> segment) {
  const auto found = std::find_if(
      analysis.comparisons.begin(), analysis.comparisons.end(), [&](const Comparison& c) {
        return c.metric == metric && c.variant == variant && c.segment == segment;
      });
  REQUIRE(found != analysis.comparisons.end());
  return *found;
}

}  // namespace

TEST_CASE("every variant is compared on every metric, overall and by segment", "[comparisons]") {
  const Analysis analysis = two_metrics(comparing(), {{clear_up, nothing}, {unclear, clear_down}},
                                        {{clear_up, clear_up}, {nothing, nothing}}, false);
  CHECK(analysis.comparisons.size() == 2 * 2 * 3);
  CHECK(find(analysis, 0, 1, std::nullopt).verdict == Verdict::better);
  CHECK(find(analysis, 0, 1, 0U).verdict == Verdict::better);
  CHECK(find(analysis, 0, 1, 1U).verdict == Verdict::same);
  CHECK(find(analysis, 0, 2, 0U).verdict == Verdict::undecided);
  CHECK(find(analysis, 0, 2, 1U).verdict == Verdict::worse);
  // The second metric is better lower.
  CHECK(find(analysis, 1, 1, std::nullopt).verdict == Verdict::worse);
  CHECK(find(analysis, 1, 2, std::nullopt).verdict == Verdict::same);
  const Comparison& overall = find(analysis, 0, 1, std::nullopt);
  CHECK(*overall.difference.value == Approx(55.0 / 965.0));
  CHECK(overall.difference.n == 965);
  CHECK(overall.paired);
  CHECK_FALSE(overall.guardrail);
}

TEST_CASE("each family is corrected apart", "[comparisons]") {
  const Tables primary{{clear_up, nothing}, {unclear, nothing}};
  const Tables second{{unclear, unclear}, {clear_down, nothing}};
  const Analysis analysis = two_metrics(comparing(), primary, second);
  const double p_up = mcnemar_test(clear_up).p_value;
  const double p_unclear = mcnemar_test(unclear).p_value;
  const Comparison& first = find(analysis, 0, 1, std::nullopt);
  CHECK(first.family == TestFamily::primary);
  CHECK(*first.p_value == p_up);
  CHECK(*first.p_value_adjusted == Approx(2 * p_up).epsilon(1e-14));  // Holm over two variants
  CHECK(first.adjustment == "holm");
  CHECK(*find(analysis, 0, 2, std::nullopt).p_value_adjusted == Approx(p_unclear).epsilon(1e-14));
  CHECK(find(analysis, 1, 2, std::nullopt).family == TestFamily::secondary);
  CHECK(find(analysis, 0, 1, 0U).family == TestFamily::segments);
  // Eight segment comparisons in one family: the smallest p-value is multiplied by 8.
  CHECK(*find(analysis, 0, 1, 0U).p_value_adjusted == Approx(8 * p_up).epsilon(1e-13));
}

TEST_CASE("the correction can be chosen, and an unknown one is refused", "[comparisons]") {
  const Tables tables{{clear_up, nothing}, {unclear, nothing}};
  AnalysisOptions options = comparing();
  options.adjustment = "none";
  const Analysis plain = two_metrics(options, tables, tables);
  for (const Comparison& comparison : plain.comparisons) {
    CHECK(comparison.p_value == comparison.p_value_adjusted);
    CHECK(comparison.adjustment == "none");
  }
  options.adjustment = "holmes";
  CHECK_THROWS_AS(two_metrics(options, tables, tables), std::invalid_argument);
}

TEST_CASE("a comparison of nobody has no p-value and no part in its family", "[comparisons]") {
  const Tables primary{{clear_up, {}}, {unclear, {}}};
  const Analysis analysis = two_metrics(comparing(), primary, primary);
  const Comparison& nobody = find(analysis, 0, 1, 1U);
  CHECK_FALSE(nobody.p_value);
  CHECK_FALSE(nobody.p_value_adjusted);
  CHECK_FALSE(nobody.difference.value);
  CHECK(nobody.verdict == Verdict::undecided);
  const double p_up = mcnemar_test(clear_up).p_value;
  CHECK(*find(analysis, 0, 1, 0U).p_value_adjusted == Approx(4 * p_up).epsilon(1e-13));
}

TEST_CASE("the verdict is at the adjusted p-value and the confidence", "[comparisons]") {
  // p = 0.0414 alone; two such are 0.083 by Holm.
  const PairedShareTally near{.both = 9, .control_only = 6, .variant_only = 16, .neither = 69};
  REQUIRE(mcnemar_test(near).p_value == Approx(0.0525).margin(0.001));
  AnalysisOptions options = comparing();
  options.confidence = 0.9;
  const Tables two{{near, {}}, {near, {}}};
  CHECK(find(two_metrics(options, two, two), 0, 1, std::nullopt).verdict == Verdict::undecided);
  options.adjustment = "none";
  CHECK(find(two_metrics(options, two, two), 0, 1, std::nullopt).verdict == Verdict::better);
  options.confidence = 0.95;
  CHECK(find(two_metrics(options, two, two), 0, 1, std::nullopt).verdict == Verdict::undecided);
}

TEST_CASE("a single segment is not compared twice, and guardrails stand overall", "[comparisons]") {
  Scenario scenario = plain_scenario();
  scenario.segments.resize(1);
  scenario.metrics = {metric_of("conversion", goal_kind())};
  scenario.metrics[0].guardrail = 0.05;
  RunTally tally = empty_tally(scenario, 2);
  add_shares(tally, {{clear_up}});
  const Analysis analysis = analyze(scenario, {0, 2}, tally, comparing());
  REQUIRE(analysis.comparisons.size() == 1);
  CHECK(analysis.variants[1].name == "two");
  CHECK(analysis.comparisons[0].variant == 1);
  CHECK(analysis.comparisons[0].family == TestFamily::secondary);
  REQUIRE(analysis.comparisons[0].guardrail);
  CHECK(analysis.comparisons[0].guardrail->verdict == GuardrailVerdict::kept);
  AnalysisOptions only_describe;
  CHECK(analyze(scenario, {0, 2}, tally, only_describe).comparisons.empty());
}

TEST_CASE("verdicts are named as answers write them", "[comparisons]") {
  CHECK(name_of(Verdict::better) == "better");
  CHECK(name_of(Verdict::worse) == "worse");
  CHECK(name_of(Verdict::same) == "same");
  CHECK(name_of(Verdict::undecided) == "undecided");
  CHECK(name_of(GuardrailVerdict::kept) == "kept");
  CHECK(name_of(GuardrailVerdict::broken) == "broken");
  CHECK(name_of(GuardrailVerdict::undecided) == "undecided");
}
