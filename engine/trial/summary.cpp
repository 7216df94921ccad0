#include "trial/summary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "stats/distributions.h"
#include "stats/proportion.h"
#include "stats/quantiles.h"

namespace journeylab {
namespace {

Estimate missing(std::string reason) {
  Estimate estimate;
  estimate.reason = std::move(reason);
  return estimate;
}

// The mean of numbers with its normal interval.
Estimate mean_of(const std::vector<double>& numbers, double confidence) {
  if (numbers.empty()) return missing("no replicate says anything");
  const auto n = static_cast<double>(numbers.size());
  double sum = 0.0;
  for (const double number : numbers) sum += number;
  const double mean = sum / n;
  double square = 0.0;
  for (const double number : numbers) square += (number - mean) * (number - mean);
  Estimate estimate;
  estimate.value = mean;
  estimate.n = numbers.size();
  if (numbers.size() < 2) {
    estimate.reason = "one replicate has no error";
    return estimate;
  }
  const double error = std::sqrt(square / (n - 1.0) / n);
  const double half = normal_critical(confidence) * error;
  estimate.standard_error = error;
  estimate.low = mean - half;
  estimate.high = mean + half;
  estimate.method = "normal";
  return estimate;
}

Spread spread_of(std::vector<double> numbers, double confidence) {
  Spread spread{.mean = mean_of(numbers, confidence)};
  if (numbers.empty()) return spread;
  std::sort(numbers.begin(), numbers.end());
  spread.low = quantile(numbers, 0.1, QuantileType::type1);
  spread.median = quantile(numbers, 0.5, QuantileType::type1);
  spread.high = quantile(numbers, 0.9, QuantileType::type1);
  return spread;
}

std::string_view name_of(Finding finding) {
  switch (finding) {
    case Finding::better:
      return "better";
    case Finding::worse:
      return "worse";
    case Finding::futile:
      return "futile";
    case Finding::undecided:
      break;
  }
  return "undecided";
}

bool is_found(const ArmOutcome& arm) {
  return arm.finding == Finding::better || arm.finding == Finding::worse;
}

// Summaries of one plan's outcomes in one world.
class Summary {
 public:
  Summary(std::span<const PlanOutcome> outcomes, const World& world, double confidence)
      : outcomes_(outcomes), world_(world), confidence_(confidence) {}

  WorldFindings run() {
    WorldFindings findings;
    findings.found = rate_of([](const PlanOutcome& outcome) {
      return std::any_of(outcome.arms.begin(), outcome.arms.end(), is_found);
    });
    findings.right = has_effect() ? rate_of([this](const PlanOutcome& o) { return is_right(o); })
                                  : missing("no effect, nothing to find");
    findings.keeps_control =
        rate_of([](const PlanOutcome& outcome) { return outcome.chosen == 0; });
    findings.guardrail_broken =
        rate_of([](const PlanOutcome& outcome) { return outcome.guardrail_broken; });
    findings.ratio_broken =
        rate_of([](const PlanOutcome& outcome) { return outcome.ratio_broken; });
    findings.day = spread_of(
        collect([](const PlanOutcome& outcome) { return static_cast<double>(outcome.day); }),
        confidence_);
    findings.stops = stops();
    findings.customers = spread_of(collect(entered), confidence_);
    for (std::size_t a = 0; a < world_.effects.size(); ++a) findings.arms.push_back(arm(a));
    add_regret(findings);
    return findings;
  }

 private:
  [[nodiscard]] Estimate rate_of(const std::function<bool(const PlanOutcome&)>& holds) const {
    const auto count = std::count_if(outcomes_.begin(), outcomes_.end(), holds);
    return rate(static_cast<std::uint64_t>(count), outcomes_.size(), confidence_);
  }

  [[nodiscard]] std::vector<double> collect(
      const std::function<double(const PlanOutcome&)>& number) const {
    std::vector<double> numbers;
    numbers.reserve(outcomes_.size());
    for (const PlanOutcome& outcome : outcomes_) numbers.push_back(number(outcome));
    return numbers;
  }

  [[nodiscard]] std::vector<StopCount> stops() const {
    std::map<std::uint32_t, std::uint64_t> tests;
    for (const PlanOutcome& outcome : outcomes_) ++tests[outcome.day];
    std::vector<StopCount> counts;
    for (const auto& [day, count] : tests) counts.push_back({.day = day, .tests = count});
    return counts;
  }

  static double entered(const PlanOutcome& outcome) {
    double sum = 0.0;
    for (const std::uint64_t n : outcome.entered) sum += static_cast<double>(n);
    return sum;
  }

  [[nodiscard]] bool has_effect() const {
    return std::any_of(world_.effects.begin(), world_.effects.end(),
                       [](double effect) { return effect != 0.0; });
  }

