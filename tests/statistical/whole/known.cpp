#include "statistical/whole/known.h"

#include <cmath>

#include <Eigen/Dense>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

namespace journeylab::whole {
namespace {

double integral(const std::function<double(double)>& f, double low, double high) {
  return boost::math::quadrature::gauss_kronrod<double, 31>::integrate(f, low, high, 10, 1e-12);
}

// ---- memoryless ----

const char* const memoryless_text = R"(
horizon: 20 days
segments:
  keen: {share: 40%, p: 0.6, stay: 10}
  calm: {share: rest, p: 0.25, stay: 10}
journey:
  try:
    outcomes:
      yes: {chance: p, after: exponential(mean=4), goal: won, revenue: exponential(mean=50), go: pool}
      no: {end: lost}
  pool:
    race:
      leaves: {in: exponential(mean=stay), goal: left, end: left}
      dies: {in: exponential(mean=30), end: dead}
variants:
  twin:
    start: another_try
    journey:
      try: null
      pool: null
      another_try:
        outcomes:
          yes: {chance: p, after: exponential(mean=4), goal: won, revenue: exponential(mean=50), go: another_pool}
          no: {end: lost}
      another_pool:
        race:
          leaves: {in: exponential(mean=stay), goal: left, end: left}
          dies: {in: exponential(mean=30), end: dead}
  better:
    segments: {keen: {p: 0.65, stay: 12}, calm: {p: 0.26, stay: 12}}
  same: {description: nothing is changed}
metrics:
  conversion: {goal: won, within: 7 days, primary: true}
  returned: {returned: {to: won, window: [1 day, 5 days]}}
  left_soon: {returned: {to: left, from: won, window: [0 days, 3 days]}}
  revenue: {mean: revenue, within: 10 days}
  value: {ratio: [revenue, 1 + count(won)], within: 10 days}
  retention: {retained: {from: won, until: left}, at: 5 days}
  time: {time_to: won}
experiment: {traffic: 80/day, days: 12}
)";

constexpr double delay = 1.0 / 4.0;
constexpr double death = 1.0 / 30.0;

// What the figures of one treatment are, customers of all segments together.
struct Memoryless {
  double p = 0.0;
  double leave = 0.0;  // rate

  [[nodiscard]] double won_by(double t) const { return p * -std::expm1(-delay * t); }
  // Of those who won, has left by an age.
  [[nodiscard]] double left_by(double age) const {
    return leave / (leave + death) * -std::expm1(-(leave + death) * age);
  }
  [[nodiscard]] double left_soon() const {
    constexpr double horizon = 20.0;
    const auto left = [this](double t) {
      return delay * std::exp(-delay * t) * left_by(std::min(3.0, horizon - t));
    };
    return (integral(left, 0.0, horizon - 3.0) + integral(left, horizon - 3.0, horizon)) /
           -std::expm1(-delay * horizon);
  }
  [[nodiscard]] double value() const {
    const double won = won_by(10.0);
    return 50.0 * won / (1.0 + won);
  }
  [[nodiscard]] double time() const {
    return p / delay * -std::expm1(-delay * 20.0) + (1.0 - p) * 20.0;
  }
};

// ---- chain ----

const char* const chain_text = R"(
horizon: 30 days
journey:
  browse:
    wait: 1 day
    outcomes:
      stays: {chance: 0.45, go: browse}
      fills: {chance: 0.35, go: basket}
      goes: {end: gone}
  basket:
    wait: 1 day
    outcomes:
      buys: {chance: 0.4, goal: order, revenue: 20, go: browse}
      turns_back: {chance: 0.35, go: browse}
      goes: {end: gone}
variants:
  twin:
    start: look
    journey:
      browse: null
      basket: null
      look:
        wait: 1 day
        outcomes:
          stays: {chance: 0.45, go: look}
          fills: {chance: 0.35, go: cart}
          goes: {end: gone}
      cart:
        wait: 1 day
        outcomes:
          buys: {chance: 0.4, goal: order, revenue: 20, go: look}
          turns_back: {chance: 0.35, go: look}
          goes: {end: gone}
  better:
    journey: {basket: {outcomes: {buys: {chance: 0.45}}}}
  same: {journey: {basket: {outcomes: {buys: {chance: 0.4}}}}}
metrics:
  conversion: {goal: order, within: 10 days, primary: true}
  orders: {mean: count(order), within: 20 days}
  per_day: {ratio: [revenue, time], within: 20 days}
  retention: {retained: {from: entry}, at: 6 days}
  loyalty: {retained: {from: order}, at: 4 days}
  time: {time_to: order}
experiment: {traffic: 80/day, days: 12}
)";

