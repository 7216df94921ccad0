// Every kind of metric against its closed form.
#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "exact/checks.h"
#include "exact/simulated.h"
#include "scenario/curve_grid.h"
#include "stats/retention.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 7;
constexpr std::uint64_t customers = 1'000'000;

struct Retention {
  double value = 0.0;
  double standard_error = 0.0;
};

Retention retention_of(const Simulated& run, const std::string& name) {
  const auto tally = std::get<RetentionTally>(run.metric(name));
  const auto metric = std::find_if(run.scenario.metrics.begin(), run.scenario.metrics.end(),
                                   [&](const Metric& each) { return each.name == name; });
  const std::vector<Ticks> borders = curve_borders(run.scenario, *metric);
  const Ticks at = std::get<Retained>(metric->kind).at;
  const auto border =
      static_cast<std::size_t>(std::find(borders.begin(), borders.end(), at) - borders.begin());
  REQUIRE(border < borders.size());
  const RetentionCurve curve = retention_curve(pooled(tally.groups), 0.95);
  return {curve.retained[border], curve.standard_error[border]};
}

void check_retention(const Simulated& run, const std::string& name, double exact, Checks& checks) {
  const Retention found = retention_of(run, name);
  checks.z(name, found.value, exact, found.standard_error);
}

}  // namespace

TEST_CASE("a goal within a time is the share of all who enter", "[exact][metrics]") {
  const Simulated run = simulate(R"(
horizon: 10 days
journey:
  try:
    outcomes:
      yes: {chance: 0.4, after: exponential(mean=5), goal: won, go: again}
      no: {end: lost}
  again: {wait: 1 hour, goal: won, end: done}
metrics:
  early: {goal: won, within: 2 days}
  all: {goal: won}
)",
                                 customers, 31);
  Checks checks(cases_in_file);
  checks.share("early", run.share("early"), 0.4 * -std::expm1(-0.4));
  checks.share("all", run.share("all"), 0.4 * -std::expm1(-2.0));
  CHECK(run.goal("won").customers == run.share("all").successes);
  CHECK(run.goal("won").count > run.goal("won").customers);
  checks.verify();
}

TEST_CASE("retention: competing endings keep a customer, the horizon alone censors",
          "[exact][metrics]") {
  // Entry into the pool at an exponential time, so that follow-up differs; then two constant
  // hazards, a and b.
  const Simulated run = simulate(R"(
horizon: 100 days
journey:
  wait_for_it: {wait: exponential(mean=40), goal: in, go: pool}
  pool:
    race:
      leaves: {in: exponential(mean=50), end: left}
      dies: {in: exponential(mean=25), end: dead}
metrics:
  left:     {retained: {from: in, until: left}, at: 30 days}
  dead:     {retained: {from: in, until: [dead]}, at: 30 days}
  either:   {retained: {from: in, until: [left, dead]}, at: 30 days}
  any:      {retained: {from: in}, at: 30 days}
  late:     {retained: {from: in, until: left}, at: 90 days}
  of_entry: {retained: {from: entry}, at: 60 days}
)",
                                 customers, 32);
  Checks checks(cases_in_file);
  const double a = 0.02;
  const double b = 0.04;
  const double gone = -std::expm1(-(a + b) * 30.0);  // by either
  check_retention(run, "left", 1.0 - a / (a + b) * gone, checks);
  check_retention(run, "dead", 1.0 - b / (a + b) * gone, checks);
  check_retention(run, "either", 1.0 - gone, checks);
  check_retention(run, "any", 1.0 - gone, checks);
  check_retention(run, "late", 1.0 - a / (a + b) * -std::expm1(-(a + b) * 90.0), checks);
  // Exp(1/40) + Exp(0.06) beyond 60 days.
  const double in = 1.0 / 40.0;
  const double out = a + b;
  check_retention(run, "of_entry",
                  (out * std::exp(-in * 60.0) - in * std::exp(-out * 60.0)) / (out - in), checks);
  checks.verify();
}

