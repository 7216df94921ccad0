#include "trial/prepare.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "experiment/notes.h"

namespace journeylab {
namespace {

// Far beyond any replicate that is asked for.
constexpr std::uint64_t pilot_replicate = std::uint64_t{1} << 26;
// Together the pilots have so many customers: the information of one small test is uneven, and may
// even seem to fall from one look to the next.
constexpr double pilot_customers = 50000.0;
constexpr double most_pilots = 200.0;
constexpr double fewest_customers = 2.0;  // in an arm
constexpr double most_customers = 5e7;    // in a test

[[noreturn]] void refuse_test(const Place& place, std::string found, std::string expected) {
  throw InputError({.severity = Severity::error,
                    .place = place,
                    .found = std::move(found),
                    .expected = std::move(expected),
                    .nearest = {}});
}

bool promises_alpha(const PreparedDesign& design) {
  const Design kind = design.plan.design;
  if (kind == Design::peeking || kind == Design::bayesian || kind == Design::bandit) return false;
  return design.correction != CorrectionWord::none;
}

// 1 / standard error^2 of the first variant's effect on these days, on the scale of one test, where
// customers are censored: from the life tables of several pilots together.
std::map<std::uint32_t, double> information_on(const std::set<std::uint32_t>& days,
                                               std::uint64_t pilots, ReplicateRunner& runner,
                                               const TestMetric& metric) {
  std::map<std::uint32_t, std::array<LifeCounts, 2>> lives;
  for (std::uint64_t pilot = 0; pilot < pilots; ++pilot) {
    const TestData data = runner.data_of(pilot_replicate + pilot);
    for (const std::uint32_t day : days) {
      for (std::size_t arm = 0; arm < 2; ++arm) {
        lives[day][arm].add(data.arms[arm]->follow_up(0).known_on(day));
      }
    }
  }
  std::map<std::uint32_t, double> information;
  for (const auto& [day, life] : lives) {
    const Evidence evidence = evidence_of_lives(metric, life[0], life[1], 0.95);
    const double variance = evidence.standard_error * evidence.standard_error;
    information[day] = evidence.known ? 1.0 / (variance * static_cast<double>(pilots)) : 0.0;
  }
  return information;
}

}  // namespace

PreparedExperiment::PreparedExperiment(const Scenario& scenario,
                                       const std::vector<PlannedDesign>& plans, std::uint64_t seed)
    : scenario_(scenario),
      metric_(deciding_metric(scenario)),
      window_(maturity_of(scenario, scenario.metrics[metric_])) {
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    if (scenario.test_plan.split[v] > 0.0) variants_.push_back(v);
  }
  check_request(plans);
  std::vector<Schedule> schedules;
  std::uint32_t entry_days = 0;
  std::uint32_t last_day = 0;
  for (const PlannedDesign& plan : plans) {
    schedules.push_back(schedule_of(plan, scenario.test_plan,
                                    days_until_known(scenario, scenario.metrics[metric_])));
    entry_days = std::max(entry_days, schedules.back().entry_days);
    last_day = std::max(last_day, schedules.back().last_day);
  }
  check_arms(entry_days);
  const bool guardrails = std::any_of(
      plans.begin(), plans.end(), [](const PlannedDesign& plan) { return plan.guardrails_stop; });
  const double customers = expected_entries_by(scenario.test_plan, entry_days);
  model_ = make_test_model({.scenario = scenario,
                            .variants = variants_,
                            .guardrails = guardrails,
                            .last_day = last_day,
                            .seed = seed});
  setup_ = std::make_unique<ExperimentSetup>(
      ExperimentSetup{.model = *model_,
                      .test = scenario.test_plan,
                      .designs = {},
                      .entries = entries_by_day(scenario.test_plan, last_day),
                      .entry_days = entry_days,
                      .last_day = last_day});
  customers_ = static_cast<std::uint64_t>(customers * (2.0 - model_->arms[0].share));
  prepare_designs(plans, schedules);
}

void PreparedExperiment::check_request(const std::vector<PlannedDesign>& plans) const {
  const TestPlan& test = scenario_.test_plan;
  if (scenario_.variants.size() < 2) {
    refuse_test(test.place, "there is nothing to test: the scenario has no variants",
                "at least one under `variants`");
  }
  if (!test.traffic) {
    refuse_test(test.place, "no traffic is given, so a test has no days",
                "`traffic: 2000/day` under `experiment`, or --traffic");
  }
  if (maturity_of(scenario_, scenario_.metrics[metric_]) > 0) return;
  // Life tables hold all who have entered, and cannot be cut by the day of entry.
  for (const PlannedDesign& plan : plans) {
    const auto days = [&](const PlannedDesign& p) { return p.days.value_or(test.days); };
    if (plan.design == Design::bandit) {
      refuse_test(
          plan.place,
          fmt::format("the plan '{}' is a bandit, which needs to know who is mature", plan.name),
          "a metric that is a share, a mean or a ratio");
    }
    if (days(plan) != days(plans.front())) {
      refuse_test(plan.place,
                  fmt::format("the plan '{}' takes customers for {} days, and '{}' for {}",
                              plan.name, days(plan), plans.front().name, days(plans.front())),
                  "the same `days` for all plans, where customers are censored");
    }
  }
}

