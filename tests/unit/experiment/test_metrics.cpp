#include <cmath>

#include <catch2/catch.hpp>

#include "experiment/metrics.h"
#include "stats/proportion.h"
#include "stats/retention.h"
#include "unit/experiment/by_hand.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

Estimate estimate_of(const Metric& metric, const MetricTally& tally, double confidence = 0.95) {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric};
  return metric_result(measured(scenario, scenario.metrics[0]), tally, confidence).estimate;
}

}  // namespace

TEST_CASE("a share is a proportion with Wilson's interval", "[metrics]") {
  const ShareTally share{.n = 400, .successes = 100};
  const Estimate estimate = estimate_of(metric_of("conversion", goal_kind()), share, 0.9);
  CHECK(*estimate.value == 0.25);
  CHECK(*estimate.standard_error == Approx(std::sqrt(0.25 * 0.75 / 400)).epsilon(1e-14));
  CHECK(*estimate.low == wilson_interval(share, 0.9).low);
  CHECK(*estimate.high == wilson_interval(share, 0.9).high);
  CHECK(estimate.n == 400);
  CHECK(estimate.method == "wilson");
  CHECK(estimate.reason.empty());
}

TEST_CASE("a return after a goal is a proportion of those who reached it", "[metrics]") {
  // Six customers, four reached the goal, three of them came back.
  const MeanTally tally{moments_of({{1, 1}, {1, 1}, {1, 1}, {0, 1}, {0, 0}, {0, 0}})};
  const Metric metric =
      metric_of("back", Returned{.to = 0, .from = 0U, .window_begin = 0.0, .window_end = day});
  const Estimate estimate = estimate_of(metric, tally);
  CHECK(*estimate.value == 0.75);
  CHECK(estimate.n == 4);
  CHECK(*estimate.low == wilson_interval({.n = 4, .successes = 3}, 0.95).low);
  const MeanTally nobody{moments_of({{0, 0}, {0, 0}})};
  CHECK_FALSE(estimate_of(metric, nobody).value);
  CHECK(estimate_of(metric, nobody).reason == "no customers");
}

TEST_CASE("a mean and a ratio carry their methods", "[metrics]") {
  const Estimate mean =
      estimate_of(metric_of("revenue", mean_kind()), MeanTally{moments_of({{1.0}, {2.0}, {6.0}})});
  CHECK(*mean.value == 3.0);
  CHECK(*mean.standard_error == Approx(std::sqrt(7.0 / 3.0)).epsilon(1e-14));
  // t with 2 degrees of freedom at 95 %: 4.3026527297494639.
  CHECK(*mean.high == Approx(3.0 + 4.3026527297494639 * std::sqrt(7.0 / 3.0)).epsilon(1e-12));
  CHECK(mean.method == "t");
  CHECK(mean.n == 3);
  const Estimate ratio = estimate_of(metric_of("basket", ratio_kind()),
                                     MeanTally{moments_of({{4.0, 1.0}, {2.0, 1.0}, {0.0, 1.0}})});
  CHECK(*ratio.value == 2.0);
  CHECK(ratio.method == "delta method, t");
  const Estimate constant_mean =
      estimate_of(metric_of("one", mean_kind()), MeanTally{moments_of({{3.0}, {3.0}})});
  CHECK(*constant_mean.low == 3.0);
  CHECK(*constant_mean.high == 3.0);
  CHECK(constant_mean.method == "exact: no spread among customers");
}

TEST_CASE("a metric of nobody or of one customer says why something is missing", "[metrics]") {
  const Estimate nobody = estimate_of(metric_of("revenue", mean_kind()), MeanTally{});
  CHECK_FALSE(nobody.value);
  CHECK(nobody.reason == "no customers");
  CHECK(nobody.method.empty());
  const Estimate one =
      estimate_of(metric_of("revenue", mean_kind()), MeanTally{moments_of({{5.0}})});
  CHECK(*one.value == 5.0);
  CHECK_FALSE(one.low);
  CHECK_FALSE(one.standard_error);
  CHECK_FALSE(one.reason.empty());
  CHECK_FALSE(estimate_of(metric_of("conversion", goal_kind()), ShareTally{}).value);
}

