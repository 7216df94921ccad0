#include "trial/sizing_check.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "cohort/faults.h"
#include "cohort/shard.h"
#include "experiment/sizing_design.h"
#include "plan/compile.h"
#include "stats/distributions.h"
#include "stats/multiplicity.h"
#include "trial/sizing_evidence.h"

namespace journeylab {
namespace {

// Customers of the check are none of those that the sizing was simulated from.
constexpr std::uint64_t first_number = std::uint64_t{1} << 40;

double unadjusted(const Sizing& sizing) {
  return 1.0 / (sizing.factors.variance_left * sizing.factors.clusters);
}

// What one simulated test decided.
struct Decisions {
  bool finished = false;
  std::vector<bool> found;  ///< by variant: for its expected side
  bool alarm = false;       ///< control against control decided for some arm
};

// The metric alone is tallied, and nobody is followed for longer than it needs.
Scenario with_one_metric(const Scenario& scenario, std::size_t metric) {
  Scenario one = scenario;
  one.metrics = {scenario.metrics[metric]};
  return one;
}

class Simulated {
 public:
  explicit Simulated(const SizeCheckRequest& request)
      : request_(request),
        scenario_(with_one_metric(request.scenario, request.metric)),
        metric_(measured(scenario_, scenario_.metrics.front())),
        level_(comparison_level(request.sizing.question)) {
    const SizingQuestion& question = request.sizing.question;
    design_ = design_of(question, level_);
    fractions_ = even_information(design_ ? question.looks : 1);
    for (const std::size_t variant : request.variants) {
      shapes_.push_back(tally_shape(scenario_, {variant}, false));
      shapes_.back().retention_groups = std::min<std::size_t>(shapes_.back().retention_groups, 1);
      std::vector<JourneyPlan> plan;
      plan.push_back(compile(scenario_, variant));
      plans_.push_back(std::move(plan));
    }
    for (const double customers : request.sizing.size.customers) {
      sizes_.push_back(
          static_cast<std::uint64_t>(std::ceil(customers * unadjusted(request.sizing))));
    }
    const std::uint64_t most = *std::max_element(sizes_.begin(), sizes_.end());
    // Every look starts at a tile of its own.
    block_ = (most / tile_customers + 1 + fractions_.size()) * tile_customers;
  }

  [[nodiscard]] const std::vector<double>& fractions() const { return fractions_; }
  [[nodiscard]] std::size_t arms() const { return sizes_.size(); }

  // One arm of one test: tallies as they are at each look. The last "arm" numbers are those of
  // control's doubles.
  [[nodiscard]] std::vector<MetricTally> arm(ShardRunner& runner, std::size_t plan,
                                             std::uint64_t test, std::size_t place,
                                             std::uint64_t n) const {
    std::uint64_t next = first_number + (test * (2 * arms()) + place) * block_ + 1;
    RunTally tally = empty_tally(shapes_[plan], RetentionTables::with);
    std::vector<MetricTally> looks;
    std::uint64_t before = 0;
    for (const double fraction : fractions_) {
      const auto until =
          static_cast<std::uint64_t>(std::llround(fraction * static_cast<double>(n)));
      if (until > before) tally.merge(runner.run(next, until - before));
      next += (until - before + tile_customers - 1) / tile_customers * tile_customers;
      before = until;
      looks.push_back(total(tally.variants.front().metrics.front()));
    }
    return looks;
  }

  // -1, 0 or 1: the side that is decided for, if any.
  [[nodiscard]] int decided(const std::vector<MetricTally>& control,
                            const std::vector<MetricTally>& treat, double level) const {
    for (std::size_t k = 0; k < fractions_.size(); ++k) {
      const double z = unpaired_statistic(metric_, control[k], treat[k]);
      const double bound =
          design_ ? design_->bounds[k].upper : normal_quantile_above(level / level_.sides);
      const double way = request_.sizing.question.metric.good_way();
      // A one-sided test neither stops nor decides on the bad side.
      if (level_.sides == 1 ? way * z >= bound : std::abs(z) >= bound) return z > 0.0 ? 1 : -1;
    }
    return 0;
  }

