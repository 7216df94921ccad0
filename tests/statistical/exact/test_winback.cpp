// The win-back scenario against its exact answers: linear algebra for what has no limit of time,
// quadrature for what the horizon cuts off, 5 million simulated customers beside them.
#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "exact/absorbing.h"
#include "exact/checks.h"
#include "exact/simulated.h"
#include "scenario/curve_grid.h"
#include "stats/retention.h"
#include "yaml/read_scenario.h"

using namespace journeylab;
using namespace journeylab::exact;

namespace {

constexpr int cases_in_file = 2;
constexpr std::uint64_t customers = 5'000'000;
constexpr double horizon = 365.0;
constexpr double period = 30.0;
constexpr int periods = 12;

// The scenario's figures, derived from its text.
struct Answers {
  std::vector<double> share;
  std::vector<double> stay;
  std::vector<double> conversion;        // without limit of time, by segment
  std::vector<double> converted_5_days;  // by segment
  double mean_time = 0.0;                // to conversion, among converters
  double cost = 0.0;                     // without limit of time
  double payments = 0.0;                 // within the horizon
  std::vector<double> visits;            // without limit of time, by step
};

std::uint32_t step_of(const Scenario& scenario, const std::string& name) {
  const auto& steps = scenario.names.steps;
  return static_cast<std::uint32_t>(std::find(steps.begin(), steps.end(), name) - steps.begin());
}

double touchpoint_cost(const Scenario& scenario, std::uint32_t step) {
  const Variant& control = scenario.variants[0];
  const auto& touchpoint = control.steps[step].touchpoint;
  if (!touchpoint || !control.touchpoints[*touchpoint].cost) return 0.0;
  return std::get<Expression>(*control.touchpoints[*touchpoint].cost).number;
}

double way_chance(const AbsorbingChain& chain, std::uint32_t step) {
  for (const AbsorbingChain::Move& move : chain.moves) {
    if (move.from == step) return move.chance;
  }
  return 0.0;
}

// Payments of one segment: the first at the purchase, the k-th after 30 k days with chance stay^k,
// each if it comes within the horizon.
double payments_of(const AbsorbingChain& chain, std::uint32_t purchase, double stay) {
  double sum = 0.0;
  for (const Path& path : paths_to(chain, purchase)) {
    for (int k = 0; k <= periods; ++k) {
      sum += path.probability * std::pow(stay, k) * path.within(horizon - period * k);
    }
  }
  return sum;
}

Answers answers_of(const Scenario& scenario) {
  const std::uint32_t purchase = step_of(scenario, "purchase");
  const std::uint32_t loyalty = step_of(scenario, "loyalty");
  Answers answers;
  answers.visits.resize(scenario.names.steps.size());
  double time = 0.0;
  double converted = 0.0;
  for (std::uint32_t segment = 0; segment < scenario.segments.size(); ++segment) {
    const AbsorbingChain chain = absorbing_chain(scenario, segment);
    const double share = scenario.segments[segment].share;
    const Eigen::VectorXd visits = chain.visits();
    answers.share.push_back(share);
    answers.stay.push_back(way_chance(chain, loyalty));
    answers.conversion.push_back(visits(purchase));
    double soon = 0.0;
    for (const Path& path : paths_to(chain, purchase)) soon += path.probability * path.within(5.0);
    answers.converted_5_days.push_back(soon);
    for (std::uint32_t step = 0; step < answers.visits.size(); ++step) {
      answers.visits[step] += share * visits(step);
      answers.cost += share * visits(step) * touchpoint_cost(scenario, step);
    }
    time += share * visits(purchase) * chain.mean_time_to(purchase);
    converted += share * visits(purchase);
    answers.payments += share * payments_of(chain, purchase, answers.stay.back());
  }
  answers.mean_time = time / converted;
  return answers;
}

double weighted(const Answers& answers, const std::vector<double>& by_segment) {
  double sum = 0.0;
  for (std::size_t s = 0; s < by_segment.size(); ++s) sum += answers.share[s] * by_segment[s];
  return sum;
}

const double mean_payment = std::exp(3.5 + 0.6 * 0.6 / 2.0);

std::string more_metrics() {
  std::string text =
      "  ever: {goal: purchase}\n"
      "  in_5_days: {goal: purchase, within: 5 days}\n"
      "  cost: {mean: cost}\n"
      "  time: {time_to: purchase}\n";
  for (const char* step : {"sms", "checkout", "call", "loyalty"}) {
    text += fmt::format("  visits_{0}: {{mean: visits({0})}}\n", step);
  }
  for (int k = 1; k <= periods; ++k) {
    text += fmt::format(
        "  after_{}: {{retained: {{from: purchase, until: churned}}, at: {} days}}\n", k, 30 * k);
  }
  return text;
}

// Who churns at the end of period k among those still there, by the binomial distribution; and the
// product, where enough remain for its normal limit.
void check_retention(const Simulated& run, std::size_t segment, double stay, Checks& checks) {
  const std::string& name = run.scenario.names.segments[segment];
  for (int k = 1; k <= periods; ++k) {
    const std::string metric = fmt::format("after_{}", k);
    const auto& tally = std::get<RetentionTally>(run.metric_in(name, metric));
    const LifeCounts counts = pooled(tally.groups);
    const std::vector<Ticks> borders =
        curve_borders(run.scenario, run.scenario.metrics[run.scenario.metrics.size() - 1]);
    const auto border = static_cast<std::size_t>(
        std::find(borders.begin(), borders.end(), to_ticks(30.0 * k, 86400.0 * 1024.0)) -
        borders.begin());
    REQUIRE(border < borders.size());
    const RetentionCurve curve = retention_curve(counts, 0.95);
    const std::string what = fmt::format("{} after {} periods", name, k);
    checks.share(what + ", of those before", counts.events[border - 1], curve.at_risk[border - 1],
                 1.0 - stay);
    if (curve.at_risk[border] < 1000) continue;
    checks.z(what, curve.retained[border], std::pow(stay, k), curve.standard_error[border]);
  }
}

}  // namespace

