// What is true of the arms, as far as simulation can say: their effects, from all replicates
// together, and what a customer is worth in each, from a paired run of the whole scenario.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "experiment/analysis.h"
#include "trial/replicate.h"

namespace journeylab {

struct ReferenceRequest {
  std::uint64_t customers = 0;
  std::uint64_t seed = 1;
  int threads = 0;
  double confidence = 0.95;
  std::stop_token stop;
};

struct ReferenceValues {
  std::string metric;  ///< the value metric; empty: there is none, `reason` says why
  std::string reason;
  double direction = 1.0;        ///< -1: less of it is better
  std::vector<Estimate> values;  ///< by arm, per customer
  double error = 0.0;            ///< largest, of a value's difference from control's, over its size
  std::vector<Estimate> effects;  ///< by arm, of the deciding metric; empty for control
  bool complete = true;
};

/// Runs the variants on the same customers.
[[nodiscard]] ReferenceValues reference_values(const Scenario& scenario,
                                               const std::vector<std::size_t>& variants,
                                               const ReferenceRequest& request);

/// The effects that all customers of all replicates show, by arm; nothing for control.
[[nodiscard]] std::vector<Estimate> pooled_truth(const ExperimentSetup& setup,
                                                 const std::vector<ArmTruth>& arms,
                                                 double confidence);

/// Customers who come up to each day of the period, in the test or not.
[[nodiscard]] std::vector<double> arrivals_by_day(const TestPlan& plan);

}  // namespace journeylab
