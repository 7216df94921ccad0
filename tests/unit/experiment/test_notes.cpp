#include <catch2/catch.hpp>

#include "experiment/analysis.h"
#include "unit/experiment/by_hand.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

AnalysisOptions comparing() {
  AnalysisOptions options;
  options.compare = true;
  return options;
}

}  // namespace

TEST_CASE("metrics that condition on the journey are named in a note", "[notes]") {
  Scenario scenario = plain_scenario();
  Retained from_goal = retained_kind(30.0 * day);
  from_goal.from = 0U;
  scenario.metrics = {metric_of("kept", from_goal),
                      metric_of("kept_from_entry", retained_kind(30.0 * day)),
                      metric_of("basket", ratio_kind()), metric_of("revenue", mean_kind())};
  RunTally tally = empty_tally(scenario, 1);
  const std::size_t cells = 1025;
  tally.variants[0].metrics = {{retention_of({LifeTable(cells)}), retention_of({LifeTable(cells)})},
                               {retention_of({LifeTable(cells)}), retention_of({LifeTable(cells)})},
                               {MeanTally{}, MeanTally{}},
                               {MeanTally{}, MeanTally{}}};
  const Analysis analysis = analyze(scenario, {0}, tally, {});
  REQUIRE(analysis.notes.size() == 1);
  CHECK(analysis.notes[0].find("kept, basket each condition on") == 0);
  CHECK(analysis.notes[0].find("not a randomised comparison") != std::string::npos);
}

TEST_CASE("assumptions at their means are said to be so", "[notes]") {
  Scenario scenario = plain_scenario();
  scenario.assumptions.resize(1);
  const Analysis analysis = analyze(scenario, {0}, empty_tally(scenario, 1), {});
  REQUIRE(analysis.notes.size() == 1);
  CHECK(analysis.notes[0].find("the answer at the mean, not the mean answer") != std::string::npos);
}

TEST_CASE("an effect that reverses in the segments is noted", "[notes]") {
  // Ratios: within each segment the variant's is lower, yet its denominators move to the richer
  // segment, so that the total is higher.
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("basket", ratio_kind())};
  std::vector<std::vector<double>> poor;
  std::vector<std::vector<double>> rich;
  for (int i = 0; i < 40; ++i) {
    const double noise = 0.01 * (i % 5);
    poor.push_back({9.0 + noise, 9.0, 0.9 + 0.1 * noise, 1.0});
    rich.push_back({10.0 + noise, 1.0, 81.0 + noise, 9.0});
  }
  const MeanPair first = mean_pair(poor);
  const MeanPair second = mean_pair(rich);
  RunTally tally = empty_tally(scenario, 2);
  tally.variants[0].metrics = {{first.control, second.control}};
  tally.variants[1].metrics = {{first.variant, second.variant}};
  tally.variants[1].paired = {{first.pairs, second.pairs}};
  const Analysis analysis = analyze(scenario, {0, 1}, tally, comparing());
  REQUIRE(analysis.comparisons.size() == 3);
  CHECK(analysis.comparisons[0].verdict == Verdict::better);
  CHECK(analysis.comparisons[1].verdict == Verdict::worse);
  CHECK(analysis.comparisons[2].verdict == Verdict::worse);
  REQUIRE(analysis.notes.size() == 2);
  CHECK(analysis.notes[1].find("basket: one is better overall, yet worse in every segment") == 0);
}

TEST_CASE("a plain scenario needs no notes", "[notes]") {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("conversion", goal_kind())};
  RunTally tally = empty_tally(scenario, 2);
  add_shares(tally, {{{50, 5, 60, 400}, {50, 5, 60, 400}}});
  CHECK(analyze(scenario, {0, 1}, tally, comparing()).notes.empty());
}