TEST_CASE("returned counts any reach in a window that lacks its end", "[exact][metrics]") {
  const Simulated run = simulate(R"(
horizon: 10 days
journey:
  start: {wait: 'uniform(low=0, high=1)', goal: origin, go: first}
  first: {wait: exponential(mean=1), goal: back, go: second}
  second: {wait: exponential(mean=1), goal: back, go: third}
  third: {wait: exponential(mean=1), goal: back, end: done}
metrics:
  window: {returned: {to: back, from: origin, window: [1 day, 2 days]}}
  from_entry: {returned: {to: back, window: [0 days, 1 day]}}
  late: {returned: {to: back, from: origin, window: [9.5 days, 10 days]}}
)",
                                 customers, 33);
  Checks checks(cases_in_file);
  // No reach in [1, 2): n reaches before 1, and either n = 3, or none in the day after.
  const double none = std::exp(-1.0);
  const double fewer_than_3 = none * 2.5;
  const double window = fewer_than_3 * (1.0 - none);
  const Comoments back = run.moments("window");
  checks.mean("window", back, window);
  CHECK(back.mean[1] == 1.0);
  // First reach at U + E < 1.
  const ShareTally entry = run.share("from_entry");
  checks.share("from entry", entry, std::exp(-1.0));
  // At ages 9.5..10 few are left to come back, and whose origin is later than the window allows
  // count as not returned all the same: P(second or third reach is in [9.5, 10 - u]).
  double late = 0.0;
  constexpr int steps = 2000;
  const auto below_3 = [](double t) { return std::exp(-t) * (1.0 + t + t * t / 2.0); };
  for (int i = 0; i < steps; ++i) {
    const double u = (i + 0.5) / steps;
    const double end = 10.0 - u;
    if (end > 9.5) late += below_3(9.5) * -std::expm1(-(end - 9.5)) / steps;
  }
  checks.mean("late", run.moments("late"), late);
  CHECK(run.moments("late").n == customers);
  CHECK(run.moments("late").mean[1] == 1.0);
  checks.verify();
}

TEST_CASE("a mean is over all customers, at a time or at their end", "[exact][metrics]") {
  const Simulated run = simulate(R"(
horizon: 20 days
journey:
  earn:
    wait: exponential(mean=2)
    revenue: 3
    cost: 1
    goal: payment
    outcomes:
      go_on: {chance: 0.75, go: earn}
      stop: {end: stopped}
metrics:
  five: {mean: revenue - cost, within: 5 days}
  total: {mean: revenue}
  clock_at_five: {mean: time, within: 5 days}
  ended_by_five: {mean: ended(stopped), within: 5 days}
  first: {mean: 'min(first(payment), 20)'}
  count: {mean: count(payment), within: 5 days}
)",
                                 customers, 34);
  Checks checks(cases_in_file);
  // Payments come at rate 1/2 while alive; ending has rate 1/8.
  const auto payments = [](double t) { return 4.0 * -std::expm1(-t / 8.0); };
  checks.mean("profit in 5 days", run.moments("five"), 2.0 * payments(5.0));
  checks.mean("payments in 5 days", run.moments("count"), payments(5.0));
  checks.mean("revenue", run.moments("total"), 3.0 * payments(20.0));
  // The clock at 5 days or at the end: min(Exp(8), 5).
  checks.mean("clock at 5 days", run.moments("clock_at_five"), 8.0 * -std::expm1(-5.0 / 8.0));
  checks.mean("ended by 5 days", run.moments("ended_by_five"), -std::expm1(-5.0 / 8.0));
  checks.mean("first payment", run.moments("first"), 2.0 * -std::expm1(-10.0));
  checks.verify();
}

