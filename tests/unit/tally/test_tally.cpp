// Life tables, flows and whole runs: they merge entry by entry.
#include <cmath>

#include <catch2/catch.hpp>

#include "tally/tally.h"

using namespace journeylab;

namespace {

LifeTable table(std::uint32_t base) {
  LifeTable life(2);
  life.entered = 10 * base;
  life.events = {base, base + 1};
  life.competing = {base + 2, base + 3};
  life.followed = {base + 4, base + 5, base + 6};
  return life;
}

RunTally make_run(std::uint64_t base) {
  VariantTally variant;
  variant.flow.steps.resize(1);
  StepTally& step = variant.flow.steps[0];
  step.visits = base;
  step.customers = base + 1;
  step.entry_ticks = base + 2;
  step.stay_ticks = base + 11;
  step.revenue.add(static_cast<double>(base) * 0.1);
  step.cost.add(static_cast<double>(base) * 0.2);
  step.ways = {{base + 3, base + 4}};
  variant.flow.touchpoints.resize(1);
  variant.flow.touchpoints[0].visits = base + 5;
  variant.flow.touchpoints[0].contacts = base + 6;
  variant.flow.touchpoints[0].cost.add(static_cast<double>(base));
  variant.flow.goals = {{base + 7, base + 8}};
  variant.flow.endings = {base + 9, base + 10};
  variant.segment_customers = {base, 2 * base};
  variant.metrics = {{ShareTally{base + 3, base}, ShareTally{base + 5, base + 1}}};
  variant.paired = {{PairedShareTally{base, base + 1, base + 2, base + 3},
                     PairedShareTally{base + 4, base + 5, base + 6, base + 7}}};
  variant.distributions.goals = {{base, {base + 1, base + 2}}};
  variant.distributions.revenue.customers = base + 2;
  RunTally run;
  run.customers = 3 * base;
  run.variants = {variant};
  return run;
}

}  // namespace

TEST_CASE("life tables add cell by cell", "[tally]") {
  LifeTable sum = table(1);
  sum.merge(table(100));
  CHECK(sum.entered == 1010);
  CHECK(sum.events == std::vector<std::uint32_t>{101, 103});
  CHECK(sum.competing == std::vector<std::uint32_t>{105, 107});
  CHECK(sum.followed == std::vector<std::uint32_t>{109, 111, 113});
}

TEST_CASE("an empty life table changes nothing", "[tally]") {
  LifeTable sum = table(3);
  sum.merge(LifeTable(2));
  CHECK(sum == table(3));
  CHECK(LifeTable(2).followed.size() == 3);
}

TEST_CASE("runs merge in every part, and in any order where they only count", "[tally]") {
  RunTally merged = make_run(10);
  merged.merge(make_run(1000));
  CHECK(merged.customers == 3030);
  const VariantTally& variant = merged.variants[0];
  const StepTally& step = variant.flow.steps[0];
  CHECK(step.visits == 1010);
  CHECK(step.customers == 1012);
  CHECK((step.entry_ticks == WideCount{1014}));
  CHECK((step.stay_ticks == WideCount{1032}));
  CHECK(variant.distributions.goals[0] == ReachTally{1010, {1012, 1014}});
  CHECK(variant.distributions.revenue.customers == 1014);
  CHECK(std::abs(step.revenue.value() - 101.0) <= 1e-13);  // two terms, each rounded to 2^-54 of it
  CHECK(std::abs(step.cost.value() - 202.0) <= 1e-13);
  CHECK(step.ways[0] == WayTally{1016, 1018});
  CHECK(variant.flow.touchpoints[0].visits == 1020);
  CHECK(variant.flow.touchpoints[0].contacts == 1022);
  CHECK(variant.flow.touchpoints[0].cost.value() == 1010.0);
  CHECK(variant.flow.goals[0] == GoalTally{1024, 1026});
  CHECK(variant.flow.endings == std::vector<std::uint64_t>{1028, 1030});
  CHECK(variant.segment_customers == std::vector<std::uint64_t>{1010, 2020});
  CHECK(std::get<ShareTally>(variant.metrics[0][1]) == ShareTally{1020, 1012});
  CHECK(std::get<PairedShareTally>(variant.paired[0][0]) ==
        PairedShareTally{1010, 1012, 1014, 1016});

  RunTally other_order = make_run(1000);
  other_order.merge(make_run(10));
  CHECK(other_order == merged);
}

