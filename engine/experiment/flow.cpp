#include "experiment/flow.h"

namespace journeylab {
namespace {

StepResult step_result(const Scenario& scenario, const Step& step, std::uint32_t number,
                       const StepTally& tally) {
  StepResult result;
  result.step = number;
  result.visits = tally.visits;
  result.customers = tally.customers;
  if (tally.visits > 0) {
    const auto mean = [&](WideCount ticks) {
      return static_cast<double>(ticks) / static_cast<double>(tally.visits) /
             scenario.ticks_per_unit();
    };
    result.mean_entry_time = mean(tally.entry_ticks);
    result.mean_time = mean(tally.stay_ticks);
  }
  result.revenue = tally.revenue.value();
  result.cost = tally.cost.value();
  if (step.way_on == WayOn::straight) return result;
  for (std::size_t w = 0; w < step.ways.size() && w < tally.ways.size(); ++w) {
    result.ways.push_back({step.ways[w].name, tally.ways[w].chosen, tally.ways[w].completed});
  }
  return result;
}

}  // namespace

void describe_flow(const Scenario& scenario, const Variant& variant, const FlowTally& flow,
                   VariantResult& result) {
  for (const std::uint32_t number : variant.step_order) {
    result.steps.push_back(
        step_result(scenario, variant.steps[number], number, flow.steps[number]));
  }
  for (std::uint32_t t = 0; t < flow.touchpoints.size(); ++t) {
    if (!variant.touchpoints[t].present) continue;
    const TouchpointTally& tally = flow.touchpoints[t];
    result.touchpoints.push_back({t, tally.visits, tally.contacts, tally.cost.value()});
  }
  result.goals = flow.goals;
  for (std::size_t e = 0; e < flow.endings.size(); ++e) {
    const bool named = e < scenario.names.statuses.size();
    result.endings.push_back({named ? scenario.names.statuses[e] : "censored", flow.endings[e]});
  }
}

}  // namespace journeylab