TEST_CASE("the algebra of the win-back journey gives its known answers", "[exact][winback]") {
  const Scenario scenario = read_scenario_text(shipped("winback.yaml"), "winback.yaml");
  const Answers answers = answers_of(scenario);
  const auto visits = [&](const char* step) { return answers.visits[step_of(scenario, step)]; };
  // Products and sums of short decimals: right to the last digit written, and to 1e-15 beyond.
  const auto exactly = [](double value) { return Approx(value).epsilon(1e-14); };
  CHECK(answers.conversion[0] == exactly(0.1132416));
  CHECK(answers.conversion[1] == exactly(0.0632765625));
  CHECK(answers.conversion[2] == exactly(0.02896192));
  CHECK(weighted(answers, answers.conversion) == exactly(0.08139615275));
  CHECK(answers.cost == exactly(0.20951756));
  CHECK(visits("sms") == exactly(0.9415675));
  CHECK(visits("checkout") == exactly(0.12015195));
  CHECK(visits("call") == exactly(0.053325895));
  // Known to 7 and 9 digits: half a unit of the last one.
  CHECK(answers.mean_time == Approx(3.414303).margin(5e-7).epsilon(0));
  CHECK(answers.payments == Approx(0.287571352).margin(5e-10).epsilon(0));
  CHECK(answers.payments * mean_payment == Approx(11.401167145).margin(5e-9).epsilon(0));
  CHECK(answers.stay == std::vector<double>{0.75, 0.65, 0.55});
}

TEST_CASE("5 million simulated customers of the win-back journey hit the exact answers",
          "[exact][winback]") {
  std::string text = shipped("winback.yaml", more_metrics());
  const std::size_t variants = text.find("\nvariants:");
  const std::size_t metrics = text.find("\nmetrics:");
  REQUIRE(variants < metrics);
  text.erase(variants, metrics - variants);  // control alone
  const Simulated run = simulate(text, customers, 1);
  REQUIRE(run.tally.customers == customers);
  const Answers exact = answers_of(run.scenario);
  Checks checks(cases_in_file);
  for (std::size_t s = 0; s < exact.share.size(); ++s) {
    const std::string& segment = run.scenario.names.segments[s];
    checks.share(segment, run.tally.variants[0].segment_customers[s], customers, exact.share[s]);
    checks.share("conversion of " + segment, std::get<ShareTally>(run.metric_in(segment, "ever")),
                 exact.conversion[s]);
    checks.share("conversion in 5 days of " + segment,
                 std::get<ShareTally>(run.metric_in(segment, "in_5_days")),
                 exact.converted_5_days[s]);
    check_retention(run, s, exact.stay[s], checks);
  }
  checks.share("conversion", run.share("ever"), weighted(exact, exact.conversion));
  checks.mean("cost", run.moments("cost"), exact.cost);
  checks.mean("revenue", run.moments("revenue"), exact.payments * mean_payment);
  checks.mean("time to conversion", std::get<TimeTally>(run.metric("time")).reached,
              exact.mean_time);
  for (const char* step : {"sms", "checkout", "call"}) {
    checks.mean(std::string("visits of ") + step, run.moments(std::string("visits_") + step),
                exact.visits[step_of(run.scenario, step)]);
  }
  checks.mean("visits of loyalty", run.moments("visits_loyalty"), exact.payments);
  checks.verify();
}