TEST_CASE("counts and moments go on beyond 2^32", "[tally]") {
  constexpr std::uint64_t many = (std::uint64_t{1} << 32) - 1;
  ShareTally share{.n = many, .successes = many - 1};
  share.merge({.n = many, .successes = 3});
  CHECK(share.n == 8589934590);
  CHECK(share.successes == 4294967297);
  PairedShareTally pairs{.both = many, .control_only = 1, .variant_only = many, .neither = 2};
  pairs.merge(pairs);
  CHECK(pairs.both == 8589934590);
  CHECK(pairs.variant_only == 8589934590);
  RunTally run = make_run(many);
  run.merge(make_run(many));
  CHECK(run.customers == 2 * make_run(many).customers);
  CHECK(run.variants[0].flow.steps[0].visits == 8589934590);
  CHECK(run.variants[0].flow.steps[0].entry_ticks == 8589934594);
  // Half of a thousand billion customers have 0, half 1: the variance is a quarter.
  Comoments moments{.variables = 1, .n = 1000};
  moments.mean[0] = 0.5;
  moments.products[0][0] = 250.0;
  for (int doubling = 0; doubling < 30; ++doubling) moments.merge(Comoments(moments));
  CHECK(moments.n == 1000 * (std::uint64_t{1} << 30));
  CHECK(moments.mean[0] == 0.5);
  CHECK(moments.variance(0) == Approx(0.25).epsilon(1e-11));
}

TEST_CASE("a customer enters the cell in which it ended, or ends its follow-up", "[tally]") {
  LifeTable life(2);
  life.enter(2, 0, true);   // ended in the first cell by the cause that counts
  life.enter(2, 1, false);  // ended in the second cell by another
  life.enter(1, 1, true);   // ended in a cell that its follow-up does not cover
  life.enter(2, 2, false);  // did not end
  life.enter(0, 2, false);  // was not followed for a whole cell
  CHECK(life.entered == 5);
  CHECK(life.events == std::vector<std::uint32_t>{1, 0});
  CHECK(life.competing == std::vector<std::uint32_t>{0, 1});
  CHECK(life.followed == std::vector<std::uint32_t>{1, 1, 1});
}

TEST_CASE("retention merges its groups apart", "[tally]") {
  RetentionTally sum{.groups = {table(1), table(10)}, .records = {}};
  sum.merge(RetentionTally{.groups = {table(100), table(1000)}, .records = {}});
  CHECK(sum.groups[0].events[0] == 101);
  CHECK(sum.groups[1].events[0] == 1010);
}

TEST_CASE("records of customers enter the tables that they are merged into", "[tally]") {
  RetentionTally sum{.groups = {LifeTable(2), LifeTable(2)}, .records = {}};
  RetentionTally shard;
  shard.records = {{.group = 1, .covered = 2, .ended = 0, .counts = true},
                   {.group = 0, .covered = 2, .ended = 1, .counts = false},
                   {.group = 1, .covered = 1, .ended = 2, .counts = false}};
  sum.merge(shard);
  RetentionTally by_hand{.groups = {LifeTable(2), LifeTable(2)}, .records = {}};
  by_hand.groups[1].enter(2, 0, true);
  by_hand.groups[0].enter(2, 1, false);
  by_hand.groups[1].enter(1, 2, false);
  CHECK(sum == by_hand);
}

TEST_CASE("times merge moments and first reaches", "[tally]") {
  TimeTally sum;
  sum.restricted.n = 2;
  sum.reached.n = 1;
  sum.first = {1, 0};
  TimeTally other = sum;
  other.first = {0, 5};
  sum.merge(other);
  CHECK(sum.restricted.n == 4);
  CHECK(sum.reached.n == 2);
  CHECK(sum.first == std::vector<std::uint64_t>{1, 5});
}

TEST_CASE("a tally without distributions changes none, and takes those of others", "[tally]") {
  DistributionTally some;
  some.goals = {{10, {1, 2}}, {}};
  some.revenue.customers = 10;
  some.revenue.add(3.5);
  DistributionTally sum = some;
  sum.merge(DistributionTally{});
  CHECK(sum == some);
  DistributionTally none;
  none.merge(some);
  CHECK(none == some);
  none.merge(some);
  CHECK(none.goals[0] == ReachTally{20, {2, 4}});
  CHECK(none.goals[1] == ReachTally{});
}

TEST_CASE("the total over segments is their merge", "[tally]") {
  const std::vector<MetricTally> shares{ShareTally{10, 1}, ShareTally{20, 5}, ShareTally{30, 7}};
  CHECK(std::get<ShareTally>(total(shares)) == ShareTally{60, 13});
  const std::vector<PairedTally> pairs{PairedRetentionTally{3}, PairedRetentionTally{4}};
  CHECK(std::get<PairedRetentionTally>(total(pairs)).differing == 7);
  PairedMeanTally mean;
  mean.moments.n = 5;
  mean.differing = 2;
  const std::vector<PairedTally> means{mean, mean};
  CHECK(std::get<PairedMeanTally>(total(means)).moments.n == 10);
  CHECK(std::get<PairedMeanTally>(total(means)).differing == 4);
}

TEST_CASE("a metric without a segment is a mistake in the program, not a value", "[tally]") {
  CHECK_THROWS_AS(total(std::vector<MetricTally>{}), std::logic_error);
  CHECK_THROWS_AS(total(std::vector<PairedTally>{}), std::logic_error);
}
