#include <algorithm>
#include <numeric>

#include <catch2/catch.hpp>

#include "cohort/distributions.h"
#include "scenario/curve_grid.h"
#include "unit/run/one_step.h"

namespace journeylab {
namespace {

const std::string coin = "  a: {outcomes: {yes: {chance: 0.3, goal: g, end: x}, no: {end: y}}}\n";
const std::string share = "metrics: {m: {goal: g, primary: true}}\n";

std::uint64_t successes(const RunTally& tally) {
  return std::get<ShareTally>(total(tally.variants[0].metrics[0])).successes;
}

}  // namespace

TEST_CASE("every customer is counted once, whatever the number", "[run]") {
  const Scenario scenario = small_scenario(coin, share);
  for (const std::uint64_t n : {1, 2, 4095, 4096, 4097, 16384, 16385, 50000}) {
    const RunResult result = run(scenario, small_run(n));
    CHECK(result.complete);
    CHECK(result.tally.customers == n);
    const FlowTally& flow = result.tally.variants[0].flow;
    CHECK(flow.steps[0].visits == n);
    CHECK(std::accumulate(flow.endings.begin(), flow.endings.end(), std::uint64_t{0}) == n);
  }
}

TEST_CASE("more customers keep those before them: a run is a prefix of a longer one", "[run]") {
  const Scenario scenario = small_scenario(coin, share);
  std::uint64_t expected = 0;
  for (std::uint64_t customer = 1; customer <= 200; ++customer) {
    const Story story = trace_customer(scenario, 0, customer, 1);
    expected += std::any_of(story.events.begin(), story.events.end(),
                            [](const Event& event) { return event.kind == Event::Kind::goal; });
  }
  CHECK(successes(run(scenario, small_run(200)).tally) == expected);
}

TEST_CASE("distributions are those of the first customers, curves and metrics of the same",
          "[run]") {
  const Scenario scenario = small_scenario(
      "  a: {outcomes: {yes: {chance: 0.3, after: 'exponential(mean=5)', goal: g, revenue: 3, end: "
      "x},"
      " no: {end: y}}}\n",
      "metrics: {m: {goal: g, within: 4 days}, r: {mean: revenue}}\n");
  const std::uint64_t all = distribution_customers;
  const auto distributions = [&](std::uint64_t n) {
    return run(scenario, small_run(n)).tally.variants[0].distributions;
  };
  const DistributionTally whole = distributions(all);
  CHECK(whole.goals[0].n == all);
  CHECK(whole.revenue.customers == all);
  CHECK(distributions(all + 1) == whole);
  CHECK_FALSE(distributions(all - 1) == whole);
  const RunTally tally = run(scenario, small_run(50000)).tally;
  const ReachTally& reaches = tally.variants[0].distributions.goals[0];
  const std::vector<Ticks> borders = curve_borders(scenario, scenario.metrics[0]);
  std::uint64_t in_time = 0;
  for (std::size_t k = 0; k < reaches.first.size(); ++k) {
    if (borders[k + 1] <= std::get<GoalShare>(scenario.metrics[0].kind).within) {
      in_time += reaches.first[k];
    }
  }
  CHECK(in_time == successes(tally));
  const AmountHistogram& revenue = tally.variants[0].distributions.revenue;
  CHECK(revenue.bins[AmountHistogram::bin_of(3.0)] == tally.variants[0].flow.goals[0].customers);
}

TEST_CASE("nothing is counted of distributions where no metric asks for any", "[run]") {
  const Scenario scenario = small_scenario(coin, "metrics: {m: {mean: cost}}\n");
  const RunTally tally = run(scenario, small_run(1000)).tally;
  CHECK(tally.variants[0].distributions.revenue == AmountHistogram{});
  CHECK(tally.variants[0].distributions.goals == std::vector<ReachTally>(1));
}

TEST_CASE("a stay is as long as its waits, and ends at the horizon at the latest", "[run]") {
  const std::string journey =
      "  a: {wait: 3 days, outcomes: {on: {after: 2 days, go: b}}}\n"
      "  b: {race: {slow: {in: 9 days, end: x}, never: {in: 1e300, end: y}}}\n"
      "  c: {wait: 1e300, end: z}\n";
  const Scenario scenario = small_scenario(journey + "variants: {}\n");
  const auto day = static_cast<std::uint64_t>(scenario.ticks_per_unit());
  for (const Executor executor : {Executor::reference, Executor::batch}) {
    const RunTally tally = run(scenario, small_run(100, executor)).tally;
    const std::vector<StepTally>& steps = tally.variants[0].flow.steps;
    CHECK((steps[0].stay_ticks == WideCount{100 * 5 * day}));
    CHECK((steps[1].stay_ticks == WideCount{100 * 5 * day}));  // of 9 days
  }
}

TEST_CASE("another seed gives other customers, the same seed the same", "[run]") {
  const Scenario scenario = small_scenario(coin, share);
  RunOptions options = small_run(10000);
  const RunTally first = run(scenario, options).tally;
  CHECK(run(scenario, options).tally == first);
  options.seed = 2;
  CHECK_FALSE(run(scenario, options).tally == first);
}

TEST_CASE("a stopping rule sees growing tallies at numbers that depend on nothing", "[run]") {
  const Scenario scenario = small_scenario(coin, share);
  std::vector<std::vector<std::uint64_t>> looks;
  for (const int threads : {1, 2, 8}) {
    RunOptions options = small_run(5'000'000);
    options.threads = threads;
    std::vector<std::uint64_t> seen;
    options.enough = [&](const RunTally& tally) {
      seen.push_back(tally.customers);
      return tally.customers > 700'000;
    };
    const RunResult result = run(scenario, options);
    CHECK(result.complete);
    CHECK(result.tally.customers == seen.back());
    looks.push_back(seen);
  }
  // The first is at 2^19; no step is larger than what the rule says and one more shard.
  REQUIRE(looks[0].size() > 3);
  CHECK(looks[0].front() == first_look);
  for (std::size_t i = 1; i < looks[0].size(); ++i) {
    CHECK(looks[0][i] >= look_after(looks[0][i - 1]));
    CHECK(looks[0][i] <= look_after(looks[0][i - 1]) + 65536);
  }
  CHECK(looks[0] == looks[1]);
  CHECK(looks[0] == looks[2]);
}

TEST_CASE("a run that is asked to stop gives what it knows, marked as partial", "[run]") {
  const Scenario scenario = small_scenario(coin, share);
  std::stop_source stop;
  RunOptions options = small_run(50'000'000);
  options.stop = stop.get_token();
  options.progress = [&](const Progress& progress) {
    CHECK(progress.customers_planned == 50'000'000);
    if (progress.customers_done > 100'000) stop.request_stop();
  };
  const RunResult result = run(scenario, options);
  CHECK_FALSE(result.complete);
  CHECK(result.tally.customers > 100'000);
  CHECK(result.tally.customers < 50'000'000);
  // What was counted is what a run of that many customers counts.
  CHECK(run(scenario, small_run(result.tally.customers)).tally == result.tally);
}

TEST_CASE("a run can be stopped within one customer that goes on for long", "[run]") {
  const Scenario scenario = read_scenario_text(
      "horizon: 1000 years\ntime_unit: second\njourney:\n  a: {wait: 10000, go: a}\n", "long.yaml");
  for (const Executor executor : {Executor::reference, Executor::batch}) {
    std::stop_source stop;
    RunOptions options = small_run(1000, executor);
    options.stop = stop.get_token();
    stop.request_stop();
    const RunResult result = run(scenario, options);
    CHECK_FALSE(result.complete);
    CHECK(result.tally.customers == 0);
  }
}

TEST_CASE("pairs of a variant that changes nothing never differ", "[run]") {
  const Scenario scenario = read_scenario_text(
      "horizon: 10 days\nvariants: {twin: {description: the same}}\n"
      "metrics: {m: {goal: g}, t: {time_to: g}}\njourney:\n" +
          coin,
      "twin.yaml");
  RunOptions options = small_run(20000);
  options.variants = {0, 1};
  options.paired = true;
  const RunTally tally = run(scenario, options).tally;
  const auto pair = std::get<PairedShareTally>(total(tally.variants[1].paired[0]));
  CHECK(pair.control_only + pair.variant_only == 0);
  CHECK(pair.both + pair.neither == 20000);
  CHECK(std::get<PairedMeanTally>(total(tally.variants[1].paired[1])).differing == 0);
}

TEST_CASE("goals of one moment are reached together, whatever their order", "[run]") {
  for (const std::string goals : {"[g, h]", "[h, g]"}) {
    const Scenario scenario =
        small_scenario("  a: {goal: " + goals + ", end: x}\n",
                       "metrics: {m: {returned: {to: h, from: g, window: [0 days, 2 days]}}}\n");
    for (const Executor executor : {Executor::reference, Executor::batch}) {
      const RunTally tally = run(scenario, small_run(100, executor)).tally;
      const auto mean = std::get<MeanTally>(total(tally.variants[0].metrics[0]));
      CHECK(mean.moments.mean[0] == 1.0);
      CHECK(mean.moments.mean[1] == 1.0);
    }
  }
}

TEST_CASE("a draw that is added moves no other draw", "[run]") {
  const auto read = [](const std::string& step) {
    return read_scenario_text(
        "horizon: 99 days\nstate: {s: 0}\nmetrics: {m: {goal: g}}\njourney:\n" + step,
        "draws.yaml");
  };
  const Scenario plain =
      read("  a: {outcomes: {yes: {chance: 0.3, goal: g, end: x}, no: {end: y}}}\n");
  const Scenario busy = read(
      "  a: {wait: exponential(mean=1), cost: 'gamma(shape=2.5, scale=1)', set: {s: "
      "exponential(mean=1)},\n"
      "      outcomes: {yes: {chance: 0.3, after: exponential(mean=2), goal: g, end: x}, no: {end: "
      "y}}}\n");
  CHECK(successes(run(plain, small_run(30000)).tally) ==
        successes(run(busy, small_run(30000)).tally));
}

}  // namespace journeylab
