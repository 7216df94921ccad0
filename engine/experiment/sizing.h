// How large a real test has to be: what is asked, and the answer as plain values. Sizes speak of a
// real test's noise; where a baseline or an effect comes from simulated customers, its own
// simulation noise stands beside it and is never mixed in. Theory: engine/methods/power.md,
// engine/methods/size.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/test_plan.h"
#include "stats/estimated.h"
#include "stats/power_effect.h"
#include "stats/power_follow_up.h"

namespace journeylab {

/// What is known of a metric's customers decides how it is tested.
enum class SizedKind : std::uint8_t {
  share,      ///< pooled test of two shares
  mean,       ///< difference of means
  ratio,      ///< difference of two ratios of sums, delta method
  retention,  ///< difference of Kaplan-Meier's estimates at an age
  time,       ///< log-rank test; its effect is the logarithm of the hazard ratio
};
[[nodiscard]] std::string_view name_of(SizedKind kind) noexcept;

struct SizedMetric {
  std::string name;
  SizedKind kind = SizedKind::share;
  bool higher_is_better = true;
  double window = 0.0;     ///< days after entry until everything about a customer is known
  bool from_entry = true;  ///< of a retention: ages count from entry
  /// 1 where a larger effect is good: for a time to a goal, reaching it sooner.
  [[nodiscard]] double good_way() const noexcept {
    const bool sooner = kind == SizedKind::time && !higher_is_better;
    return higher_is_better || sooner ? 1.0 : -1.0;
  }
};

/// One arm as it is expected.
struct SizedArm {
  std::string name;
  double weight = 1.0;                ///< of the customers who enter; any scale
  double value = 0.0;                 ///< of the metric
  std::optional<double> value_error;  ///< simulation noise: standard error; none: it was given
  double variance = 0.0;              ///< of one entering customer's contribution to the estimate
  double eligible = 1.0;              ///< share of the entering customers that the metric is about
  KnownCurve curve;  ///< of retention from entry and times: not yet ended, by age in days
};

/// An effect on the metric's scale with its simulation noise, where it has any.
struct SizedEffect {
  double value = 0.0;
  std::optional<Interval> noise;  ///< of the simulation, 95 %
};

/// What a test is sized for.
struct SizingQuestion {
  SizedMetric metric;
  std::vector<SizedArm> arms;        ///< control first, at least two
  std::vector<SizedEffect> effects;  ///< of arms 1..; none 0
  bool simulated = false;            ///< whether arms and effects are simulated
  double alpha = 0.05;               ///< of the test as a whole
  int sides = 2;
  double power = 0.8;
  CorrectionWord correction = CorrectionWord::holm;
  Design design = Design::fixed;  ///< fixed, group sequential or always valid
  std::uint32_t looks = 1;        ///< equally spaced, the last one included
  double delta = 0.25;            ///< of wang_tsiatis
  double correlation = 0.0;       ///< with a measure known before (CUPED)
  Clusters clusters;              ///< of one customer: none
  TestPlan test;                  ///< traffic, weekly pattern and ramp; traffic may be missing
  /// Days after the last entry; none: until mature. Shares, means and ratios wait until mature in
  /// any case.
  std::optional<std::uint32_t> follow_up;
  std::optional<double> customers;    ///< in all: the inverse question
  std::optional<std::uint32_t> days;  ///< of the whole test: the inverse question
};

/// Customers and days of one size.
struct SizeInDays {
  std::vector<double> customers;  ///< by arm, whole
  double total = 0.0;
  std::optional<std::uint32_t> entry_days;  ///< none: without traffic, or beyond a hundred years
  std::optional<std::uint32_t> days;        ///< with the time until the last customer is mature
};

/// What a size says of one variant.
struct SizedComparison {
  std::string variant;
  SizedEffect effect;
  double relative = 0.0;  ///< effect over control's value; hazard ratio less 1 of a time
  double alpha = 0.05;    ///< of this comparison, after the correction
  double total = 0.0;     ///< customers of the whole test that this variant alone would need
  /// The same at the ends of the effect's simulation noise; no high end where 0 is inside.
  std::optional<double> total_low;
  std::optional<double> total_high;
  double power = 0.0;       ///< at the size of the answer
  double detectable = 0.0;  ///< effect that is found with the asked power at that size; 0: none is
};

/// A row of effect against size.
struct EffectRow {
  double effect = 0.0;
  double relative = 0.0;
  SizeInDays size;
};

/// A row of days against the smallest effect.
struct DaysRow {
  std::uint32_t days = 0;  ///< of the whole test
  double customers = 0.0;
  std::optional<double> effect;  ///< none: too few customers for any effect
  std::optional<double> relative;
};

/// Power at one size.
struct PowerPoint {
  double total = 0.0;                 ///< customers of the whole test
  std::optional<std::uint32_t> days;  ///< of the whole test; as in SizeInDays
  double power = 0.0;
};

/// Power against size at one effect of the variant that sets the size. A test that is analysed
/// before its customers are mature takes the days of the answer at every size.
struct PowerCurve {
  double effect = 0.0;
  double relative = 0.0;
  std::vector<PowerPoint> points;  ///< rising to twice the size, without sizes at which the formula
                                   ///< says nothing
};

/// What looking more than once, adjusting and clusters do to the size.
struct SizeFactors {
  double inflation = 1.0;      ///< of the design, at most
  double expected_none = 1.0;  ///< its expected size over the fixed one, without effect
  double expected_full = 1.0;  ///< with it
  double variance_left = 1.0;  ///< by CUPED
  double clusters = 1.0;       ///< design effect
  [[nodiscard]] double all() const noexcept { return inflation * variance_left * clusters; }
};

/// What the pooled test of two shares does at the size, summed over all outcomes.
struct ExactCheck {
  double power = 0.0;
  double error = 0.0;  ///< without effect, on both sides where the test has both
};

struct Sizing {
  SizingQuestion question;
  std::string test;  ///< what the formula takes the analysis to be
  SizeInDays size;
  std::uint32_t follow_up = 0;  ///< days after the last entry
  SizeFactors factors;
  std::vector<SizedComparison> comparisons;
  std::vector<EffectRow> effects;
  std::vector<DaysRow> days;
  std::vector<PowerCurve> power;    ///< at half the effect, the effect and twice the effect
  std::optional<ExactCheck> exact;  ///< of one variant's share, in a plain test that is not large
  std::vector<std::string> notes;
};

/// Answers. Throws std::invalid_argument with a whole message for what no test can do: an effect of
/// 0 or beyond what the metric can reach, an arm without customers, days in which nobody is mature.
[[nodiscard]] Sizing size_test(const SizingQuestion& question);

/// The arm that an effect on control would make: the share or mean moved by it, a curve with the
/// hazard that leads there. Throws std::invalid_argument where a share would leave 0..1.
[[nodiscard]] SizedArm with_effect(const SizedMetric& metric, const SizedArm& control,
                                   double effect);

/// The effect over control's value; a hazard ratio less 1.
[[nodiscard]] double relative_effect(const SizedMetric& metric, const SizedArm& control,
                                     double effect);

}  // namespace journeylab