// States: browse, basket; by whether anything was ordered.
struct Chain {
  double buy = 0.0;

  using State = Eigen::Vector2d;
  [[nodiscard]] static State start() { return {1.0, 0.0}; }
  // A day, those who order staying in the chain or taken out of it.
  [[nodiscard]] State day(const State& s, bool orders_stay) const {
    const double back = 0.35 + (orders_stay ? buy : 0.0);
    return {0.45 * s[0] + back * s[1], 0.35 * s[0]};
  }
  [[nodiscard]] double alive_after(int days, State s) const {
    for (int d = 0; d < days; ++d) s = day(s, true);
    return s.sum();
  }
  [[nodiscard]] double first_order_by(int days) const {
    State s = start();
    double ordered = 0.0;
    for (int d = 0; d < days; ++d) {
      ordered += buy * s[1];
      s = day(s, false);
    }
    return ordered;
  }
  [[nodiscard]] double orders_by(int days) const {
    State s = start();
    double orders = 0.0;
    for (int d = 0; d < days; ++d) {
      orders += buy * s[1];
      s = day(s, true);
    }
    return orders;
  }
  // Mean of min(end, days).
  [[nodiscard]] double lifetime(int days) const {
    double sum = 0.0;
    for (int d = 0; d < days; ++d) sum += alive_after(d, start());
    return sum;
  }
  [[nodiscard]] double time_to_order() const {
    double sum = 0.0;
    for (int d = 0; d < 30; ++d) sum += 1.0 - first_order_by(d);
    return sum;
  }
};

// ---- few_buyers ----

const char* const few_buyers_text = R"(
horizon: 60 days
attributes: {taste: 'uniform(low=0, high=1)'}
segments: {all: {share: 100%, more: 0}}
journey:
  offer:
    outcomes:
      buys:
        chance: 0.06 * taste + more
        after: lognormal(median=3, sigma=1)
        goal: order
        revenue: lognormal(median=30, sigma=0.6)
        go: stay
      leaves: {end: left}
  stay: {wait: 'weibull(shape=1.5, scale=25)', end: churned}
variants:
  twin:
    start: another_offer
    journey:
      offer: null
      stay: null
      another_offer:
        outcomes:
          buys:
            chance: 0.06 * taste + more
            after: lognormal(median=3, sigma=1)
            goal: order
            revenue: lognormal(median=30, sigma=0.6)
            go: another_stay
          leaves: {end: left}
      another_stay: {wait: 'weibull(shape=1.5, scale=25)', end: churned}
  better:
    segments: {all: {more: 0.004}}
    journey: {stay: {wait: 'weibull(shape=1.5, scale=30)'}}
  same: {journey: {offer: {outcomes: {leaves: {end: left}}}}}
metrics:
  conversion: {goal: order, within: 14 days, primary: true}
  revenue: {mean: revenue, within: 14 days}
  per_order: {ratio: [revenue, count(order)], within: 30 days}
  retention: {retained: {from: order}, at: 14 days}
  time: {time_to: order}
experiment: {traffic: 400/day, days: 12}
)";

struct FewBuyers {
  double chance = 0.0;
  double scale = 0.0;  // of the stay

  static double within(double t) {
    return boost::math::cdf(boost::math::normal(), std::log(t / 3.0));
  }
  static double mean_amount() { return 30.0 * std::exp(0.18); }
  [[nodiscard]] double retained(double age) const { return std::exp(-std::pow(age / scale, 1.5)); }
  [[nodiscard]] double time() const {
    constexpr double horizon = 60.0;
    const boost::math::normal normal;
    const double log = std::log(horizon / 3.0);
    const double restricted = 3.0 * std::exp(0.5) * boost::math::cdf(normal, log - 1.0) +
                              horizon * boost::math::cdf(normal, -log);
    return chance * restricted + (1.0 - chance) * horizon;
  }
};

}  // namespace