  // Which variants are decided for, on which side: Holm's correction steps down over p-values of
  // the only look; all else is at the comparison's level.
  [[nodiscard]] std::vector<int> decisions(
      const std::vector<MetricTally>& control,
      const std::vector<std::vector<MetricTally>>& treated) const {
    const SizingQuestion& question = request_.sizing.question;
    std::vector<int> sides;
    if (design_ || question.correction != CorrectionWord::holm || treated.size() == 1) {
      for (const auto& treat : treated) sides.push_back(decided(control, treat, level_.alpha));
      return sides;
    }
    std::vector<double> z;
    std::vector<std::optional<double>> p;
    for (const auto& treat : treated) {
      z.push_back(unpaired_statistic(metric_, control.back(), treat.back()));
      const double good = z.back() * question.metric.good_way();
      p.emplace_back(question.sides == 2 ? std::min(1.0, 2.0 * normal_tail(std::abs(z.back())))
                                         : normal_tail(good));
    }
    const auto adjusted = adjust_p_values(p, Adjustment::holm);
    for (std::size_t i = 0; i < z.size(); ++i) {
      const bool found = adjusted[i] && *adjusted[i] <= question.alpha;
      sides.push_back(found ? (z[i] > 0.0 ? 1 : -1) : 0);
    }
    return sides;
  }

  [[nodiscard]] Decisions test(std::vector<ShardRunner>& runners, std::uint64_t number) const {
    const auto control = arm(runners[0], 0, number, 0, sizes_[0]);
    std::vector<std::vector<MetricTally>> treated;
    std::vector<std::vector<MetricTally>> doubles;
    for (std::size_t a = 1; a < arms(); ++a) {
      treated.push_back(arm(runners[a], a, number, a, sizes_[a]));
      doubles.push_back(arm(runners[0], 0, number, arms() + a, sizes_[a]));
    }
    Decisions made{.finished = true, .found = {}};
    const std::vector<int> sides = decisions(control, treated);
    for (std::size_t i = 0; i < sides.size(); ++i) {
      const int expected = request_.sizing.question.effects[i].value > 0.0 ? 1 : -1;
      made.found.push_back(sides[i] == expected);
    }
    const std::vector<int> none = decisions(control, doubles);
    made.alarm = std::any_of(none.begin(), none.end(), [](int side) { return side != 0; });
    return made;
  }

  [[nodiscard]] std::vector<ShardRunner> runners(const std::stop_token& stop) const {
    std::vector<ShardRunner> all;
    all.reserve(shapes_.size());
    for (std::size_t a = 0; a < shapes_.size(); ++a) {
      all.emplace_back(shapes_[a], plans_[a], request_.seed, tile_customers, stop);
    }
    return all;
  }

 private:
  const SizeCheckRequest& request_;
  Scenario scenario_;
  MeasuredMetric metric_;
  TestLevel level_;
  std::optional<SequentialDesign> design_;
  std::vector<double> fractions_;
  std::vector<TallyShape> shapes_;               ///< by arm
  std::vector<std::vector<JourneyPlan>> plans_;  ///< by arm, one each
  std::vector<std::uint64_t> sizes_;
  std::uint64_t block_ = 0;
};

// Tests are independent of each other: any thread may run any of them.
class Workers {
 public:
  Workers(const Simulated& simulated, const SizeCheckRequest& request)
      : simulated_(simulated), request_(request), results_(request.tests) {}

  std::vector<Decisions> run() {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    const unsigned threads = request_.threads > 0 ? static_cast<unsigned>(request_.threads) : cores;
    {
      std::vector<std::jthread> team;
      for (unsigned t = 1; t < threads; ++t) team.emplace_back([this] { work(); });
      work();
    }
    if (fault_) std::rethrow_exception(fault_);
    return std::move(results_);
  }

 private:
  void work() {
    try {
      std::vector<ShardRunner> runners = simulated_.runners(request_.stop);
      for (std::uint64_t test = next_++; test < request_.tests; test = next_++) {
        results_[test] = simulated_.test(runners, test);
        tell();
      }
    } catch (const RunStopped&) {
      next_ = request_.tests;
    } catch (...) {
      const std::lock_guard lock(mutex_);
      fault_ = std::current_exception();
      next_ = request_.tests;
    }
  }

