#include "scenario/test_plan.h"

namespace journeylab {

double expected_entries(const TestPlan& plan, std::uint32_t day) {
  if (day == 0) return 0.0;
  const double ramp = day <= plan.ramp.size() ? plan.ramp[day - 1] : 1.0;
  return plan.traffic.value_or(0.0) * plan.weekly[(day - 1) % plan.weekly.size()] * ramp;
}

double expected_entries_by(const TestPlan& plan, std::uint32_t days) {
  double sum = 0.0;
  for (std::uint32_t day = 1; day <= days; ++day) sum += expected_entries(plan, day);
  return sum;
}

}  // namespace journeylab
