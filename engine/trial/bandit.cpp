#include "trial/bandit.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "stats/bayes_normal.h"

namespace journeylab {
namespace {

constexpr std::size_t primary = 0;

// Runs the days of one bandit.
class BanditDays {
 public:
  BanditDays(const PreparedDesign& design, const BanditRun& run)
      : design_(design),
        run_(run),
        used_(run.model.arms.size()),
        data_{.model = run.model, .arms = {}, .entry_days = design.schedule.entry_days} {
    for (ArmTally& tally : run.tallies) {
      tally.clear();
      data_.arms.push_back(&tally);
    }
    for (const TestArm& arm : run.model.arms) shares_.push_back(arm.share);
    outcome_.entered.resize(used_.size());
  }

  PlanOutcome play() {
    for (std::uint32_t day = 1; day <= design_.schedule.last_day; ++day) {
      if (day > 1 && day <= design_.schedule.entry_days && (day - 1) % design_.plan.every == 0) {
        reallocate(day - 1);
      }
      if (day <= design_.schedule.entry_days) admit(day);
      for (ArmTally& tally : run_.tallies) tally.accumulate(day, day);
    }
    conclude();
    return std::move(outcome_);
  }

 private:
  void reallocate(std::uint32_t known_day) {
    if (known_day < design_.plan.min_days) return;
    const std::vector<double> chances = chances_best(data_, known_day);
    if (chances.empty()) return;
    const double least = design_.plan.at_least;
    const double free = 1.0 - least * static_cast<double>(chances.size());
    for (std::size_t a = 0; a < chances.size(); ++a) shares_[a] = least + free * chances[a];
  }

  void admit(std::uint32_t day) {
    const auto arms = assign(run_.model, run_.test.faults.contamination, shares_, run_.replicate,
                             day, run_.entries[day]);
    for (std::size_t a = 0; a < arms.size(); ++a) {
      outcome_.entered[a] += arms[a].assigned;
      for (std::size_t journey = 0; journey < arms.size(); ++journey) {
        const std::uint64_t n = arms[a].treated[journey];
        if (n == 0) continue;
        const DayOfEntry entry{.day = day, .begin = used_[a], .end = used_[a] + n};
        run_.tallies[a].simulate(run_.runner, run_.no_effect ? 0 : journey,
                                 run_.model.first_customer(run_.replicate, a), {&entry, 1});
        used_[a] += n;
      }
    }
  }

  // What the data say at the end, as if the split had not followed them.
  void conclude() {
    outcome_.day = design_.schedule.last_day;
    outcome_.arms.resize(used_.size() - 1);
    outcome_.paths.resize(outcome_.arms.size());
    const double direction = run_.model.direction(primary);
    double most = 0.0;
    for (std::size_t a = 0; a < outcome_.arms.size(); ++a) {
      const Evidence evidence =
          look_at(data_, primary, a + 1, outcome_.day, design_.nominal_coverage);
      if (!evidence.known) continue;
      const NormalPosterior posterior{.mean = evidence.effect * direction,
                                      .deviation = evidence.standard_error};
      const double chance = judge_effect(posterior, design_.nominal_coverage).chance_better;
      ArmOutcome& arm = outcome_.arms[a];
      arm = {.finding = Finding::undecided,
             .known = true,
             .effect = evidence.effect,
             .interval = evidence.interval};
      if (chance >= 1.0 - design_.level / 2) arm.finding = Finding::better;
      if (chance <= design_.level / 2) arm.finding = Finding::worse;
      if (posterior.mean <= most) continue;
      most = posterior.mean;
      outcome_.chosen = static_cast<std::uint32_t>(a + 1);
    }
  }

  const PreparedDesign& design_;
  const BanditRun& run_;
  std::vector<double> shares_;
  std::vector<std::uint64_t> used_;  ///< customers of each arm so far
  TestData data_;
  PlanOutcome outcome_;
};

}  // namespace

PlanOutcome run_bandit(const PreparedDesign& design, const BanditRun& run) {
  return BanditDays(design, run).play();
}

std::vector<double> chances_best(const TestData& data, std::uint32_t day) {
  const double direction = data.model.direction(primary);
  const bool is_share = data.model.metrics[primary].knowledge == Knowledge::share;
  std::vector<NormalPosterior> arms;
  for (std::size_t a = 0; a < data.arms.size(); ++a) {
    const MeanSummary arm = arm_summary(data, primary, a, day);
    if (arm.n < 2) return {};
    const auto n = static_cast<double>(arm.n);
    NormalPosterior posterior{.mean = arm.mean, .deviation = std::sqrt(arm.variance / n)};
    if (is_share) {
      // Mean and deviation of Beta(1 + reached, 1 + not reached).
      posterior.mean = (arm.mean * n + 1.0) / (n + 2.0);
      posterior.deviation = std::sqrt(posterior.mean * (1.0 - posterior.mean) / (n + 3.0));
    }
    if (!(posterior.deviation > 0.0)) return {};
    posterior.mean *= direction;
    arms.push_back(posterior);
  }
  if (arms.size() > 2) return normal_chances_best(arms);
  const double chance = compare_normal(arms[0], arms[1], 0.95).chance_better;
  return {1.0 - chance, chance};
}

}  // namespace journeylab