  void tell() {
    const std::lock_guard lock(mutex_);
    ++done_;
    if (request_.progress) request_.progress(done_);
  }

  const Simulated& simulated_;
  const SizeCheckRequest& request_;
  std::vector<Decisions> results_;
  std::atomic<std::uint64_t> next_ = 0;
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  std::exception_ptr fault_;
};

// Whether a rate is further from what is expected than chance explains, on the sides that matter.
enum class Off : std::uint8_t { either, above, below };

bool is_off(const SimulatedRate& seen, double low, double high, Off side) {
  constexpr double errors = 2.58;  // one false warning in a hundred
  const auto error = [&](double expected) {
    return errors * std::sqrt(std::max(expected * (1.0 - expected), 1e-12) /
                              static_cast<double>(seen.tests));
  };
  const bool above = seen.rate() > high + error(high);
  const bool below = seen.rate() < low - error(low);
  return (side != Off::below && above) || (side != Off::above && below);
}

// The formula's power where the effect is not what the simulation says but at an end of its noise:
// the statistic's mean goes with the effect.
double power_at_end(const SizedComparison& comparison, double end, const TestLevel& level) {
  const double critical = critical_value(level);
  const double power = std::clamp(comparison.power, 1e-12, 1.0 - 1e-12);
  const double shift = critical - normal_quantile_above(power);
  return normal_tail(critical - shift * end / comparison.effect.value);
}

CheckedArm unchecked_arm(const SizedComparison& comparison, const TestLevel& level) {
  CheckedArm arm;
  arm.variant = comparison.variant;
  arm.formula = arm.formula_low = arm.formula_high = comparison.power;
  if (!comparison.effect.noise) return arm;
  for (const double end : {comparison.effect.noise->low, comparison.effect.noise->high}) {
    const double power = power_at_end(comparison, end, level);
    arm.formula_low = std::min(arm.formula_low, power);
    arm.formula_high = std::max(arm.formula_high, power);
  }
  return arm;
}

}  // namespace

double customers_of_check(const Sizing& sizing) {
  double sum = 0.0;
  for (std::size_t a = 0; a < sizing.size.customers.size(); ++a) {
    sum += sizing.size.customers[a] * (a == 0 ? 1.0 : 2.0);
  }
  return sum * unadjusted(sizing);
}

SizeCheck check_size(const SizeCheckRequest& request) {
  const auto simulated = std::make_unique<Simulated>(request);
  const std::vector<Decisions> made = Workers(*simulated, request).run();
  const SizingQuestion& question = request.sizing.question;
  SizeCheck check;
  check.planned = request.tests;
  check.customers = request.sizing.size.total * unadjusted(request.sizing);
  check.formula_error = question.alpha;
  for (const SizedComparison& comparison : request.sizing.comparisons) {
    check.arms.push_back(unchecked_arm(
        comparison, {.alpha = comparison.alpha, .sides = request.sizing.question.sides}));
  }
  for (const Decisions& test : made) {
    if (!test.finished) continue;
    ++check.false_alarms.tests;
    check.false_alarms.found += test.alarm ? 1 : 0;
    for (std::size_t i = 0; i < test.found.size(); ++i) {
      ++check.arms[i].power.tests;
      check.arms[i].power.found += test.found[i] ? 1 : 0;
    }
  }
  check.complete = check.false_alarms.tests == request.tests;
  if (check.false_alarms.tests == 0) return check;
  // Holm's correction finds at least what Bonferroni's does, which the formula is of.
  const bool at_least = question.correction == CorrectionWord::holm && check.arms.size() > 1;
  for (CheckedArm& arm : check.arms) {
    arm.off =
        is_off(arm.power, arm.formula_low, arm.formula_high, at_least ? Off::below : Off::either);
  }
  check.errors_off =
      is_off(check.false_alarms, check.formula_error, check.formula_error, Off::above);
  return check;
}

}  // namespace journeylab
