#include "experiment/sizing.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

#include "experiment/sizing_days.h"
#include "experiment/sizing_design.h"
#include "experiment/sizing_models.h"
#include "stats/power_exact.h"
#include "stats/root.h"

namespace journeylab {
namespace {

// Above, neighbouring numbers of customers are the same double, and so is their power.
void check_countable(double customers) {
  constexpr double most = 1e16;
  if (customers <= most) return;
  throw std::invalid_argument(fmt::format(
      "the test needs {:.2e} customers; expected 1e16 at most: a larger effect, or less variance",
      customers));
}

// Everything that does not change while a size is looked for.
struct Frame {
  const SizingQuestion& question;
  TestLevel level;
  std::optional<SequentialDesign> design;
  SizeFactors factors;
  double weights = 0.0;  ///< of all arms, over that of control

  [[nodiscard]] const SizedArm& control() const { return question.arms.front(); }
  [[nodiscard]] double ratio(std::size_t arm) const {
    return question.arms[arm].weight / control().weight;
  }
  [[nodiscard]] SizePlan plan(std::size_t arm) const {
    return {.level = level, .power = question.power, .ratio = ratio(arm)};
  }
};

void check_arms(const SizingQuestion& question) {
  if (question.arms.size() < 2 || question.effects.size() + 1 != question.arms.size()) {
    throw std::invalid_argument("a test needs control and at least one variant");
  }
  for (const SizedArm& arm : question.arms) {
    if (!(arm.weight > 0.0 && std::isfinite(arm.weight))) {
      throw std::invalid_argument(fmt::format("the arm '{}' gets no customers", arm.name));
    }
    if (!(arm.eligible > 0.0)) {
      throw std::invalid_argument(
          fmt::format("'{}' is about no customer of '{}'", question.metric.name, arm.name));
    }
  }
  const SizedArm& control = question.arms.front();
  const bool share = question.metric.kind == SizedKind::share;
  if (share && !(control.value > 0.0 && control.value < 1.0)) {
    throw std::invalid_argument(fmt::format(
        "'{}' of control is {}: nothing varies, so that there is no baseline to size from",
        question.metric.name, control.value));
  }
  if (question.metric.kind != SizedKind::time && !(control.variance > 0.0)) {
    throw std::invalid_argument(
        fmt::format("'{}' does not vary among customers of control", question.metric.name));
  }
}

void check_effects(const SizingQuestion& question) {
  for (std::size_t i = 0; i < question.effects.size(); ++i) {
    const double effect = question.effects[i].value;
    const std::string& name = question.arms[i + 1].name;
    if (!(effect != 0.0 && std::isfinite(effect))) {
      throw std::invalid_argument(
          fmt::format("the effect of '{}' on '{}' is 0, which no number of customers shows", name,
                      question.metric.name));
    }
    if (question.sides == 1 && effect * question.metric.good_way() < 0.0) {
      throw std::invalid_argument(fmt::format(
          "'{}' is expected to be worse on '{}', and a one-sided test finds improvements only",
          name, question.metric.name));
    }
  }
}

void check(const SizingQuestion& question) {
  check_arms(question);
  check_effects(question);
  if (question.test.traffic && !(*question.test.traffic > 0.0)) {
    throw std::invalid_argument("the traffic is 0: nobody ever enters");
  }
  if (is_staggered(question) && !question.test.traffic && !question.days) {
    throw std::invalid_argument(
        "a follow-up shorter than the metric needs depends on who enters when; give the traffic");
  }
}

Frame frame_of(const SizingQuestion& question) {
  check(question);
  Frame frame{
      .question = question, .level = comparison_level(question), .design = {}, .factors = {}};
  // A power that is not above the error of one comparison is refused before anything is designed.
  static_cast<void>(plan_deviations(frame.plan(1)));
  frame.design = design_of(question, frame.level);
  frame.factors = factors_of(question, frame.design);
  for (const SizedArm& arm : question.arms) frame.weights += arm.weight / frame.control().weight;
  return frame;
}

// Customers of control that this pair needs, where they enter over so many days.
double needed(const Frame& frame, std::size_t arm, const SizedArm& treat,
              std::optional<std::uint32_t> entry_days) {
  const StaggeredFollowUp follow_up = follow_up_after(frame.question, entry_days);
  const SizedPair pair{.metric = frame.question.metric,
                       .control = frame.control(),
                       .treat = treat,
                       .follow_up = follow_up};
  return control_size(pair, frame.plan(arm)) * frame.factors.all();
}

// The same where the days of entry have to be long enough for the customers that they need.
struct Needed {
  double control = 0.0;
  std::optional<std::uint32_t> entry_days;
};

Needed needed_with_days(const Frame& frame, std::size_t arm, const SizedArm& treat) {
  const TestPlan& test = frame.question.test;
  if (!is_staggered(frame.question)) {
    const double control = needed(frame, arm, treat, {});
    return {.control = control, .entry_days = days_for(test, control * frame.weights)};
  }
  const auto enough = [&](std::uint32_t days) {
    const double followed = static_cast<double>(days) + *frame.question.follow_up;
    if (frame.question.metric.kind == SizedKind::retention &&
        followed <= frame.question.metric.window) {
      return false;
    }
    return expected_entries_by(test, days) >= needed(frame, arm, treat, days) * frame.weights;
  };
  std::uint32_t low = 1;
  std::uint32_t high = 3650;
  if (!enough(high)) throw std::invalid_argument("not even ten years of entry are enough");
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (enough(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return {.control = needed(frame, arm, treat, low), .entry_days = low};
}

SizeInDays size_of(const Frame& frame, double control, std::optional<std::uint32_t> entry_days) {
  SizeInDays size;
  for (const SizedArm& arm : frame.question.arms) {
    size.customers.push_back(whole_customers(control * arm.weight / frame.control().weight));
    size.total += size.customers.back();
    check_countable(size.total);
  }
  size.entry_days = entry_days;
  if (entry_days) size.days = *entry_days + follow_up_days(frame.question);
  return size;
}

// Entry days and customers of a test whose length or size is given.
SizeInDays given_size(const Frame& frame) {
  const SizingQuestion& question = frame.question;
  if (question.customers) {
    const double control = *question.customers / frame.weights;
    SizeInDays size = size_of(frame, control, days_for(question.test, *question.customers));
    return size;
  }
  const std::uint32_t follow_up = follow_up_days(question);
  if (*question.days <= follow_up) {
    throw std::invalid_argument(
        fmt::format("{} days are too few: '{}' takes {} days to mature after the last customer "
                    "enters",
                    *question.days, question.metric.name, follow_up));
  }
  const std::uint32_t entry = *question.days - follow_up;
  if (!question.test.traffic) {
    throw std::invalid_argument("days need the traffic to be customers");
  }
  const double total = std::floor(expected_entries_by(question.test, entry));
  if (!(total >= 1.0)) throw std::invalid_argument("nobody enters in these days");
  SizeInDays size = size_of(frame, total / frame.weights, entry);
  return size;
}

double largest_effect(const SizingQuestion& question, double way) {
  const double value = question.arms.front().value;
  switch (question.metric.kind) {
    case SizedKind::share:
    case SizedKind::retention:
      return way > 0.0 ? 1.0 - value : value;
    case SizedKind::time:
      return 5.0;  // a hazard ratio of 150
    case SizedKind::mean:
    case SizedKind::ratio:
      break;
  }
  return 1e6 * (std::sqrt(question.arms.front().variance) + std::abs(value));
}

// The smallest effect that this many customers of control show; nothing where none is.
std::optional<double> detectable(const Frame& frame, std::size_t arm, double control, double way,
                                 std::optional<std::uint32_t> entry_days) {
  const auto excess = [&](double effect) {
    const SizedArm treat = with_effect(frame.question.metric, frame.control(), way * effect);
    return std::log(needed(frame, arm, treat, entry_days) / control);
  };
  double high = largest_effect(frame.question, way) * (1.0 - 1e-9);
  if (excess(high) > 0.0) return {};
  double low = high / 2.0;
  while (excess(low) < 0.0) {
    high = low;
    low /= 2.0;
  }
  return way * find_root(excess, low, high);
}

double power_at(const Frame& frame, std::size_t arm, const SizedArm& treat, double control,
                std::optional<std::uint32_t> entry_days) {
  if (frame.design) {
    const double need = needed(frame, arm, treat, entry_days);
    const double drift = frame.design->drift * std::sqrt(control / need);
    const CrossingProbabilities crossing =
        crossing_probabilities(even_information(frame.question.looks), frame.design->bounds, drift);
    return std::accumulate(crossing.upper.begin(), crossing.upper.end(), 0.0);
  }
  const StaggeredFollowUp follow_up = follow_up_after(frame.question, entry_days);
  const SizedPair pair{.metric = frame.question.metric,
                       .control = frame.control(),
                       .treat = treat,
                       .follow_up = follow_up};
  const double effective = control / frame.factors.all();
  return pair_power(pair, {.control = effective, .treat = effective * frame.ratio(arm)},
                    frame.level);
}

SizedComparison compare_arm(const Frame& frame, std::size_t arm, double need,
                            const SizeInDays& size) {
  const SizedEffect& effect = frame.question.effects[arm - 1];
  SizedComparison comparison{
      .variant = frame.question.arms[arm].name,
      .effect = effect,
      .relative = relative_effect(frame.question.metric, frame.control(), effect.value),
      .alpha = frame.level.alpha,
      .total = need * frame.weights,
      .total_low = {},
      .total_high = {}};
  if (effect.noise) {
    // The size goes with one over the square of the effect.
    const auto at = [&](double end) {
      return comparison.total * (effect.value / end) * (effect.value / end);
    };
    const double near = effect.value > 0.0 ? effect.noise->low : effect.noise->high;
    const double far = effect.value > 0.0 ? effect.noise->high : effect.noise->low;
    comparison.total_low = at(far);
    if (near * effect.value > 0.0) comparison.total_high = at(near);
  }
  const double control = size.customers.front();
  comparison.power = power_at(frame, arm, frame.question.arms[arm], control, size.entry_days);
  const double way = effect.value > 0.0 ? 1.0 : -1.0;
  comparison.detectable = detectable(frame, arm, control, way, size.entry_days).value_or(0.0);
  return comparison;
}

std::vector<EffectRow> effect_rows(const Frame& frame, std::size_t hardest) {
  std::vector<EffectRow> rows;
  const double effect = frame.question.effects[hardest - 1].value;
  const double most = largest_effect(frame.question, effect);
  for (const double part : {0.5, 0.75, 1.0, 1.5, 2.0}) {
    if (std::abs(part * effect) > most) continue;
    const SizedArm treat = part == 1.0
                               ? frame.question.arms[hardest]
                               : with_effect(frame.question.metric, frame.control(), part * effect);
    const Needed need = needed_with_days(frame, hardest, treat);
    rows.push_back(
        {.effect = part * effect,
         .relative = relative_effect(frame.question.metric, frame.control(), part * effect),
         .size = size_of(frame, need.control, need.entry_days)});
  }
  return rows;
}

std::vector<DaysRow> days_rows(const Frame& frame, std::size_t hardest) {
  std::vector<DaysRow> rows;
  if (!frame.question.test.traffic) return rows;
  const std::uint32_t follow_up = follow_up_days(frame.question);
  const double way = frame.question.effects[hardest - 1].value > 0.0 ? 1.0 : -1.0;
  for (const std::uint32_t entry : {7U, 14U, 21U, 28U, 42U, 56U, 84U}) {
    if (is_staggered(frame.question) && entry + follow_up <= frame.question.metric.window) continue;
    DaysRow row{.days = entry + follow_up,
                .customers = expected_entries_by(frame.question.test, entry),
                .effect = {},
                .relative = {}};
    if (row.customers > 0.0) {
      row.effect = detectable(frame, hardest, row.customers / frame.weights, way, entry);
    }
    if (row.effect) {
      row.relative = relative_effect(frame.question.metric, frame.control(), *row.effect);
    }
    rows.push_back(row);
  }
  return rows;
}

// A size of a few customers need not be one for which the formula says anything.
std::optional<PowerPoint> power_point(const Frame& frame, std::size_t arm, const SizedArm& treat,
                                      const SizeInDays& size) {
  try {
    const double power = power_at(frame, arm, treat, size.customers.front(), size.entry_days);
    return PowerPoint{.total = size.total, .days = size.days, .power = power};
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

// The answer's size is among them. Where the size depends on how long entry takes, all of them take
// the answer's days: more or fewer customers in the same time.
std::vector<SizeInDays> sizes_around(const Frame& frame, const SizeInDays& answer) {
  constexpr std::size_t parts = 12;  // of the answer's size
  std::vector<SizeInDays> sizes;
  for (std::size_t k = 1; k <= 2 * parts; ++k) {
    const double total = answer.total * static_cast<double>(k) / parts;
    const auto entry_days = k == parts || is_staggered(frame.question)
                                ? answer.entry_days
                                : days_for(frame.question.test, total);
    sizes.push_back(size_of(frame, total / frame.weights, entry_days));
  }
  return sizes;
}

std::vector<PowerCurve> power_curves(const Frame& frame, std::size_t hardest,
                                     const std::vector<SizeInDays>& sizes) {
  std::vector<PowerCurve> curves;
  const double effect = frame.question.effects[hardest - 1].value;
  const double most = largest_effect(frame.question, effect);
  for (const double part : {0.5, 1.0, 2.0}) {
    if (std::abs(part * effect) > most) continue;
    const SizedArm treat = part == 1.0
                               ? frame.question.arms[hardest]
                               : with_effect(frame.question.metric, frame.control(), part * effect);
    PowerCurve curve{
        .effect = part * effect,
        .relative = relative_effect(frame.question.metric, frame.control(), part * effect),
        .points = {}};
    for (const SizeInDays& size : sizes) {
      const auto point = power_point(frame, hardest, treat, size);
      const bool repeats =
          point && !curve.points.empty() && curve.points.back().total == point->total;
      if (point && !repeats) curve.points.push_back(*point);
    }
    curves.push_back(std::move(curve));
  }
  return curves;
}

// The sums take some 200 standard deviations in each arm: a second at a million customers.
std::optional<ExactCheck> exact_check(const Frame& frame, const SizeInDays& size) {
  constexpr double most_customers = 1e6;
  const SizingQuestion& question = frame.question;
  const bool plain = question.metric.kind == SizedKind::share && question.arms.size() == 2 &&
                     !frame.design && frame.factors.all() == 1.0;
  if (!plain || size.total > most_customers) return {};
  const SizedArm& control = frame.control();
  const SizedArm& treat = question.arms[1];
  const auto whole = [](double customers) {
    return static_cast<std::uint64_t>(std::max(1.0, std::round(customers)));
  };
  const WholeSizes sizes{.control = whole(size.customers[0] * control.eligible),
                         .treat = whole(size.customers[1] * treat.eligible)};
  const TwoShares none{.control = control.value, .treat = control.value};
  return ExactCheck{
      .power = exact_power({.control = control.value, .treat = treat.value}, sizes,
                           ExactlyPowered::z_pooled, frame.level),
      .error = exact_power(none, sizes, ExactlyPowered::z_pooled, frame.level, PowerTails::both)};
}

std::vector<std::string> notes_of(const Frame& frame, const Sizing& sizing) {
  std::vector<std::string> notes;
  const SizingQuestion& question = frame.question;
  if (question.arms.size() > 2 && question.correction == CorrectionWord::holm) {
    notes.emplace_back(
        "sized as Bonferroni's correction would need, which Holm's is never worse than");
  }
  for (const SizedComparison& comparison : sizing.comparisons) {
    if (comparison.effect.noise && !comparison.total_high) {
      notes.push_back(fmt::format(
          "the simulation does not tell the effect of '{}' from 0, so that its size has no upper "
          "end: simulate more customers, or give --effect",
          comparison.variant));
    }
  }
  if (question.design == Design::always_valid) {
    notes.emplace_back(
        "always valid by the mixture test with tau at the expected effect, given up at the last "
        "look");
  }
  if (question.test.traffic && !sizing.size.entry_days) {
    notes.emplace_back("at this traffic the customers would take more than a hundred years");
  }
  return notes;
}

}  // namespace

Sizing size_test(const SizingQuestion& question) {
  const Frame frame = frame_of(question);
  Sizing sizing;
  sizing.question = question;
  sizing.test = test_words(question.metric.kind);
  sizing.follow_up = follow_up_days(question);
  sizing.factors = frame.factors;
  const bool given = question.customers || question.days;
  std::vector<Needed> needs;
  if (given) sizing.size = given_size(frame);
  for (std::size_t a = 1; a < question.arms.size(); ++a) {
    if (given) {
      needs.push_back({.control = needed(frame, a, question.arms[a], sizing.size.entry_days),
                       .entry_days = {}});
    } else {
      needs.push_back(needed_with_days(frame, a, question.arms[a]));
    }
  }
  const auto largest =
      std::max_element(needs.begin(), needs.end(),
                       [](const Needed& a, const Needed& b) { return a.control < b.control; });
  const auto hardest = static_cast<std::size_t>(largest - needs.begin()) + 1;
  if (!given) sizing.size = size_of(frame, largest->control, largest->entry_days);
  for (std::size_t a = 1; a < question.arms.size(); ++a) {
    sizing.comparisons.push_back(compare_arm(frame, a, needs[a - 1].control, sizing.size));
  }
  sizing.effects = effect_rows(frame, hardest);
  sizing.days = days_rows(frame, hardest);
  sizing.power = power_curves(frame, hardest, sizes_around(frame, sizing.size));
  sizing.exact = exact_check(frame, sizing.size);
  sizing.notes = notes_of(frame, sizing);
  return sizing;
}

}  // namespace journeylab
