#include <catch2/catch.hpp>

#include "experiment/precision.h"
#include "stats/paired_proportions.h"
#include "stats/proportion.h"
#include "unit/experiment/by_hand.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

const PairedShareTally narrow{.both = 500, .control_only = 5, .variant_only = 6, .neither = 500};
const PairedShareTally wide{.both = 400, .control_only = 100, .variant_only = 200, .neither = 311};

double width(const Interval& interval) {
  return interval.high - interval.low;
}

AnalysisOptions options(bool compare) {
  AnalysisOptions result;
  result.compare = compare;
  return result;
}

}  // namespace

TEST_CASE("the precision of a run is the widest interval of its primary metric", "[precision]") {
  Scenario scenario = plain_scenario();
  scenario.segments.resize(1);
  scenario.metrics = {metric_of("other", goal_kind()), metric_of("conversion", goal_kind())};
  scenario.metrics[1].primary = true;
  RunTally tally = empty_tally(scenario, 3);
  add_shares(tally, {{{1, 0, 0, 1}}, {{1, 0, 0, 1}}});
  add_shares(tally, {{narrow}, {wide}});
  // Shares: control 505, variants 506 and 600 of 1011: the widest is nearest to a half.
  CHECK(*interval_width(scenario, {0, 1, 2}, tally, options(false), false) ==
        Approx(width(wilson_interval({.n = 1011, .successes = 505}, 0.95))).epsilon(1e-12));
  CHECK(*interval_width(scenario, {0, 1, 2}, tally, options(false), true) ==
        Approx(width(wilson_interval({.n = 1011, .successes = 505}, 0.95)) / (505.0 / 1011))
            .epsilon(1e-12));
  CHECK(*interval_width(scenario, {0, 1, 2}, tally, options(true), false) ==
        Approx(width(*paired_difference(wide, 0.95).interval)).epsilon(1e-12));
  CHECK(*interval_width(scenario, {0, 1, 2}, tally, options(true), true) ==
        Approx(width(*paired_relative_difference(wide, 0.95).interval)).epsilon(1e-12));
}

TEST_CASE("nobody who differs yet is not yet precise", "[precision]") {
  Scenario scenario = plain_scenario();
  scenario.segments.resize(1);
  scenario.metrics = {metric_of("conversion", goal_kind())};
  RunTally shares = empty_tally(scenario, 2);
  const PairedShareTally same{.both = 3, .control_only = 0, .variant_only = 0, .neither = 997};
  add_shares(shares, {{same}});
  CHECK(*interval_width(scenario, {0, 1}, shares, options(true), false) ==
        Approx(width(*paired_difference(same, 0.95).interval)).epsilon(1e-12));

  scenario.metrics = {metric_of("revenue", mean_kind())};
  const MeanPair none = mean_pair({{0.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}});
  RunTally means = empty_tally(scenario, 2);
  means.variants[0].metrics = {{none.control}};
  means.variants[1].metrics = {{none.variant}};
  means.variants[1].paired = {{none.pairs}};
  CHECK_FALSE(interval_width(scenario, {0, 1}, means, options(true), false));
  CHECK_FALSE(interval_width(scenario, {0, 1}, means, options(false), false));
}

TEST_CASE("everybody who differs alike is precise once it is certain", "[precision]") {
  Scenario scenario = plain_scenario();
  scenario.segments.resize(1);
  scenario.metrics = {metric_of("cost", mean_kind())};
  for (const std::size_t n : {3U, 30U}) {
    const MeanPair alike = mean_pair(std::vector<std::vector<double>>(n, {1.0, 1.5}));
    RunTally tally = empty_tally(scenario, 2);
    tally.variants[0].metrics = {{alike.control}};
    tally.variants[1].metrics = {{alike.variant}};
    tally.variants[1].paired = {{alike.pairs}};
    const auto found = interval_width(scenario, {0, 1}, tally, options(true), false);
    CHECK(found.has_value() == (n == 30));
    if (found) CHECK(*found == 0.0);
  }
}

TEST_CASE("a relative precision wants a hundred customers who make up the estimate",
          "[precision]") {
  Scenario scenario = plain_scenario();
  scenario.segments.resize(1);
  scenario.metrics = {metric_of("conversion", goal_kind())};
  for (const std::uint64_t successes : {99U, 100U}) {
    RunTally tally = empty_tally(scenario, 1);
    tally.variants[0].metrics = {{ShareTally{.n = 1'000'000, .successes = successes}}};
    CHECK(interval_width(scenario, {0}, tally, options(false), true).has_value() ==
          (successes == 100));
    CHECK(interval_width(scenario, {0}, tally, options(false), false));
  }
  // Of 200 customers 99, or 100, have spent 3: (3 k)^2 / (9 k) = k equal customers.
  scenario.metrics = {metric_of("revenue", mean_kind())};
  for (const std::size_t spent : {99U, 100U}) {
    std::vector<std::vector<double>> customers(200, {0.0});
    for (std::size_t i = 0; i < spent; ++i) customers[i] = {3.0};
    RunTally tally = empty_tally(scenario, 1);
    tally.variants[0].metrics = {{MeanTally{.moments = moments_of(customers)}}};
    CHECK(interval_width(scenario, {0}, tally, options(false), true).has_value() == (spent == 100));
    CHECK(interval_width(scenario, {0}, tally, options(false), false));
  }
}

TEST_CASE("a difference of means wants a hundred customers who differ", "[precision]") {
  Scenario scenario = plain_scenario();
  scenario.segments.resize(1);
  scenario.metrics = {metric_of("revenue", mean_kind())};
  for (const std::size_t differ : {99U, 100U}) {
    std::vector<std::vector<double>> customers(300, {1.0, 1.0});
    for (std::size_t i = 0; i < differ; ++i) customers[i] = {1.0, i % 2 == 0 ? 3.0 : 1.5};
    const MeanPair pair = mean_pair(customers);
    RunTally tally = empty_tally(scenario, 2);
    tally.variants[0].metrics = {{pair.control}};
    tally.variants[1].metrics = {{pair.variant}};
    tally.variants[1].paired = {{pair.pairs}};
    for (const bool relative : {false, true}) {
      CHECK(interval_width(scenario, {0, 1}, tally, options(true), relative).has_value() ==
            (differ == 100));
    }
  }
}

TEST_CASE("there is no precision without metrics, variants or estimates", "[precision]") {
  Scenario scenario = plain_scenario();
  CHECK_FALSE(interval_width(scenario, {0}, empty_tally(scenario, 1), options(false), false));
  scenario.metrics = {metric_of("conversion", goal_kind())};
  RunTally tally = empty_tally(scenario, 2);
  add_shares(tally, {{{0, 0, 0, 5}, {}}});
  CHECK_FALSE(interval_width(scenario, {0}, tally, options(true), false));
  CHECK_FALSE(interval_width(scenario, {0, 1}, tally, options(true), true));
  CHECK_FALSE(interval_width(scenario, {0}, tally, options(false), true));
  CHECK(interval_width(scenario, {0}, tally, options(false), false));
}
