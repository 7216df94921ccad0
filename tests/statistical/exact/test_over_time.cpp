// When goals are reached, how long visits take and how revenue spreads, against closed forms.
#include <cmath>
#include <functional>

#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "exact/checks.h"
#include "exact/simulated.h"
#include "scenario/curve_grid.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 1;
constexpr std::uint64_t customers = 250'000;
constexpr double horizon = 12.0;
constexpr double chance = 0.3;

double integral(const std::function<double(double)>& f, double from, double to) {
  return boost::math::quadrature::gauss_kronrod<double, 31>::integrate(f, from, to, 10, 1e-12);
}

// The wait of mean 2 passes, and with it the time after of mean 4: a hypoexponential time.
double later_than(double time) {
  return 2.0 * std::exp(-time / 4.0) - std::exp(-time / 2.0);
}

double bought_by(double time) {
  return 1.0 - later_than(time);
}

// A visit's time, from the chance that it takes longer: mean and spread from its moments.
void check_stay(const std::string& what, const StepTally& step, double ticks_per_unit,
                const std::function<double(double)>& longer_than, double longest, Checks& checks) {
  const double mean = integral(longer_than, 0.0, longest);
  const double square = integral([&](double t) { return 2.0 * t * longer_than(t); }, 0.0, longest);
  const auto visits = static_cast<double>(step.visits);
  checks.z(what, static_cast<double>(step.stay_ticks) / visits / ticks_per_unit, mean,
           std::sqrt((square - mean * mean) / visits));
}

void check_reaches(const Simulated& run, std::size_t metric, double share, Checks& checks) {
  const ReachTally& tally = run.tally.variants[0].distributions.goals[metric];
  const std::vector<Ticks> borders = curve_borders(run.scenario, run.scenario.metrics[metric]);
  checks.share(fmt::format("customers of metric {}", metric), tally.n, customers, share);
  std::uint64_t sum = 0;
  for (std::size_t cell = 0; cell < tally.first.size(); ++cell) {
    sum += tally.first[cell];
    if (cell % 128 != 127) continue;
    const double until = borders[cell + 1] / run.scenario.ticks_per_unit();
    checks.share(fmt::format("metric {} by {}", metric, until), sum, tally.n,
                 chance * bought_by(until));
  }
}

void check_revenue(const AmountHistogram& revenue, Checks& checks) {
  const boost::math::lognormal_distribution<double> law(3.0, 0.5);
  const double buyers = chance * bought_by(horizon);
  std::uint64_t below = 0;
  for (std::size_t bin = AmountHistogram::bins_of_sign; bin < revenue.bins.size(); ++bin) {
    below += revenue.bins[bin];
    const double border = AmountHistogram::high_border(bin);
    if (bin % 16 != 0 || border < 5.0 || border > 80.0) continue;
    checks.share(fmt::format("revenue below {}", border), below, revenue.customers,
                 buyers * cdf(law, border));
  }
  checks.share("any revenue", below, revenue.customers, buyers);
  CHECK(revenue.customers == customers);
  CHECK(revenue.least > 0.0);
}

}  // namespace

TEST_CASE("first reaches, stays and revenue follow their closed forms", "[exact][over-time]") {
  const Simulated run = simulate(R"(
horizon: 12 days
segments: {few: {share: 20%, chosen: 1}, many: {share: 80%, chosen: 0}}
journey:
  look:
    wait: exponential(mean=2)
    outcomes:
      buys: {chance: 0.3, after: exponential(mean=4), goal: bought, revenue: 'lognormal(mu=3, sigma=0.5)', go: use}
      goes: {end: lost}
  use:
    wait: 3 days
    end: kept
metrics:
  bought: {goal: bought, within: 6 days}
  of_few: {goal: bought, where: chosen > 0}
  revenue: {mean: revenue}
)",
                                 customers, 41);
  Checks checks(cases_in_file);
  const double unit = run.scenario.ticks_per_unit();
  // A wait alone, or with the time after it; both end at the horizon.
  check_stay(
      "look", run.step("look"), unit,
      [](double t) { return (1.0 - chance) * std::exp(-t / 2.0) + chance * later_than(t); },
      horizon, checks);
  // Longer than t < 3 after the purchase is who buys before horizon - t.
  check_stay(
      "use", run.step("use"), unit,
      [](double t) { return bought_by(horizon - t) / bought_by(horizon); }, 3.0, checks);
  check_reaches(run, 0, 1.0, checks);
  check_reaches(run, 1, 0.2, checks);
  check_revenue(run.tally.variants[0].distributions.revenue, checks);
  checks.verify();
}
