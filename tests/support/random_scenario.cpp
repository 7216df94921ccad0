#include "support/random_scenario.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "random/philox.h"

namespace journeylab::testing {
namespace {

// Dice of the generator.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  // 0 .. n-1
  int below(int n) {
    const PhiloxBlock block = philox_4x32({counter_++, 0, 0, 0}, seed_);
    return static_cast<int>(block[0] % static_cast<std::uint32_t>(n));
  }
  bool one_in(int n) { return below(n) == 0; }
  // low .. high in steps of 1/100
  double between(double low, double high) { return low + (high - low) * below(101) / 100.0; }
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }

 private:
  std::uint64_t seed_;
  std::uint32_t counter_ = 0;
};

// Writes one scenario, part by part.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : dice_(seed) {}

  std::string write() {
    n_segments_ = 1 + dice_.below(4);
    n_steps_ = 2 + dice_.below(9);
    add("language: 1\nname: random\nhorizon: 40 days\ncustomers: 5000\n");
    add("time_unit: {}\n", dice_.one_in(3) ? "hour" : "day");
    write_segments();
    write_attributes();
    add("state: {{level: 1, mood: {}, stamp: 0}}\n",
        dice_.one_in(2) ? "'normal(mean=0, sd=1)'" : "tenure / 10");
    add("assumptions: {{uplift: 'normal(mean=0.1, sd=0.05)', fee: 0.3}}\n");
    write_touchpoints();
    add("journey:\n");
    for (int step = 0; step < n_steps_; ++step) write_step(step);
    write_variants();
    write_metrics();
    return text_;
  }

 private:
  template <typename... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    text_ += fmt::format(format, std::forward<Arguments>(arguments)...);
  }

  void write_segments() {
    add("segments:\n");
    for (int s = 0; s < n_segments_; ++s) {
      const std::string share =
          s + 1 == n_segments_ ? "rest" : fmt::format("{}", 0.9 / n_segments_);
      add("  s{}: {{share: {}, p: {:.2f}, q: {:.2f}, size: {:.2f}", s, share,
          dice_.between(0.05, 0.9), dice_.between(0, 0.5), dice_.between(0.5, 3));
      if (s == 1 && dice_.one_in(2)) add(", maturity: 'uniform(low=20, high=40)'");
      add("}}\n");
    }
  }

  void write_attributes() {
    add("attributes:\n");
    add("  maturity: 'normal(mean=45, sd=12, low=18, high=90)'\n");
    add("  tenure: 'gamma(mean=2, sd=1.5)'\n");
    add("  spend: {}\n",
        dice_.one_in(2) ? "'lognormal(median=20, sigma=0.5)'" : "'exponential(mean=5 + tenure)'");
    add("  score: (maturity - 45) / 12 + 0.1 * tenure\n");
    if (dice_.one_in(2)) {
      add("correlation:\n  - [tenure, spend, {:.2f}]\n", dice_.between(-0.7, 0.7));
      if (dice_.one_in(2)) add("  - [tenure, maturity, 0.3]\n");
    }
  }

  void write_touchpoints() {
    add("touchpoints:\n");
    add("  mail: {{channel: post, cost: {}}}\n",
        dice_.one_in(2) ? "0.7" : "'uniform(low=0.5, high=1)'");
    add("  text: {{channel: phone, cost: 0.05}}\n");
    add("  desk: {{channel: phone, direction: inbound, cost: 'lognormal(mean=3, sd=1)'}}\n");
  }

  // A formula between 0 and 1.
  std::string chance() {
    return dice_.pick(std::vector<std::string>{
        fmt::format("{:.2f}", dice_.between(0, 0.5)), "q", "q * 0.5", "p / 4",
        "logistic(score - 1.5) / 2", "if(level > 2, 0.1, 0.3)", "clamp(mood / 4, 0, 0.5)",
        "min(0.4, contacts(mail) / 10)", "if(visits(b0) > 1, 0.05, 0.4)", "exp(-tenure) * 0.5",
        "0.2 * (maturity > 40) + 0.1", "uplift * 2", "max(0, 0.4 - time / 1000)", "0", "1e-9"});
  }

  std::string condition() {
    return dice_.pick(std::vector<std::string>{
        "maturity > 50 and score < 2", "level >= 2", "not (mood > 0)", "contacts > 1 or tenure < 1",
        "revenue - cost > 10", "visits(b0) == 2", "count(buy) > 0", "time > 20", "q < 0.2",
        "if(tenure > 0, log(tenure), 0) > 0.5", "contacts(phone) > 0",
        "floor(maturity / 10) == 4"});
  }

  // A span of half a day to a few days; `sure` has no chance of being 0.
  std::string span(bool sure) {
    const std::vector<std::string> moving{
        "12 hours",
        "2 days",
        "1 day + 3 hours",
        "'exponential(mean=1 day)'",
        "'lognormal(median=1 day, sigma=0.5)'",
        "'gamma(shape=0.7, scale=2 days)'",
        "'weibull(shape=1.5, scale=2 days)'",
        "'uniform(low=1 hour, high=2 days)'",
        "'triangular(low=1 hour, mode=1 day, high=3 days)'",
        "'pareto(scale=6 hours, shape=2.5)'",
        "'exponential(mean=size * 1 day, low=1 hour, high=9 days)'",
        "'normal(mean=2 days, sd=1 day, low=1 hour)'",
        "'gamma(mean=(1 + tenure) * 1 day, sd=1 day)'",
        "1 day * (1 + level)"};
    const std::vector<std::string> still{"0",
                                         "'bernoulli(p=0.5)'",
                                         "'poisson(mean=0.7)'",
                                         "'geometric(p=0.6)'",
                                         "'beta(alpha=2, beta=3)'",
                                         "'poisson(mean=tenure)'"};
    return sure || !dice_.one_in(4) ? dice_.pick(moving) : dice_.pick(still);
  }

  std::string money() {
    return dice_.pick(std::vector<std::string>{
        "10", "spend * 0.1", "'lognormal(mu=3, sigma=0.6)'", "'gamma(shape=2.5, scale=8)'",
        "'normal(mean=5, sd=3)'", "'beta(mean=0.3, sd=0.1)'", "'pareto(scale=1, shape=3)'",
        "'poisson(mean=3)'", "'uniform(low=0, high=size)'", "'lognormal(mean=spend, sd=4)'", "1e-7",
        "'exponential(mean=fee)'"});
  }

  void write_effects(const char* indent) {
    if (dice_.one_in(3)) {
      add("{0}set:\n{0}  level: {1}\n{0}  mood: {2}\n", indent,
          dice_.pick(
              std::vector<std::string>{"level + 1", "max(level - 1, mood)", "poisson(mean=2)"}),
          dice_.pick(std::vector<std::string>{"mood + level", "normal(mean=mood / 2, sd=1)", "0"}));
    }
    if (dice_.one_in(3)) add("{}revenue: {}\n", indent, money());
    if (dice_.one_in(4)) add("{}cost: {}\n", indent, money());
    if (dice_.one_in(3)) add("{}goal: {}\n", indent, dice_.one_in(4) ? "[buy, again]" : "buy");
  }

  // Where a way leads: mostly on, sometimes back (time has passed then) or to an end.
  std::string lead(int step, bool time_passed) {
    const int kind = dice_.below(10);
    if (kind < 2 || (step + 1 == n_steps_ && !time_passed)) {
      return dice_.one_in(2) ? "end: lost" : "end: done";
    }
    if (time_passed && kind < 5) return fmt::format("go: b{}", dice_.below(step + 1));
    if (step + 1 == n_steps_) return "end: lost";
    return fmt::format("go: b{}", step + 1 + dice_.below(n_steps_ - step - 1));
  }

  // The keys of a way after its first one, on lines of their own.
  void write_way(int step, bool time_passed) {
    const bool moves = dice_.one_in(3);
    if (moves) {
      add("        after: {}\n", span(true));
    } else if (dice_.one_in(5)) {
      add("        after: {}\n", span(false));
    }
    write_effects("        ");
    add("        {}\n", lead(step, time_passed || moves));
  }

  void write_outcomes(int step, bool waits) {
    const int n = 1 + dice_.below(3);
    const int rest = dice_.below(n + 1);
    add("    outcomes:\n");
    for (int w = 0; w <= n; ++w) {
      add("      w{}:\n", w);
      if (w != rest) add("        chance: ({}) / {}\n", chance(), n);
      write_way(step, waits);
    }
  }

  void write_branch(int step, bool waits) {
    const int n = 1 + dice_.below(3);
    add("    branch:\n");
    for (int w = 0; w < n; ++w) {
      add("      - if: {}\n        name: c{}\n", condition(), w);
      write_way(step, waits);
    }
    add("      - name: rest\n");
    if (dice_.one_in(2)) add("        else:\n");
    write_way(step, waits);
  }

  void write_race(int step) {
    const int n = 2 + dice_.below(3);
    add("    race:\n");
    for (int w = 0; w < n; ++w) {
      add("      r{}:\n        in: {}\n", w, w > 0 && dice_.one_in(5) ? "never" : span(true));
      write_way(step, true);
    }
  }

  void write_split(int step, bool waits) {
    add("    split:\n");
    for (int w = 0; w < 3; ++w) {
      add("      x{}:\n        weight: {}\n", w, dice_.below(3) + (w == 0 ? 1 : 0));
      write_way(step, waits);
    }
    if (dice_.one_in(2)) add("    again: true\n");
  }

  void write_step(int step) {
    add("  b{}:\n", step);
    if (dice_.one_in(2)) {
      add("    at: {}\n", dice_.pick(std::vector<std::string>{"mail", "text", "desk"}));
    }
    const bool waits = dice_.one_in(3);
    if (waits) {
      add("    wait: {}\n", span(true));
    } else if (dice_.one_in(6)) {
      add("    wait: {}\n", span(false));
    }
    write_effects("    ");
    switch (dice_.below(6)) {
      case 0:
        write_branch(step, waits);
        break;
      case 1:
        write_race(step);
        break;
      case 2:
        write_split(step, waits);
        break;
      case 3:
        add("    {}\n", lead(step, waits));
        break;
      default:
        write_outcomes(step, waits);
        break;
    }
  }

  void write_variants() {
    add("variants:\n");
    add("  nudge:\n    segments: {{s0: {{p: 0.5, q: {:.2f}}}}}\n", dice_.between(0, 0.5));
    add("    state: {{level: 2}}\n    touchpoints: {{text: {{cost: 0.09}}}}\n");
    add("    journey:\n      b0: {{wait: 3 hours}}\n");
    add("      extra: {{at: text, goal: buy, revenue: 'lognormal(mu=1, sigma=1)', end: "
        "lost}}\n");
    add("  same: {{description: nothing changes}}\n");
    if (dice_.one_in(2)) {
      add("  later:\n    start: b{}\n    journey:\n      b{}: {{cost: 1, at: desk}}\n",
          dice_.below(n_steps_), dice_.below(n_steps_));
    }
  }

  void write_metrics() {
    add("metrics:\n"
        "  bought: {{goal: buy, within: 20 days, primary: true}}\n"
        "  older: {{goal: buy, where: maturity > 40 and p > 0.2}}\n"
        "  kept: {{retained: {{from: buy, until: lost}}, at: 10 days}}\n"
        "  stays: {{retained: {{from: entry}}, at: 15 days}}\n"
        "  back: {{returned: {{to: buy, from: buy, window: [1 day, 30 days]}}}}\n"
        "  early: {{returned: {{to: buy, from: entry, window: [0 days, 2 days]}}}}\n"
        "  money: {{mean: revenue - cost}}\n"
        "  money_10: {{mean: 'revenue + level + contacts + time + ended(lost)', within: 10 days}}\n"
        "  basket: {{ratio: [revenue, count(buy) + 1], within: 30 days}}\n"
        "  quick: {{mean: 'if(first(buy) < 5 and visits(b0) > 0, 1, 0)'}}\n"
        "  delay: {{time_to: buy}}\n");
  }

  Dice dice_;
  std::string text_;
  int n_segments_ = 1;
  int n_steps_ = 2;
};

}  // namespace

std::string random_scenario(std::uint64_t seed) {
  return Writer(seed).write();
}

}  // namespace journeylab::testing
