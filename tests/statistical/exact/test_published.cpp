// The scenarios that play published experiments again: every arm has the published figures, taken
// as exact. They are written here once more, apart from the scenarios.
#include <cmath>

#include <catch2/catch.hpp>

#include "exact/checks.h"
#include "exact/simulated.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 4;
constexpr std::uint64_t customers = 3'000'000;

}  // namespace

TEST_CASE("the e-mail experiment has the published rates and spends in every arm",
          "[exact][scenarios]") {
  // Hillstrom (2008): customers, visits, conversions, mean and standard deviation of spend.
  struct Arm {
    double n, visits, conversions, mean, sd;
  };
  const Arm arms[] = {{21306, 2262, 122, 0.652789, 11.588200},
                      {21307, 3894, 267, 1.422617, 17.754205},
                      {21387, 3238, 189, 1.077202, 15.116106}};
  const Simulated run = simulate(
      shipped("hillstrom_email.yaml",
              "  log_spend: {mean: 'if(count(purchase) > 0, log(revenue), 0)'}\n"
              "  log_spend_squared: {mean: 'if(count(purchase) > 0, log(revenue) ^ 2, 0)'}\n"),
      customers, 101);
  REQUIRE(run.tally.variants.size() == 3);
  Checks checks(cases_in_file);
  for (std::size_t v = 0; v < 3; ++v) {
    const Arm& arm = arms[v];
    const double buy = arm.conversions / arm.n;
    // The lognormal spend of a buyer, from the moments of a customer: E[S] = buy E[X] and
    // E[S^2] = buy E[X^2].
    const double first = arm.mean / buy;
    const double second = (arm.sd * arm.sd + arm.mean * arm.mean) / buy;
    const double sigma_squared = std::log(second / (first * first));
    const double mu = std::log(first) - sigma_squared / 2.0;
    const std::string name = run.scenario.variants[v].name;
    checks.share(name + " visit", run.share("visit", v), arm.visits / arm.n);
    checks.share(name + " conversion", run.share("conversion", v), buy);
    checks.mean(name + " spend", run.moments("spend", v), arm.mean);
    checks.mean(name + " log spend", run.moments("log_spend", v), buy * mu);
    checks.mean(name + " log spend squared", run.moments("log_spend_squared", v),
                buy * (sigma_squared + mu * mu));
    CHECK(run.ended("censored", v) == 0);
  }
  checks.verify();
}

TEST_CASE("the game experiment has the published joint rates of return in both arms",
          "[exact][scenarios]") {
  struct Arm {
    double neither, first_only, second_only, both;
  };
  const Arm arms[] = {{22840, 13358, 1826, 6676}, {23597, 13613, 1773, 6506}};
  const Simulated run = simulate(
      shipped("cookie_cats.yaml", "  neither: {mean: count(play) == 0}\n"), customers, 102);
  REQUIRE(run.tally.variants.size() == 2);
  Checks checks(cases_in_file);
  for (std::size_t v = 0; v < 2; ++v) {
    const Arm& arm = arms[v];
    const double n = arm.neither + arm.first_only + arm.second_only + arm.both;
    const std::string name = run.scenario.variants[v].name;
    checks.share(name + " day 1", run.share("day_1", v), (arm.first_only + arm.both) / n);
    checks.share(name + " day 7", run.share("day_7", v), (arm.second_only + arm.both) / n);
    checks.mean(name + " both", run.moments("both_days", v), arm.both / n);
    checks.mean(name + " neither", run.moments("neither", v), arm.neither / n);
    checks.mean(name + " days", run.moments("days", v),
                (arm.first_only + arm.second_only + 2.0 * arm.both) / n);
  }
  checks.verify();
}

TEST_CASE("the first scenario of the guide with a variant runs", "[exact][scenarios]") {
  const std::string guide = shipped("README.md");
  const std::string fence = "```yaml\n";
  const std::size_t begin = guide.rfind(fence, guide.find("\nvariants:"));
  REQUIRE(begin != std::string::npos);
  const std::size_t text = begin + fence.size();
  const Simulated run =
      simulate(guide.substr(text, guide.find("```", text) - text), customers, 105);
  CHECK(run.scenario.warnings.empty());
  Checks checks(cases_in_file);
  checks.share("control", run.share("conversion", 0), 0.2 * 0.3);
  checks.share("variant", run.share("conversion", 1), 0.24 * 0.3);
  checks.verify();
}

TEST_CASE("the illustrative scenarios run in every variant, and their halves add up",
          "[exact][scenarios]") {
  const std::uint64_t few = 100'000;
  for (const char* file : {"subscription.yaml", "onboarding.yaml"}) {
    const Simulated run = simulate(shipped(file), few, 103);
    CHECK(run.scenario.warnings.empty());
    for (const VariantTally& variant : run.tally.variants) {
      std::uint64_t ended = 0;
      for (const std::uint64_t count : variant.flow.endings) ended += count;
      CHECK(ended == few);
    }
  }
  // One in five is in the hold-out, in every variant.
  const Simulated run = simulate(shipped("onboarding.yaml"), few, 104);
  Checks checks(cases_in_file);
  for (std::size_t v = 0; v < run.tally.variants.size(); ++v) {
    checks.share("hold-out", run.chosen("sign_up", v)[1], few, 0.2);
  }
  checks.verify();
}
