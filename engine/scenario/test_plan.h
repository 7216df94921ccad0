// The test plan of a scenario, the block `experiment`: how customers arrive, who gets which arm,
// and the designs that judge what they did. Plain values as the author wrote them, with defaults
// filled in; `size` and `experiment` read them. Days are counted from 1, the day on which the test
// starts; a look on day D is made at its end. Meaning: engine/methods/experiment.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace journeylab {

/// How a planned test decides.
enum class Design : std::uint8_t {
  fixed,           ///< one analysis, at the end
  obrien_fleming,  ///< group sequential, bounds C / sqrt(t)
  pocock,          ///< group sequential, the same bound at each look
  wang_tsiatis,    ///< group sequential, bounds C t^(delta - 1/2)
  spending,        ///< group sequential, by a spending function
  always_valid,    ///< an interval that holds at all looks together
  peeking,         ///< a test at level alpha at each look: what not to do
  bayesian,        ///< stops when the expected loss of a choice is small
  bandit,          ///< Thompson sampling: allocation follows the chance to be best
};

/// Every word of `design`, in the order of the enum, which are the built-in plans as well.
inline constexpr std::array<std::string_view, 9> design_words{
    "fixed",        "obrien_fleming", "pocock",   "wang_tsiatis", "spending",
    "always_valid", "peeking",        "bayesian", "bandit"};

[[nodiscard]] constexpr std::string_view name_of(Design design) noexcept {
  return design_words[static_cast<std::size_t>(design)];
}

[[nodiscard]] constexpr bool is_group_sequential(Design design) noexcept {
  return design >= Design::obrien_fleming && design <= Design::spending;
}

/// `spending`: the words, in the order of SpendingFunction (stats/spending.h).
enum class SpendingWord : std::uint8_t { obrien_fleming, pocock, power, hwang_shih_decani };
inline constexpr std::array<std::string_view, 4> spending_words{"obrien_fleming", "pocock", "power",
                                                                "hwang_shih_decani"};

/// `correction` for several arms against control.
enum class CorrectionWord : std::uint8_t { none, bonferroni, holm, dunnett };
inline constexpr std::array<std::string_view, 4> correction_words{"none", "bonferroni", "holm",
                                                                  "dunnett"};

enum class FutilityWord : std::uint8_t { none, binding, nonbinding };
inline constexpr std::array<std::string_view, 3> futility_words{"none", "binding", "nonbinding"};

/// `method` of an always valid plan (stats/always_valid.h).
enum class AlwaysValidWord : std::uint8_t { sequence, mixture };
inline constexpr std::array<std::string_view, 2> always_valid_words{"sequence", "mixture"};

/// `interval` of a group sequential plan: one that holds at all looks together, or the one of the
/// stagewise ordering with its median-unbiased estimate.
enum class IntervalWord : std::uint8_t { repeated, stagewise };
inline constexpr std::array<std::string_view, 2> interval_words{"repeated", "stagewise"};

/// `looks`: when a plan looks before its last day. The last day is always a look.
struct LookSchedule {
  enum class Kind : std::uint8_t { unsaid, every, count, days };
  Kind kind = Kind::unsaid;         ///< unsaid: as the design usually looks
  std::uint32_t number = 0;         ///< every: days between looks; count: looks in all
  std::vector<std::uint32_t> days;  ///< rising
};

/// One entry of `plans`. What is optional and missing takes the default of its design or of the
/// block.
struct PlannedDesign {
  std::string name;
  std::string description;
  Design design = Design::fixed;
  std::optional<std::uint32_t> days;       ///< as TestPlan::days, for this plan
  std::optional<std::uint32_t> follow_up;  ///< as TestPlan::follow_up, for this plan
  LookSchedule looks;
  std::uint32_t min_days = 0;   ///< no look before this day has passed
  std::optional<double> alpha;  ///< as TestPlan::alpha, for this plan
  int sides = 2;                ///< 1: only 'better' can be found
  std::optional<CorrectionWord> correction;
  SpendingWord spending = SpendingWord::obrien_fleming;
  double parameter = 0.0;  ///< of `power` and `hwang_shih_decani`
  double delta = 0.25;     ///< of wang_tsiatis
  FutilityWord futility = FutilityWord::none;
  IntervalWord interval = IntervalWord::repeated;  ///< of group sequential plans
  AlwaysValidWord method = AlwaysValidWord::sequence;
  std::optional<double> effect;   ///< of a mixture: relative effect that matters
  std::optional<double> best_at;  ///< of a sequence: customers at which it is tightest
  double loss = 0.005;            ///< of bayesian: relative to control's value
  std::uint32_t every = 1;        ///< of bandit: days between allocations
  double at_least = 0.0;          ///< of bandit: the smallest share of an arm
  bool guardrails_stop = false;   ///< `guardrails: stop`
  Place place;
};

/// `faults`: what goes wrong in the test itself, to see what that does.
struct TestFaults {
  double contamination = 0.0;  ///< chance that a customer meets another arm than its own
  std::vector<double> lost;    ///< by variant: chance that a customer is missing from the data
};

/// The block `experiment`.
struct TestPlan {
  bool present = false;           ///< whether the scenario has the block
  std::optional<double> traffic;  ///< customers a day, all arms together, on average
  std::array<double, 7> weekly{1, 1, 1, 1, 1, 1, 1};  ///< of a day's traffic; their mean is 1
  std::vector<double> ramp;                ///< share of traffic that enters, by day; then all
  std::vector<double> split;               ///< by variant, sums to 1; 0: no arm of the test
  std::uint32_t days = 28;                 ///< for how long customers enter
  std::optional<std::uint32_t> follow_up;  ///< days after that; none: until all are mature
  double alpha = 0.05;                     ///< two-sided, of a plan as a whole
  double power = 0.8;
  std::string value;           ///< the metric that regret is counted in; empty: the primary one
  std::uint32_t period = 365;  ///< days for which the decision holds, the test included
  TestFaults faults;
  std::vector<PlannedDesign> plans;
  Place place;
};

/// Customers that enter on a day (from 1), on average: traffic x weekly x ramp. 0 without traffic.
[[nodiscard]] double expected_entries(const TestPlan& plan, std::uint32_t day);

/// The same, summed over days 1..`days`.
[[nodiscard]] double expected_entries_by(const TestPlan& plan, std::uint32_t days);

}  // namespace journeylab