void PreparedExperiment::check_arms(std::uint32_t days) const {
  const double customers = expected_entries_by(scenario_.test_plan, days);
  if (customers > most_customers) {
    refuse_test(scenario_.test_plan.place, fmt::format("a test of {:.0f} customers", customers),
                "at most 5e7");
  }
  for (const std::size_t variant : variants_) {
    const double own = customers * scenario_.test_plan.split[variant];
    if (own >= fewest_customers) continue;
    refuse_test(scenario_.test_plan.place,
                fmt::format("the arm '{}' gets {:.3g} customers in {} days",
                            scenario_.variants[variant].name, own, days),
                "two at least: more traffic, more days, or a larger share");
  }
}

// Customers of whom a look is expected to know anything.
double PreparedExperiment::known_on(const Schedule& schedule, std::uint32_t day) const {
  if (window_ == 0) {
    return expected_entries_by(scenario_.test_plan, std::min(day, schedule.entry_days));
  }
  const std::uint32_t mature = day > window_ ? std::min(day - window_, schedule.entry_days) : 0;
  return expected_entries_by(scenario_.test_plan, mature);
}

void PreparedExperiment::prepare_designs(const std::vector<PlannedDesign>& plans,
                                         const std::vector<Schedule>& schedules) {
  ReplicateRunner pilot(*setup_, {});
  const bool censored = model_->metrics.front().cells > 0;
  std::map<std::uint32_t, double> information_on_day;
  double baseline = 1.0;
  if (censored) {
    std::set<std::uint32_t> days;
    for (const Schedule& schedule : schedules) {
      days.insert(schedule.looks.begin(), schedule.looks.end());
    }
    const double entering = expected_entries_by(scenario_.test_plan, setup_->entry_days);
    const double pilots = std::clamp(std::ceil(pilot_customers / entering), 1.0, most_pilots);
    information_on_day =
        information_on(days, static_cast<std::uint64_t>(pilots), pilot, model_->metrics.front());
  } else {
    baseline = std::abs(arm_summary(pilot.data_of(pilot_replicate), 0, 0, setup_->last_day).mean);
  }
  for (std::size_t p = 0; p < plans.size(); ++p) {
    std::vector<double> information;
    for (const std::uint32_t day : schedules[p].looks) {
      information.push_back(censored ? information_on_day.at(day) : known_on(schedules[p], day));
    }
    setup_->designs.push_back(prepare_design(plans[p], schedules[p], scenario_.test_plan, *model_,
                                             information, baseline));
  }
}

TestResults PreparedExperiment::describe() const {
  TestResults results;
  results.metric = scenario_.metrics[metric_].name;
  results.metric_number = metric_;
  results.window = window_;
  results.notes = notes_on(model_->scenario, {});
  const Knowledge knowledge = model_->metrics.front().knowledge;
  results.effect_scale = knowledge == Knowledge::time ? "log hazard ratio" : "difference";
  results.traffic = scenario_.test_plan.traffic.value_or(0.0);
  results.days = scenario_.test_plan.days;
  results.period = scenario_.test_plan.period;
  for (const TestArm& arm : model_->arms) {
    results.arms.push_back({.name = arm.name, .share = arm.share, .true_effect = {}, .value = {}});
  }
  for (const PreparedDesign& design : setup_->designs) {
    PlanResult plan;
    plan.name = design.plan.name;
    plan.description = design.plan.description;
    plan.design = name_of(design.plan.design);
    plan.entry_days = design.schedule.entry_days;
    plan.last_day = design.schedule.last_day;
    plan.customers = expected_entries_by(scenario_.test_plan, design.schedule.entry_days);
    plan.alpha = design.alpha;
    plan.nominal_coverage = design.nominal_coverage;
    plan.correction = correction_words[static_cast<std::size_t>(design.correction)];
    plan.claims_alpha = promises_alpha(design);
    for (std::size_t k = 0; k < design.schedule.looks.size(); ++k) {
      LookResult look{.day = design.schedule.looks[k], .information = {}, .lower = {}, .upper = {}};
      look.mature = known_on(design.schedule, look.day);
      if (!design.information.empty()) look.information = design.information[k];
      if (!design.bounds.empty()) {
        look.lower = design.bounds[k].lower;
        look.upper = design.bounds[k].upper;
      }
      plan.looks.push_back(look);
    }
    if (design.plan.design == Design::bandit && window_ + 1 >= design.schedule.entry_days) {
      results.notes.push_back(fmt::format(
          "{}: nobody is mature before the last customers enter, so its split never changes.",
          design.plan.name));
    }
    results.plans.push_back(std::move(plan));
  }
  return results;
}

std::vector<Problem> plan_problems(const Scenario& scenario) {
  std::vector<Problem> problems;
  const auto collect = [&](auto&& work) {
    try {
      work();
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  };
  if (scenario.test_plan.plans.empty()) return problems;
  std::uint32_t window = 0;
  collect(
      [&] { window = days_until_known(scenario, scenario.metrics[deciding_metric(scenario)]); });
  if (!problems.empty()) return problems;
  for (const PlannedDesign& plan : scenario.test_plan.plans) {
    collect([&] { static_cast<void>(schedule_of(plan, scenario.test_plan, window)); });
  }
  return problems;
}

std::unique_ptr<const PreparedExperiment> prepare_experiment(
    const Scenario& scenario, const std::vector<PlannedDesign>& plans, std::uint64_t seed) {
  return std::make_unique<const PreparedExperiment>(scenario, plans, seed);
}

}  // namespace journeylab
