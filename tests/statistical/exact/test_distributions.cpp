// Every distribution of the language against Boost.Math: what customers draw, in every place where
// one can stand, and the moments of a million draws.
#include <algorithm>
#include <map>
#include <regex>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cohort/reference.h"
#include "exact/checks.h"
#include "exact/laws.h"
#include "exact/simulated.h"
#include "yaml/read_scenario.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 4;

// The same law, with parameters that are only known when a customer comes to draw.
std::string computed(const Law& law) {
  if (law.text.starts_with("empirical")) return law.text;
  return std::regex_replace(law.text, std::regex("=(-?[0-9.]+)"), "=$1 + zero");
}

// One step a law, one after another, each drawing everything it can.
std::string chain_of(const std::vector<Law>& laws, bool compute) {
  std::string text = "horizon: 30000 years\nstate: {zero: 0, kept: 0}\njourney:\n";
  for (std::size_t i = 0; i < laws.size(); ++i) {
    const Law& law = laws[i];
    const std::string draw = compute ? computed(law) : law.text;
    text += fmt::format("  {}:\n    revenue: {}\n    cost: {}\n    set: {{kept: '{}'}}\n", law.name,
                        draw, draw, draw);
    if (!law.may_be_negative) text += fmt::format("    wait: {}\n", draw);
    text += "    outcomes:\n      on:\n";
    if (!law.may_be_negative) text += fmt::format("        after: {}\n", draw);
    text += i + 1 < laws.size() ? fmt::format("        go: {}\n", laws[i + 1].name)
                                : "        end: done\n";
  }
  return text;
}

// What each law drew, by the place where it stood.
using Draws = std::map<std::string, std::vector<std::vector<double>>>;

Draws draws_of(const Scenario& scenario, std::size_t n_laws, std::uint64_t customers,
               std::uint64_t seed) {
  const JourneyPlan plan = compile(scenario, 0);
  ReferenceCustomer customer(plan, seed);
  FlowTally flow;
  flow.steps.resize(scenario.names.steps.size());
  for (StepTally& step : flow.steps) step.ways.resize(1);
  flow.endings.resize(scenario.names.statuses.size() + 1);
  Draws draws;
  for (const char* place : {"wait", "after", "revenue", "cost", "set"}) {
    draws[place].resize(n_laws);
  }
  for (std::uint64_t number = 1; number <= customers; ++number) {
    RawEvents events;
    customer.run(number, flow, &events);
    bool chosen = false;
    for (const RawEvent& event : events) {
      if (event.kind == Event::Kind::visit) chosen = false;
      if (event.kind == Event::Kind::choose) chosen = true;
      if (event.kind == Event::Kind::wait) {
        draws[chosen ? "after" : "wait"][event.step].push_back(event.amount / plan.ticks_per_unit);
      } else if (draws.contains(std::string(name_of(event.kind)))) {
        draws[std::string(name_of(event.kind))][event.step].push_back(event.amount);
      }
    }
  }
  return draws;
}

void check_draws(const std::vector<Law>& laws, const Draws& draws, std::uint64_t customers,
                 Checks& checks) {
  for (std::size_t i = 0; i < laws.size(); ++i) {
    for (const auto& [place, by_law] : draws) {
      const std::vector<double>& sample = by_law[i];
      if (sample.empty() && laws[i].may_be_negative) continue;
      REQUIRE(sample.size() == customers);
      const std::string what = fmt::format("{} in {}", laws[i].text, place);
      if (laws[i].discrete) {
        checks.discrete(what, sample, laws[i].cumulative);
      } else {
        checks.continuous(what, sample, laws[i].cumulative);
      }
    }
  }
}

// Correlation of two samples as a z-score: sqrt(n) r is close to standard normal if they are
// independent.
void check_independence(const std::string& what, const std::vector<double>& a,
                        const std::vector<double>& b, Checks& checks) {
  const auto n = static_cast<double>(a.size());
  const auto ranks = [](const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t x, std::size_t y) { return values[x] < values[y]; });
    std::vector<double> rank(values.size());
    for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<double>(i);
    return rank;
  };
  const std::vector<double> x = ranks(a);
  const std::vector<double> y = ranks(b);
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += (x[i] - (n - 1.0) / 2.0) * (y[i] - (n - 1.0) / 2.0);
  }
  checks.z(what, sum / (n * (n * n - 1.0) / 12.0), 0.0, 1.0 / std::sqrt(n - 1.0));
}

}  // namespace

