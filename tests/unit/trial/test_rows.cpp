// The exported rows of a simulated test, read again as a real test's.
#include <cstdio>
#include <filesystem>

#include <catch2/catch.hpp>

#include "dataset/trial_analysis.h"
#include "trial/evidence.h"
#include "trial/prepare.h"
#include "trial/rows.h"
#include "unit/trial/small_test.h"

namespace journeylab {
namespace {

// A shop whose primary metric is this one.
Scenario shop(const std::string& primary) {
  std::string text(
      "horizon: 30\n"
      "segments: {new: {share: 60%, p: 0.2}, old: {share: rest, p: 0.5}}\n"
      "journey:\n"
      "  a: {wait: exponential(mean=4), outcomes: {yes: {chance: p, goal: g, revenue: "
      "exponential(mean=20), go: b}, no: {end: y}}}\n"
      "  b: {wait: exponential(mean=5), end: z}\n"
      "variants: {v: {segments: {new: {p: 0.3}}}}\n"
      "metrics: {m: {goal: g, within: 5}, r: {mean: revenue, within: 8}, q: {ratio: "
      "[revenue, 1 + count(g)], within: 8}, t: {time_to: g}, k: {retained: {from: g}, at: 5}}\n"
      "experiment: {traffic: 300/day, days: 12, follow_up: 5, plans: {fixed: {}}}\n");
  text.insert(text.find(primary + ": {") + primary.size() + 3, "primary: true, ");
  return read_scenario_text(text, "shop.yaml");
}

}  // namespace

TEST_CASE("analyze finds in the exported rows what the look found", "[trial]") {
  const std::string primary = GENERATE("m", "r", "q");
  INFO(primary);
  const Scenario scenario = shop(primary);
  const std::string file =
      (std::filesystem::temp_directory_path() / ("journeylab_rows_" + primary + ".csv")).string();
  write_rows(scenario, scenario.test_plan.plans, 1, file);
  TrialPlan plan;
  plan.arm = "arm";
  plan.control = "control";
  plan.segments = {"segment"};
  plan.metrics = {
      {.name = "m", .kind = TrialKind::conversion, .columns = {"m"}},
      {.name = "r", .kind = TrialKind::mean, .columns = {"r"}},
      {.name = "q", .kind = TrialKind::ratio, .columns = {"q_numerator", "q_denominator"}},
      {.name = "t", .kind = TrialKind::time, .columns = {"t", "t_event"}},
      {.name = "k", .kind = TrialKind::time, .columns = {"k", "k_event"}}};
  const TrialData data = read_trial(file, plan);
  const TrialAnalysis analysis = analyze_trial(data, plan);
  std::filesystem::remove(file);
  CHECK(data.rows == 3600);

  const auto prepared = prepare_experiment(scenario, scenario.test_plan.plans, 1);
  ReplicateRunner runner(prepared->setup(), {});
  const TestData test = runner.data_of(0);
  const Evidence look = look_at(test, 0, 1, 17, 0.95);
  const std::size_t metric = primary == "m" ? 0 : (primary == "r" ? 1 : 2);
  const TrialComparison& found = analysis.comparisons[metric];
  CHECK(static_cast<double>(found.control.n + found.treatment.n) == look.customers);
  CHECK(*found.difference.value == Approx(look.effect).epsilon(1e-10));
  // A look counts the customers who carry a ratio, the analysis of rows all of them.
  const double tolerance = primary == "q" ? 0.01 : 1e-8;
  CHECK(*found.p_value == Approx(look.p_value).epsilon(tolerance));
  CHECK(found.difference.interval->low == Approx(look.interval.low).epsilon(tolerance));
  // Means wait for eight days: who entered on the last three of twelve is not mature on day 17.
  const TrialComparison& revenue = analysis.comparisons[1];
  CHECK(revenue.control.n + revenue.treatment.n == 300 * 9);
  CHECK(revenue.control.missing + revenue.treatment.missing == 300 * 3);
  for (const std::size_t times : {3U, 4U}) {
    CHECK(analysis.comparisons[times].difference.value.has_value());
  }
}

}  // namespace journeylab