KnownScenario memoryless() {
  const Memoryless control{.p = 0.4 * 0.6 + 0.6 * 0.25, .leave = 1.0 / 10.0};
  const Memoryless better{.p = 0.4 * 0.65 + 0.6 * 0.26, .leave = 1.0 / 12.0};
  const auto both = [&](const std::string& name, const std::string& kind, const auto& figure) {
    return KnownMetric{
        .name = name, .kind = kind, .control = figure(control), .better = figure(better)};
  };
  KnownScenario known{
      .name = "memoryless", .text = memoryless_text, .customers = 5000, .follow_up = 20};
  known.metrics = {
      both("conversion", "conversion", [](const Memoryless& m) { return m.won_by(7.0); }),
      both("returned", "return from entry",
           [](const Memoryless& m) { return m.won_by(5.0) - m.won_by(1.0); }),
      both("left_soon", "return from a goal", [](const Memoryless& m) { return m.left_soon(); }),
      both("revenue", "mean", [](const Memoryless& m) { return 50.0 * m.won_by(10.0); }),
      both("value", "ratio", [](const Memoryless& m) { return m.value(); }),
      both("retention", "retention from a goal, censored",
           [](const Memoryless& m) { return 1.0 - m.left_by(5.0); }),
      both("time", "time to a goal", [](const Memoryless& m) { return m.time(); })};
  // Some hundreds to a thousand customers of a segment differ.
  known.metrics[0].p_values_in_segment = Promise::least_near;
  known.metrics[1].p_values_in_segment = Promise::least_near;
  known.metrics[5].curve = [control](double age) { return 1.0 - control.left_by(age); };
  known.metrics[6].curve = [control](double t) { return control.won_by(t); };
  known.metrics[5].curve_times = known.metrics[6].curve_times = {1.0, 5.0, 10.0};
  return known;
}

KnownScenario chain() {
  const Chain control{0.4};
  const Chain better{0.45};
  const auto both = [&](const std::string& name, const std::string& kind, const auto& figure) {
    return KnownMetric{
        .name = name, .kind = kind, .control = figure(control), .better = figure(better)};
  };
  KnownScenario known{.name = "chain", .text = chain_text, .customers = 1500, .follow_up = 20};
  known.metrics = {
      both("conversion", "conversion", [](const Chain& c) { return c.first_order_by(10); }),
      both("orders", "mean of a count", [](const Chain& c) { return c.orders_by(20); }),
      both("per_day", "ratio",
           [](const Chain& c) { return 20.0 * c.orders_by(20) / c.lifetime(20); }),
      both("retention", "retention from entry",
           [](const Chain& c) { return c.alive_after(6, Chain::start()); }),
      both("loyalty", "retention from a goal",
           [](const Chain& c) { return c.alive_after(4, Chain::start()); }),
      both("time", "time to a goal", [](const Chain& c) { return c.time_to_order(); })};
  known.metrics[0].p_values = Promise::least;
  known.metrics[3].curve = [control](double age) {
    return control.alive_after(static_cast<int>(age), Chain::start());
  };
  known.metrics[5].curve = [control](double t) {
    return control.first_order_by(static_cast<int>(t));
  };
  known.metrics[3].curve_times = {1.0, 6.0, 20.0};
  known.metrics[5].curve_times = {6.0, 10.0, 20.0};
  return known;
}

KnownScenario few_buyers() {
  const FewBuyers control{.chance = 0.03, .scale = 25.0};
  const FewBuyers better{.chance = 0.034, .scale = 30.0};
  const auto both = [&](const std::string& name, const std::string& kind, const auto& figure) {
    return KnownMetric{
        .name = name, .kind = kind, .control = figure(control), .better = figure(better)};
  };
  KnownScenario known{
      .name = "few buyers", .text = few_buyers_text, .customers = 8000, .follow_up = 30};
  known.metrics = {
      both("conversion", "conversion",
           [](const FewBuyers& f) { return f.chance * FewBuyers::within(14.0); }),
      both("revenue", "mean",
           [](const FewBuyers& f) {
             return f.chance * FewBuyers::within(14.0) * FewBuyers::mean_amount();
           }),
      both("per_order", "ratio", [](const FewBuyers&) { return FewBuyers::mean_amount(); }),
      both("retention", "retention from a goal, censored",
           [](const FewBuyers& f) { return f.retained(14.0); }),
      both("time", "time to a goal", [](const FewBuyers& f) { return f.time(); })};
  known.metrics[0].p_values = Promise::least;
  known.metrics[3].curve = [control](double age) { return control.retained(age); };
  known.metrics[4].curve = [control](double t) { return control.chance * FewBuyers::within(t); };
  known.metrics[3].curve_times = {3.0, 14.0, 30.0};
  known.metrics[4].curve_times = {3.0, 14.0, 30.0};
  return known;
}

std::vector<KnownScenario> known_scenarios() {
  return {memoryless(), chain(), few_buyers()};
}

}  // namespace journeylab::whole
