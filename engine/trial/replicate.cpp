#include "trial/replicate.h"

#include <algorithm>

#include "stats/sample_ratio.h"

namespace journeylab {
namespace {

constexpr std::size_t primary = 0;

bool has_bandit(const ExperimentSetup& setup) {
  return std::any_of(setup.designs.begin(), setup.designs.end(), [](const PreparedDesign& design) {
    return design.plan.design == Design::bandit;
  });
}

}  // namespace

void ArmTruth::merge(const ArmTruth& other) {
  sums.add(other.sums);
  if (!other.life.events.empty()) life.add(other.life);
}

ReplicateRunner::ReplicateRunner(const ExperimentSetup& setup, std::stop_token stop)
    : setup_(setup),
      runner_(setup.model.shape, setup.model.plans, setup.model.seed, std::move(stop)) {
  const std::size_t arms = setup.model.arms.size();
  effect_.assign(arms, ArmTally(setup.model, setup.last_day));
  none_ = effect_;
  if (has_bandit(setup)) bandit_ = effect_;
  entered_.assigned_by.assign(arms, std::vector<std::uint64_t>(setup.last_day + 1));
  entered_.recorded_by = entered_.assigned_by;
}

ReplicateResult ReplicateRunner::run(std::uint64_t replicate) {
  admit(replicate);
  const std::size_t arms = setup_.model.arms.size();
  for (std::size_t a = 0; a < arms; ++a) {
    simulate(replicate, a, false, effect_[a]);
    // Without contamination control is the same whether the variants do anything or not.
    if (a > 0 || setup_.test.faults.contamination > 0.0) simulate(replicate, a, true, none_[a]);
  }
  ReplicateResult result;
  result.effect = judge_all(replicate, false);
  result.none = judge_all(replicate, true);
  for (std::size_t a = 0; a < arms; ++a) {
    ArmTruth truth;
    if (setup_.model.metrics[primary].cells == 0) {
      truth.sums = effect_[a].entered_by(primary, setup_.last_day);
    } else {
      truth.life = effect_[a].follow_up(primary).known_on(setup_.last_day);
    }
    result.truth.push_back(std::move(truth));
  }
  return result;
}

TestData ReplicateRunner::data_of(std::uint64_t replicate) {
  admit(replicate);
  TestData data{.model = setup_.model, .arms = {}, .entry_days = setup_.entry_days};
  for (std::size_t a = 0; a < setup_.model.arms.size(); ++a) {
    simulate(replicate, a, false, effect_[a]);
    data.arms.push_back(&effect_[a]);
  }
  return data;
}

void ReplicateRunner::admit(std::uint64_t replicate) {
  std::vector<double> shares;
  for (const TestArm& arm : setup_.model.arms) shares.push_back(arm.share);
  entered_.days.assign(1, {});
  for (std::uint32_t day = 1; day <= setup_.last_day; ++day) {
    const std::uint64_t n = day <= setup_.entry_days ? setup_.entries[day] : 0;
    entered_.days.push_back(
        assign(setup_.model, setup_.test.faults.contamination, shares, replicate, day, n));
    for (std::size_t a = 0; a < shares.size(); ++a) {
      const ArmEntries& arm = entered_.days.back()[a];
      entered_.assigned_by[a][day] = entered_.assigned_by[a][day - 1] + arm.assigned;
      entered_.recorded_by[a][day] = entered_.recorded_by[a][day - 1] + arm.recorded;
    }
  }
}

void ReplicateRunner::simulate(std::uint64_t replicate, std::size_t arm, bool no_effect,
                               ArmTally& tally) {
  tally.clear();
  const std::uint64_t first = setup_.model.first_customer(replicate, arm);
  const std::size_t arms = setup_.model.arms.size();
  std::vector<DayOfEntry> days;  // that one journey treats, one after another
  std::uint64_t used = 0;
  const bool is_pure = setup_.test.faults.contamination == 0.0 || no_effect;
  for (std::uint32_t day = 1; day <= setup_.entry_days; ++day) {
    const ArmEntries& entries = entered_.days[day][arm];
    if (is_pure) {
      days.push_back({.day = day, .begin = used, .end = used + entries.recorded});
      used += entries.recorded;
      continue;
    }
    for (std::size_t journey = 0; journey < arms; ++journey) {
      const std::uint64_t n = entries.treated[journey];
      const DayOfEntry entry{.day = day, .begin = used, .end = used + n};
      if (n > 0) tally.simulate(runner_, journey, first, {&entry, 1});
      used += n;
    }
  }
  if (is_pure) tally.simulate(runner_, no_effect ? 0 : arm, first, days);
  tally.accumulate(1, setup_.last_day);
}

std::vector<PlanOutcome> ReplicateRunner::judge_all(std::uint64_t replicate, bool no_effect) {
  const bool own_control = no_effect && setup_.test.faults.contamination > 0.0;
  TestData data{.model = setup_.model, .arms = {}, .entry_days = 0};
  for (std::size_t a = 0; a < setup_.model.arms.size(); ++a) {
    const bool of_none = a == 0 ? own_control : no_effect;
    data.arms.push_back(of_none ? &none_[a] : &effect_[a]);
  }
  std::vector<PlanOutcome> outcomes;
  for (const PreparedDesign& design : setup_.designs) {
    if (design.plan.design == Design::bandit) {
      outcomes.push_back(run_bandit(design, {.model = setup_.model,
                                             .test = setup_.test,
                                             .runner = runner_,
                                             .tallies = bandit_,
                                             .entries = setup_.entries,
                                             .replicate = replicate,
                                             .no_effect = no_effect}));
      continue;
    }
    data.entry_days = design.schedule.entry_days;
    outcomes.push_back(judge(design, data));
    count_entered(design, outcomes.back());
  }
  return outcomes;
}

void ReplicateRunner::count_entered(const PreparedDesign& design, PlanOutcome& outcome) const {
  const std::uint32_t day = std::min(outcome.day, design.schedule.entry_days);
  std::vector<std::uint64_t> recorded;
  std::vector<double> shares;
  std::uint64_t all = 0;
  for (std::size_t a = 0; a < setup_.model.arms.size(); ++a) {
    outcome.entered.push_back(entered_.assigned_by[a][day]);
    recorded.push_back(entered_.recorded_by[a][day]);
    shares.push_back(setup_.model.arms[a].share);
    all += recorded.back();
  }
  outcome.ratio_broken =
      all > 0 && sample_ratio_test(recorded, shares).verdict == SampleRatioVerdict::broken;
}

}  // namespace journeylab