TEST_CASE("a ratio is one of means", "[exact][metrics]") {
  const Simulated run = simulate(R"(
horizon: 1 day
journey:
  buy:
    outcomes:
      none: {chance: 0.5, end: done}
      one: {chance: 0.3, revenue: 10, goal: order, end: done}
      two: {revenue: 14, goal: [order, bulk], go: more}
  more: {goal: order, end: done}
metrics:
  value: {ratio: [revenue, count(order)]}
)",
                                 customers, 35);
  Checks checks(cases_in_file);
  const Comoments moments = run.moments("value");
  checks.mean("numerator", moments, 5.8, 0);
  checks.mean("denominator", moments, 0.7, 1);
  const double ratio = moments.mean[0] / moments.mean[1];
  const double n = static_cast<double>(customers);
  const double spread = moments.variance(0) - 2.0 * ratio * moments.covariance(0, 1) +
                        ratio * ratio * moments.variance(1);
  checks.z("ratio", ratio, 5.8 / 0.7, std::sqrt(spread / n) / moments.mean[1]);
  checks.verify();
}

TEST_CASE("time to a goal: restricted mean, incidence, and the mean of those who reached it",
          "[exact][metrics]") {
  const Simulated run = simulate(R"(
horizon: 12 days
journey:
  try:
    outcomes:
      yes: {chance: 0.5, after: exponential(mean=4), goal: won, end: done}
      no: {end: lost}
metrics:
  time: {time_to: won}
)",
                                 customers, 36);
  Checks checks(cases_in_file);
  const auto tally = std::get<TimeTally>(run.metric("time"));
  const double in_time = -std::expm1(-3.0);
  // E[min(T, 12)] of the exponential, and 12 for the other half.
  checks.mean("restricted", tally.restricted, 0.5 * 4.0 * in_time + 0.5 * 12.0);
  checks.mean("among reached", tally.reached, 4.0 - 12.0 * std::exp(-3.0) / in_time);
  CHECK(tally.restricted.n == customers);
  checks.share("reached", tally.reached.n, customers, 0.5 * in_time);
  const std::vector<Ticks> borders = curve_borders(run.scenario, run.scenario.metrics[0]);
  std::uint64_t sum = 0;
  for (std::size_t cell = 0; cell < tally.first.size(); ++cell) {
    sum += tally.first[cell];
    if (cell % 128 != 127) continue;
    const double until = borders[cell + 1] / run.scenario.ticks_per_unit();
    checks.share(fmt::format("incidence at {}", until), sum, customers,
                 0.5 * -std::expm1(-until / 4.0));
  }
  checks.verify();
}

TEST_CASE("where keeps the customers that control's figures pick, in every variant",
          "[exact][metrics]") {
  const std::string text = R"(
horizon: 1 day
assumptions: {line: 'uniform(low=0.2, high=0.4)'}
attributes: {u: 'uniform(low=0, high=1)'}
segments:
  low: {share: 40%, p: 0.2}
  high: {share: 60%, p: 0.6}
journey:
  try:
    outcomes:
      yes: {chance: p, goal: won}
      no: {}
    end: done
variants:
  better: {segments: {low: {p: 0.7}}}
metrics:
  all: {goal: won}
  some: {goal: won, where: p < 0.5 and u < line}
)";
  const Simulated run = simulate(text, customers, 37);
  Checks checks(cases_in_file);
  for (std::size_t v = 0; v < 2; ++v) {
    const double p = v == 0 ? 0.2 : 0.7;
    const ShareTally some = run.share("some", v);
    checks.share("population", some.n, customers, 0.4 * 0.3);
    checks.share("share there", some, p);
    checks.share("share of all", run.share("all", v), 0.4 * p + 0.6 * 0.6);
    CHECK(some.n == run.share("some", 0).n);
  }
  // So too where the variant runs alone.
  CHECK(simulate(text, customers, 37, {1}).share("some") == run.share("some", 1));
  checks.verify();
}

TEST_CASE("a metric that is infinite for somebody stops the run", "[exact][metrics]") {
  const char* text = R"(
horizon: 10 days
journey:
  try:
    outcomes:
      yes: {chance: 0.5, goal: won}
      no: {}
    end: done
metrics:
  first: {mean: first(won)}
)";
  CHECK_THROWS_AS(simulate(text, 1000, 38), RunError);
}
