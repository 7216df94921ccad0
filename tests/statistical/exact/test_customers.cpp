// Who the customers are, and what formulas make of them: shares of segments, attributes and their
// correlation, state, and every operation, against numbers worked out apart.
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "exact/checks.h"
#include "exact/simulated.h"
#include "yaml/read_scenario.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 3;
constexpr std::uint64_t customers = 1'000'000;

// A formula at the end of a short, fixed journey: 2 visits of `step`, 3 of the goal, 1 e-mail and 2
// texts, revenue 30, cost 0.75, clock 1.5 days.
double value_of(const std::string& formula) {
  const Simulated run = simulate(fmt::format(R"(
horizon: 10 days
attributes: {{age_group: 3}}
assumptions: {{guess: 'gamma(mean=0.25, sd=0.1)'}}
segments: {{all: {{share: 100%, rate: 0.2 + guess}}}}
state: {{x: 2, y: -1}}
touchpoints:
  mail: {{channel: email, cost: 0.25}}
  text: {{channel: sms, cost: 0.25}}
  shop: {{channel: email, direction: inbound}}
journey:
  begin: {{at: mail, wait: 12 hours, goal: met, go: step}}
  step:
    at: text
    revenue: 15
    goal: met
    branch:
      - {{if: visits(step) < 2, after: 1 day, go: step}}
      - {{go: "last one"}}
  "last one": {{at: shop, end: over}}
metrics:
  value: {{mean: '{}'}}
)",
                                             formula),
                                 3, 50);
  return run.moments("value").mean[0];
}

}  // namespace

TEST_CASE("segments have their shares, and attributes their own distributions",
          "[exact][customers]") {
  const Simulated run = simulate(R"(
horizon: 1 day
segments:
  a: {share: 0.1%}
  b: {share: 33.3333333333333%, size: 'uniform(low=0, high=2)'}
  none: {share: 0}
  c: {share: rest, size: 7}
attributes:
  size: exponential(mean=5)
  double_size: 2 * size + base
  base: normal(mean=1, sd=1)
journey: {only: {end: done}}
metrics:
  size: {mean: size}
  sum: {mean: double_size}
  product: {mean: (size - base) ^ 2}
)",
                                 customers, 51);
  Checks checks(cases_in_file);
  const std::vector<std::uint64_t>& counts = run.tally.variants[0].segment_customers;
  const double third = 0.333333333333333;
  const double share[] = {0.001, third, 0.0, 1.0 - 0.001 - third};
  const double mean_size[] = {5.0, 1.0, 0.0, 7.0};
  const double square_size[] = {50.0, 4.0 / 3.0, 0.0, 49.0};
  for (std::size_t s = 0; s < 4; ++s) {
    const std::string& name = run.scenario.names.segments[s];
    checks.share(name, counts[s], customers, share[s]);
    if (counts[s] == 0) continue;
    const auto moments = [&](const char* metric) {
      return std::get<MeanTally>(run.metric_in(name, metric)).moments;
    };
    checks.mean("size in " + name, moments("size"), mean_size[s]);
    checks.mean("computed in " + name, moments("sum"), 2.0 * mean_size[s] + 1.0);
    // size and base are independent: E[(size - base)^2] = E[size^2] - 2 E[size] + 2.
    checks.mean("independent in " + name, moments("product"),
                square_size[s] - 2.0 * mean_size[s] + 2.0);
  }
  checks.verify();
}