TEST_CASE("what customers draw follows the distribution, wherever it stands",
          "[exact][distributions]") {
  constexpr std::uint64_t customers = 20'000;
  const std::vector<Law> laws = all_laws();
  const Scenario scenario = read_scenario_text(
      chain_of(laws, false), std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/test.yaml");
  Checks checks(cases_in_file);
  const Draws draws = draws_of(scenario, laws.size(), customers, 11);
  check_draws(laws, draws, customers, checks);
  // No two places and no two steps share a draw.
  const std::vector<double>& wait = draws.at("wait")[0];
  for (const char* place : {"after", "revenue", "cost", "set"}) {
    check_independence(fmt::format("wait and {}", place), wait, draws.at(place)[0], checks);
  }
  check_independence("two steps", wait, draws.at("wait")[1], checks);
  check_independence("revenue and cost", draws.at("revenue")[0], draws.at("cost")[0], checks);
  checks.verify();
}

TEST_CASE("parameters that are computed for each customer give the same distributions",
          "[exact][distributions]") {
  constexpr std::uint64_t customers = 5'000;
  const std::vector<Law> laws = all_laws();
  const Scenario scenario = read_scenario_text(
      chain_of(laws, true), std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/test.yaml");
  Checks checks(cases_in_file);
  check_draws(laws, draws_of(scenario, laws.size(), customers, 12), customers, checks);
  checks.verify();
}

TEST_CASE("a million draws have the distribution's mean and variance", "[exact][distributions]") {
  constexpr std::uint64_t customers = 1'000'000;
  const std::vector<Law> laws = all_laws();
  std::string attributes = "attributes:\n";
  std::string state = "state:\n";
  std::string set;
  std::string metrics = "metrics:\n";
  for (const Law& law : laws) {
    attributes += fmt::format("  a_{}: {}\n", law.name, law.text);
    state += fmt::format("  s_{}: 0\n", law.name);
    set += fmt::format("      s_{}: {}\n", law.name, law.text);
    metrics += fmt::format("  a_{0}: {{mean: a_{0}}}\n  s_{0}: {{mean: s_{0}}}\n", law.name);
  }
  const Simulated run =
      simulate("horizon: 1 day\n" + attributes + state + "journey:\n  draw:\n    set:\n" + set +
                   "    end: done\n" + metrics,
               customers, 13);
  Checks checks(cases_in_file);
  for (const Law& law : laws) {
    for (const char* kind : {"a_", "s_"}) {
      const Comoments moments = run.moments(kind + law.name);
      checks.z("mean of " + law.text, moments.mean[0], law.mean,
               std::sqrt(law.variance / static_cast<double>(customers)));
      checks.variance("variance of " + law.text, moments, law.variance, law.fourth_moment);
    }
  }
  checks.verify();
}

TEST_CASE("the checks themselves can raise the alarm", "[exact][distributions]") {
  constexpr std::uint64_t customers = 20'000;
  const std::vector<Law> laws = {all_laws()[0]};
  const Scenario scenario = read_scenario_text(chain_of(laws, false), "test.yaml");
  const std::vector<double> sample = draws_of(scenario, 1, customers, 14).at("revenue").front();
  // An exponential with a mean that is 8 % off.
  Checks continuous(cases_in_file);
  continuous.continuous("wrong mean", sample,
                        [](double x) { return -std::expm1(-x / (1.08 * 2.5)); });
  CHECK(continuous.alarm());
  Checks share(cases_in_file);
  share.share("wrong share", 5300, 10'000, 0.5);
  CHECK(share.alarm());
  Checks fair(cases_in_file);
  fair.share("right share", 5100, 10'000, 0.5);
  CHECK_FALSE(fair.alarm());
  Checks counts(cases_in_file);
  std::vector<double> same(1000, 1.0);
  counts.discrete("no spread", same, [](double x) { return x < 1.0 ? 0.5 : 1.0; });
  CHECK(counts.alarm());
  Checks empty(cases_in_file);
  empty.p_value("no answer", std::nan(""), "");
  CHECK(empty.alarm());
}
