// Who enters a simulated test on which day, and which arm they get. How many enter is planned;
// which arm each gets, and who meets another arm's treatment or is lost from the data, is drawn
// customer by customer, as a real assignment is, to 2^-32. Draws are a function of the seed, the
// replicate and the day alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scenario/test_plan.h"
#include "trial/test_model.h"

namespace journeylab {

/// How many enter on each day (from index 1), all arms together: whole numbers whose sums follow
/// the expected ones as closely as can be.
[[nodiscard]] std::vector<std::uint64_t> entries_by_day(const TestPlan& plan,
                                                        std::uint32_t last_day);

/// The customers of one arm on one day.
struct ArmEntries {
  std::uint64_t assigned = 0;
  std::uint64_t recorded = 0;          ///< of them, not lost from the data
  std::vector<std::uint64_t> treated;  ///< of the recorded ones, by the arm whose journey they meet
};

/// Splits the customers of a day over the arms by `shares`, with the model's faults.
[[nodiscard]] std::vector<ArmEntries> assign(const TestModel& model, double contamination,
                                             std::span<const double> shares,
                                             std::uint64_t replicate, std::uint32_t day,
                                             std::uint64_t customers);

}  // namespace journeylab