TEST_CASE("correlation is that of the underlying normals", "[exact][customers]") {
  const Simulated run = simulate(R"(
horizon: 1 day
attributes:
  z: normal(mean=0, sd=1)
  w: normal(mean=3, sd=2)
  u: uniform(low=0, high=1)
  e: exponential(mean=1)
  lonely: normal(mean=0, sd=1)
correlation:
  - [z, w, 0.6]
  - [z, u, -0.5]
  - [w, e, 0.3]
journey: {only: {end: done}}
metrics:
  zz: {mean: z * z}
  zw: {mean: z * (w - 3) / 2}
  zu: {mean: z * (u - 0.5)}
  we: {mean: (w > 3) * (e > log(2))}
  ue: {mean: (u > 0.5) * (e > log(2))}
  low: {mean: u < 0.1}
  long: {mean: e > 3}
  lonely: {mean: lonely * z}
  uu: {mean: (u - 0.5) ^ 2}
)",
                                 customers, 52);
  Checks checks(cases_in_file);
  checks.mean("z z", run.moments("zz"), 1.0);
  checks.mean("z w", run.moments("zw"), 0.6);
  // E[Z Phi(Y)] = rho / (2 sqrt(pi)) for correlated standard normals (Stein's lemma).
  checks.mean("z u", run.moments("zu"), -0.5 / (2.0 * std::sqrt(M_PI)));
  // P(both above their medians) = 1/4 + asin(rho) / (2 pi) (Sheppard 1899).
  checks.mean("w e", run.moments("we"), 0.25 + std::asin(0.3) / (2.0 * M_PI));
  checks.mean("u e", run.moments("ue"), 0.25);
  // The margins stay what they were.
  checks.mean("low u", run.moments("low"), 0.1);
  checks.mean("long e", run.moments("long"), std::exp(-3.0));
  checks.mean("spread of u", run.moments("uu"), 1.0 / 12.0);
  checks.mean("not correlated", run.moments("lonely"), 0.0);
  checks.verify();
}

TEST_CASE("formulas have the values that the language gives them", "[exact][customers]") {
  struct Formula {
    const char* text;
    double value;
  };
  const Formula formulas[] = {
      {"2 + 3 * 4 - 6 / 4", 12.5},
      {"2 ^ 3 ^ 2", 512.0},
      {"-2 ^ 2", -4.0},
      {"(-2) ^ 2", 4.0},
      {"10 - 4 - 3", 3.0},
      {"35% + 1e-2", 0.36},
      {"2 hours", 1.0 / 12.0},
      {"1 month + 1 year + 1 week", 402.0},
      {"x + y", 1.0},
      {"age_group", 3.0},
      {"rate", 0.45},
      {"guess", 0.25},
      {"time", 1.5},
      {"revenue - cost", 29.25},
      {"contacts", 3.0},
      {"contacts(mail)", 1.0},
      {"contacts(text)", 2.0},
      {"contacts(shop)", 0.0},
      {"contacts(email)", 1.0},
      {"visits(step)", 2.0},
      {"visits(\"last one\")", 1.0},
      {"count(met)", 3.0},
      {"first(met)", 0.5},
      {"ended(over)", 1.0},
      {"1 < 2", 1.0},
      {"(2 <= 2) + (2 >= 3) + (2 > 1)", 2.0},
      {"(x == 2) + (x != 2)", 1.0},
      {"1 and 0 or 1", 1.0},
      {"not x == 3", 1.0},
      {"not 0 and 5", 1.0},
      {"min(3, x, 5)", 2.0},
      {"max(y, x)", 2.0},
      {"abs(y)", 1.0},
      {"exp(1)", M_E},
      {"log(10)", std::log(10.0)},
      {"sqrt(2)", std::sqrt(2.0)},
      {"floor(-1.5) + ceil(-1.5)", -3.0},
      {"logistic(0.3)", 1.0 / (1.0 + std::exp(-0.3))},
      {"logit(0.2)", std::log(0.25)},
      {"clamp(5, 0, x)", 2.0},
      {"clamp(y, 0, x)", 0.0},
      {"if(x > 0, 1, 1 / 0)", 1.0},
      {"if(0, log(-1), 4)", 4.0},
  };
  for (const Formula& formula : formulas) {
    INFO(formula.text);
    CHECK(value_of(formula.text) == Approx(formula.value).epsilon(1e-14).margin(1e-15));
  }
}