TEST_CASE("retention is read at the border of its age", "[metrics]") {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("kept", retained_kind(33.0 * day))};
  const MeasuredMetric kept = measured(scenario, scenario.metrics[0]);
  const std::size_t border = read_border(kept);
  CHECK(kept.borders[border] == 33.0 * day);
  const std::size_t cells = kept.borders.size() - 1;
  // 30 of 100 end in the cell just before the age, 20 more in the one just after.
  RetentionTally tally;
  tally.groups = {life_table(cells, 60, 30, border - 1), life_table(cells, 40, 20, border)};
  const Estimate estimate = metric_result(kept, tally, 0.95).estimate;
  CHECK(*estimate.value == Approx(0.7).epsilon(1e-14));
  CHECK(estimate.n == 100);
  CHECK(estimate.method == "log-log");
  CHECK(*estimate.standard_error == Approx(std::sqrt(0.21 / 100)).epsilon(1e-12));
  CHECK(*estimate.low < 0.7);
  CHECK(*estimate.high > 0.7);

  RetentionTally all_kept;
  all_kept.groups = {life_table(cells, 50, 20, border)};
  const Estimate kept_all = metric_result(kept, all_kept, 0.95).estimate;
  CHECK(*kept_all.value == 1.0);
  CHECK(*kept_all.high == 1.0);
  CHECK(*kept_all.low < 1.0);
  CHECK(kept_all.method == "wilson, of those at risk");
}

TEST_CASE("retention beyond those who were followed is a reason", "[metrics]") {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("kept", retained_kind(50.0 * day))};
  const MeasuredMetric kept = measured(scenario, scenario.metrics[0]);
  LifeTable table(kept.borders.size() - 1);
  table.entered = 10;
  table.followed[3] = 10;
  const Estimate unknown = metric_result(kept, retention_of({table}), 0.95).estimate;
  CHECK_FALSE(unknown.value);
  CHECK(unknown.reason == "nobody was followed that long");
  CHECK(unknown.n == 10);
  const Estimate nobody =
      metric_result(kept, retention_of({LifeTable(kept.borders.size() - 1)}), 0.95).estimate;
  CHECK(nobody.reason == "no customers");
}

TEST_CASE("a time to a goal has a restricted mean, quantiles and those who reached", "[metrics]") {
  Scenario scenario = plain_scenario();
  scenario.metrics = {metric_of("time", TimeTo{.goal = 0})};
  const MeasuredMetric time = measured(scenario, scenario.metrics[0]);
  TimeTally tally;
  tally.first.resize(time.borders.size() - 1);
  // Ten customers: four reach in cell 0, two in cell 9, four never.
  tally.first[0] = 4;
  tally.first[9] = 2;
  tally.restricted =
      moments_of({{0.05}, {0.05}, {0.05}, {0.05}, {0.95}, {0.95}, {100}, {100}, {100}, {100}});
  tally.reached = moments_of({{0.05}, {0.05}, {0.05}, {0.05}, {0.95}, {0.95}});
  const MetricResult result = metric_result(time, tally, 0.95);
  CHECK(*result.estimate.value == Approx(40.21).epsilon(1e-14));
  CHECK(result.estimate.n == 10);
  REQUIRE(result.time_to);
  CHECK(result.time_to->n_reached == 6);
  CHECK(*result.time_to->mean_among_reached == Approx(0.35).epsilon(1e-14));
  // A cell is 100 / 1024 days: the third of six lies three quarters through the first cell.
  const double cell = 100.0 / 1024.0;
  CHECK(*result.time_to->median_among_reached == Approx(0.75 * cell).epsilon(1e-12));
  const auto& quantiles = result.time_to->quantiles;
  REQUIRE(quantiles.size() == 5);
  CHECK(quantiles[0].probability == 0.1);
  CHECK(*quantiles[0].time == Approx(0.25 * cell).epsilon(1e-12));
  CHECK(*quantiles[2].time == Approx(9.5 * cell).epsilon(1e-12));
  CHECK_FALSE(quantiles[3].time);
  CHECK_FALSE(quantiles[4].time);

  TimeTally empty;
  empty.first.resize(time.borders.size() - 1);
  const MetricResult none = metric_result(time, empty, 0.95);
  CHECK_FALSE(none.estimate.value);
  CHECK_FALSE(none.time_to->mean_among_reached);
  CHECK_FALSE(none.time_to->median_among_reached);
}