  [[nodiscard]] bool is_right(const PlanOutcome& outcome) const {
    for (std::size_t a = 0; a < outcome.arms.size(); ++a) {
      const double good = world_.effects[a] * world_.direction;
      if (good > 0.0 && outcome.arms[a].finding == Finding::better) return true;
      if (good < 0.0 && outcome.arms[a].finding == Finding::worse) return true;
    }
    return false;
  }

  [[nodiscard]] ArmFindings arm(std::size_t a) const {
    const auto finds = [&](Finding finding) {
      return rate_of([=](const PlanOutcome& o) { return o.arms[a].finding == finding; });
    };
    ArmFindings findings;
    findings.better = finds(Finding::better);
    findings.worse = finds(Finding::worse);
    findings.futile = finds(Finding::futile);
    findings.undecided = finds(Finding::undecided);
    findings.chosen = rate_of([=](const PlanOutcome& o) { return o.chosen == a + 1; });
    add_errors(a, findings);
    for (const PlanOutcome& outcome : outcomes_.first(std::min(sample_paths, outcomes_.size()))) {
      findings.paths.push_back(
          {.finding = std::string(name_of(outcome.arms[a].finding)), .z = outcome.paths[a]});
    }
    return findings;
  }

  // Coverage, exaggeration and wrong signs.
  void add_errors(std::size_t a, ArmFindings& findings) const {
    if (!world_.effects_known) {
      findings.coverage = findings.exaggeration = findings.wrong_sign =
          missing("the true effect is not known");
      return;
    }
    const double truth = world_.effects[a];
    std::uint64_t covered = 0;
    std::uint64_t known = 0;
    std::uint64_t wrong = 0;
    std::vector<double> exaggerations;
    for (const PlanOutcome& outcome : outcomes_) {
      const ArmOutcome& arm = outcome.arms[a];
      if (!arm.known) continue;
      ++known;
      covered += arm.interval.low <= truth && truth <= arm.interval.high ? 1 : 0;
      if (!is_found(arm) || truth == 0.0) continue;
      exaggerations.push_back(std::abs(arm.effect / truth));
      wrong += (arm.effect > 0.0) != (truth > 0.0) ? 1 : 0;
    }
    findings.coverage = rate(covered, known, confidence_);
    if (truth == 0.0) {
      findings.exaggeration = findings.wrong_sign = missing("no effect to be exaggerated");
      return;
    }
    findings.wrong_sign = rate(wrong, exaggerations.size(), confidence_);
    findings.exaggeration = mean_of(exaggerations, confidence_);
  }

  void add_regret(WorldFindings& findings) const {
    if (world_.values.empty()) {
      findings.lost_testing = findings.lost_after =
          missing(has_effect() ? "no value is counted" : "no effect, nothing is lost");
      return;
    }
    const double best = *std::max_element(world_.values.begin(), world_.values.end());
    const double all = world_.arrivals.back();
    std::vector<double> testing;
    std::vector<double> after;
    for (const PlanOutcome& outcome : outcomes_) {
      const std::size_t day = std::min<std::size_t>(outcome.day, world_.arrivals.size() - 1);
      double lost = 0.0;
      for (std::size_t a = 0; a < outcome.entered.size(); ++a) {
        lost += static_cast<double>(outcome.entered[a]) * (best - world_.values[a]);
      }
      // Who comes before the decision and is not in the test gets what everybody got before.
      const double outside = std::max(world_.arrivals[day] - entered(outcome), 0.0);
      testing.push_back(lost + outside * (best - world_.values[0]));
      after.push_back((all - world_.arrivals[day]) * (best - world_.values[outcome.chosen]));
    }
    findings.lost_testing = mean_of(testing, confidence_);
    findings.lost_after = mean_of(after, confidence_);
  }

  std::span<const PlanOutcome> outcomes_;
  const World& world_;
  double confidence_;
};

}  // namespace

Estimate rate(std::uint64_t successes, std::uint64_t n, double confidence) {
  const Estimated share = proportion({.n = n, .successes = successes}, confidence);
  Estimate estimate;
  estimate.value = share.value;
  estimate.standard_error = share.standard_error;
  estimate.n = n;
  estimate.reason = n == 0 ? "no replicate says anything" : share.reason;
  if (!share.interval) return estimate;
  estimate.low = share.interval->low;
  estimate.high = share.interval->high;
  estimate.method = "wilson";
  return estimate;
}

WorldFindings summarise(std::span<const PlanOutcome> outcomes, const World& world,
                        double confidence) {
  return Summary(outcomes, world, confidence).run();
}

}  // namespace journeylab
