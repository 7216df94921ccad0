#include "trial/design.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "stats/distributions.h"
#include "stats/dunnett.h"
#include "stats/group_sequential.h"
#include "stats/group_sequential_futility.h"

namespace journeylab {
namespace {

constexpr std::uint32_t usual_looks = 5;  // of group sequential plans
constexpr double usual_effect = 0.05;     // of a mixture
constexpr std::size_t most_bounds = 200;
constexpr std::uint32_t longest_test = 10000;  // days

[[noreturn]] void refuse_plan(const PlannedDesign& plan, std::string found, std::string expected) {
  throw InputError({.severity = Severity::error,
                    .place = plan.place,
                    .found = fmt::format("the plan '{}' {}", plan.name, found),
                    .expected = std::move(expected),
                    .nearest = {}});
}

LookSchedule usual_schedule(const PlannedDesign& plan) {
  using Kind = LookSchedule::Kind;
  if (plan.looks.kind != Kind::unsaid) return plan.looks;
  if (plan.design == Design::fixed) return {.kind = Kind::count, .number = 1, .days = {}};
  if (plan.design == Design::bandit) {
    return {.kind = Kind::every, .number = plan.every, .days = {}};
  }
  if (is_group_sequential(plan.design)) {
    return {.kind = Kind::count, .number = usual_looks, .days = {}};
  }
  return {.kind = Kind::every, .number = 1, .days = {}};
}

// Days on which each k-th part of the customers of the last look is mature for the first time.
std::vector<std::uint32_t> equal_parts(std::uint32_t looks, const Schedule& schedule,
                                       const TestPlan& test, std::uint32_t window) {
  std::vector<std::uint32_t> days;
  const auto mature = [&](std::uint32_t day) {
    return expected_entries_by(test, std::min(day - window, schedule.entry_days));
  };
  const double all = mature(schedule.last_day);
  std::uint32_t day = window + 1;
  for (std::uint32_t look = 1; look < looks; ++look) {
    while (day < schedule.last_day && mature(day) < all * look / looks * (1.0 - 1e-12)) ++day;
    if (day < schedule.last_day && (days.empty() || day > days.back())) days.push_back(day);
  }
  return days;
}

void add_looks(const PlannedDesign& plan, const TestPlan& test, std::uint32_t window,
               Schedule& schedule) {
  const LookSchedule looks = usual_schedule(plan);
  const std::uint32_t first = std::max(window + 1, plan.min_days);
  switch (looks.kind) {
    case LookSchedule::Kind::unsaid:
      break;
    case LookSchedule::Kind::every:
      for (std::uint32_t day = looks.number; day < schedule.last_day; day += looks.number) {
        if (day >= first) schedule.looks.push_back(day);
      }
      break;
    case LookSchedule::Kind::count:
      schedule.looks = equal_parts(looks.number, schedule, test, window);
      break;
    case LookSchedule::Kind::days:
      for (const std::uint32_t day : looks.days) {
        if (day <= window) {
          refuse_plan(plan,
                      fmt::format("looks on day {}, but the first customer is mature on day {}",
                                  day, window + 1),
                      "later looks, or a metric with a shorter `within`");
        }
        if (day > schedule.last_day) {
          refuse_plan(
              plan, fmt::format("looks on day {}, but its last day is {}", day, schedule.last_day),
              "looks up to the last day, or more `days`");
        }
        if (day < schedule.last_day) schedule.looks.push_back(day);
      }
      break;
  }
  schedule.looks.push_back(schedule.last_day);
}

Spending spending_of(const PlannedDesign& plan) {
  return {.function = static_cast<SpendingFunction>(plan.spending), .parameter = plan.parameter};
}

void find_sequential_bounds(const TestPlan& test, PreparedDesign& design) {
  const PlannedDesign& plan = design.plan;
  if (design.information.size() > most_bounds) {
    refuse_plan(plan, fmt::format("makes {} looks", design.information.size()),
                "at most 200 looks");
  }
  if (plan.futility != FutilityWord::none) {
    const double alpha = plan.sides == 1 ? design.level : design.level / 2;
    design.nominal_coverage = 1.0 - 2.0 * alpha;
    design.bounds = futility_design({.alpha_spending = spending_of(plan),
                                     .beta_spending = spending_of(plan),
                                     .alpha = alpha,
                                     .beta = 1.0 - test.power,
                                     .binding = plan.futility == FutilityWord::binding,
                                     .information = design.information})
                        .bounds;
    return;
  }
  const auto shape = static_cast<BoundaryShape>(static_cast<int>(plan.design) -
                                                static_cast<int>(Design::obrien_fleming));
  design.bounds = sequential_bounds({.shape = shape,
                                     .delta = plan.delta,
                                     .spending = spending_of(plan),
                                     .alpha = design.level,
                                     .sides = plan.sides,
                                     .power = test.power,
                                     .information = design.information});
}

void share_out(const TestModel& model, PreparedDesign& design) {
  const std::size_t comparisons = model.arms.size() - 1;
  const bool repeated =
      is_group_sequential(design.plan.design) || design.plan.design == Design::always_valid;
  const bool one_analysis = !repeated;
  design.correction =
      design.plan.correction.value_or(repeated ? CorrectionWord::bonferroni : CorrectionWord::holm);
  if (!one_analysis &&
      (design.correction == CorrectionWord::holm || design.correction == CorrectionWord::dunnett)) {
    refuse_plan(design.plan,
                fmt::format("is corrected by {}, which is for one analysis",
                            correction_words[static_cast<std::size_t>(design.correction)]),
                "bonferroni or none");
  }
  design.level = design.correction == CorrectionWord::bonferroni
                     ? design.alpha / static_cast<double>(comparisons)
                     : design.alpha;
  design.nominal_coverage = 1.0 - (design.plan.sides == 1 ? 2.0 : 1.0) * design.level;
  if (design.correction != CorrectionWord::dunnett) return;
  DunnettDesign dunnett{.n_control = model.arms[0].share, .n_arms = {}};
  for (std::size_t a = 1; a < model.arms.size(); ++a) {
    dunnett.n_arms.push_back(model.arms[a].share);
  }
  design.critical = dunnett_critical(dunnett, (design.plan.sides == 1 ? 2.0 : 1.0) * design.alpha);
}

}  // namespace

PlannedDesign built_in_plan(Design design) {
  PlannedDesign plan;
  plan.name = name_of(design);
  plan.design = design;
  return plan;
}

Schedule schedule_of(const PlannedDesign& plan, const TestPlan& test, std::uint32_t window) {
  Schedule schedule;
  schedule.entry_days = plan.days.value_or(test.days);
  const std::optional<std::uint32_t> follow_up = plan.follow_up ? plan.follow_up : test.follow_up;
  schedule.last_day = schedule.entry_days + follow_up.value_or(window);
  if (schedule.last_day > longest_test) {
    refuse_plan(plan, fmt::format("ends on day {}", schedule.last_day),
                fmt::format("at most {} days: a metric with a shorter `within`", longest_test));
  }
  if (schedule.last_day <= window) {
    refuse_plan(
        plan,
        fmt::format("ends on day {}, but the first customer is mature on day {}", schedule.last_day,
                    window + 1),
        fmt::format("a `follow_up` of up to {} days, or a metric with a shorter `within`", window));
  }
  add_looks(plan, test, window, schedule);
  return schedule;
}

PreparedDesign prepare_design(const PlannedDesign& plan, const Schedule& schedule,
                              const TestPlan& test, const TestModel& model,
                              const std::vector<double>& information, double baseline) {
  if (plan.at_least * static_cast<double>(model.arms.size()) > 1.0) {
    refuse_plan(plan,
                fmt::format("gives at least {:g}% of the customers to each of {} arms",
                            100.0 * plan.at_least, model.arms.size()),
                "a smaller `at_least`");
  }
  PreparedDesign design;
  design.plan = plan;
  design.schedule = schedule;
  design.alpha = plan.alpha.value_or(test.alpha);
  share_out(model, design);
  const double all = information.back();
  if (is_group_sequential(plan.design)) {
    for (std::size_t k = 0; k < information.size(); ++k) {
      design.information.push_back(k + 1 == information.size() ? 1.0 : information[k] / all);
      const double before = k == 0 ? 0.0 : design.information[k - 1];
      if (!(design.information[k] - before >= smallest_information_step)) {
        refuse_plan(
            plan, fmt::format("knows on day {} no more than at the look before", schedule.looks[k]),
            "looks between which customers become mature");
      }
    }
    find_sequential_bounds(test, design);
    if (plan.interval == IntervalWord::stagewise) {
      design.stop_table = StopTable(design.information, design.bounds, design.nominal_coverage);
    }
  }
  const double customers = expected_entries_by(test, schedule.entry_days);
  design.sequence = {
      .best_at = plan.best_at.value_or(customers / 2), .alpha = design.level, .sides = 2};
  const double effect = plan.effect.value_or(usual_effect) * baseline;
  design.mixture = {.mixing_variance = effect * effect, .null_effect = 0.0, .alpha = design.level};
  return design;
}

}  // namespace journeylab
