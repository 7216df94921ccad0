// What a simulated test is about: the arms, the metrics that its plans look at, for how long a
// customer must have been in before a metric knows it, and the journeys, cut off where no look can
// see. Built once; every replicate reads it. Theory: engine/methods/experiment.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cohort/sweep.h"
#include "plan/journey_plan.h"
#include "scenario/scenario.h"

namespace journeylab {

/// Customer numbers set aside for an arm in a replicate, and so the most customers of a test.
/// Fixed, so that a plan meets the same customers whatever plans stand beside it.
inline constexpr std::uint64_t customers_set_aside = std::uint64_t{1} << 26;

/// What is known of a metric, by its kind.
enum class Knowledge : std::uint8_t {
  share,      ///< mature customers: a share
  mean,       ///< mature customers: a mean
  ratio,      ///< mature customers: a ratio of two means
  retention,  ///< all customers, censored at the look: a life table
  time,       ///< all customers, censored at the look: the log-rank statistic
};

struct TestMetric {
  std::size_t metric = 0;  ///< in Scenario::metrics
  Knowledge knowledge = Knowledge::share;
  std::uint32_t window = 0;  ///< whole days until a customer is mature; 0 for censored ones
  std::uint32_t cells = 0;   ///< of a life table: days of age, the last one may be shorter
  std::vector<double> centre{0.0, 0.0};  ///< near the means, subtracted before squares are summed
};

struct TestArm {
  std::size_t variant = 0;  ///< in Scenario::variants
  std::string name;
  double share = 0.0;  ///< of those who enter
  double lost = 0.0;   ///< chance to be missing from the data
};

/// The parts that belong together; addresses must not change, so it is made on the heap.
struct TestModel {
  Scenario scenario;                ///< with these metrics alone, and a horizon that suffices
  std::vector<TestArm> arms;        ///< control first
  std::vector<TestMetric> metrics;  ///< the primary one first, then guardrails that can stop a test
  std::vector<JourneyPlan> plans;   ///< by arm
  TallyShape shape;                 ///< of the runner of tiles
  std::uint64_t seed = 1;

  [[nodiscard]] const Metric& metric(std::size_t m) const { return scenario.metrics[m]; }
  /// 1 if a positive effect on the metric is good, else -1. An effect on a time is the logarithm of
  /// a hazard ratio, positive where the goal is reached sooner.
  [[nodiscard]] double direction(std::size_t m) const noexcept {
    const bool higher = scenario.metrics[m].higher_is_better;
    return higher == (metrics[m].knowledge != Knowledge::time) ? 1.0 : -1.0;
  }
  /// The number of the first customer of an arm in a replicate.
  [[nodiscard]] std::uint64_t first_customer(std::uint64_t replicate, std::size_t arm) const {
    return (replicate * arms.size() + arm) * customers_set_aside + 1;
  }
};

/// What it takes to make a model.
struct TestModelRequest {
  const Scenario& scenario;
  std::vector<std::size_t> variants;  ///< control first
  bool guardrails = false;            ///< whether a plan looks at guardrails
  std::uint32_t last_day = 0;         ///< of the longest plan
  std::uint64_t seed = 1;
  bool every_metric = false;  ///< all metrics, the deciding one first
};

/// The days that a metric needs before a customer is mature; 0 where it can do with less.
[[nodiscard]] std::uint32_t maturity_of(const Scenario& scenario, const Metric& metric);

/// The days that have to pass before any look knows anything of a metric: its maturity, or the age
/// that a retention is asked at.
[[nodiscard]] std::uint32_t days_until_known(const Scenario& scenario, const Metric& metric);

/// The metric that decides: the primary one, or the only one. Throws InputError where it is not
/// clear.
[[nodiscard]] std::size_t deciding_metric(const Scenario& scenario);

/// Throws InputError for guardrails that a look cannot judge.
[[nodiscard]] std::unique_ptr<const TestModel> make_test_model(const TestModelRequest& request);

}  // namespace journeylab
