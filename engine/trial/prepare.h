// From a scenario with its plans to everything that replicates share.
#pragma once

#include <memory>
#include <vector>

#include "experiment/test_results.h"
#include "trial/replicate.h"

namespace journeylab {

/// Owns the model and the setup, whose parts refer to each other.
class PreparedExperiment {
 public:
  PreparedExperiment(const Scenario& scenario, const std::vector<PlannedDesign>& plans,
                     std::uint64_t seed);
  PreparedExperiment(const PreparedExperiment&) = delete;
  PreparedExperiment& operator=(const PreparedExperiment&) = delete;

  [[nodiscard]] const ExperimentSetup& setup() const noexcept { return *setup_; }
  [[nodiscard]] const std::vector<std::size_t>& variants() const noexcept { return variants_; }
  /// Customers that a replicate simulates, about, in both worlds.
  [[nodiscard]] std::uint64_t customers() const noexcept { return customers_; }
  /// What is known before any replicate.
  [[nodiscard]] TestResults describe() const;

 private:
  void check_request(const std::vector<PlannedDesign>& plans) const;
  void check_arms(std::uint32_t days) const;
  void prepare_designs(const std::vector<PlannedDesign>& plans,
                       const std::vector<Schedule>& schedules);
  [[nodiscard]] double known_on(const Schedule& schedule, std::uint32_t day) const;

  const Scenario& scenario_;
  std::size_t metric_;
  std::uint32_t window_;
  std::vector<std::size_t> variants_;
  std::unique_ptr<const TestModel> model_;
  std::unique_ptr<ExperimentSetup> setup_;
  std::uint64_t customers_ = 0;
};

/// What is wrong with the plans of a scenario's `experiment`, as far as it shows without simulating
/// anything; nothing where there are none.
[[nodiscard]] std::vector<Problem> plan_problems(const Scenario& scenario);

/// Throws InputError for a test that cannot be: no traffic, no variant, arms without customers,
/// plans that do not fit the metric.
[[nodiscard]] std::unique_ptr<const PreparedExperiment> prepare_experiment(
    const Scenario& scenario, const std::vector<PlannedDesign>& plans, std::uint64_t seed);

}  // namespace journeylab
