#include "scenario/validate_contacts.h"

#include <algorithm>

#include <fmt/format.h>

namespace journeylab {

ContactNames::ContactNames(const Scenario& scenario)
    : scenario_(&scenario), touchpoints_(scenario.names.channels.size()) {
  for (const Variant& variant : scenario.variants) {
    for (std::uint32_t i = 0; i < variant.touchpoints.size(); ++i) {
      const auto& channel = variant.touchpoints[i].channel;
      if (channel) touchpoints_[*channel].insert(i);
    }
  }
}

void ContactNames::check(const Expression& formula, std::vector<Problem>& problems) const {
  if (const auto name = ambiguous_name(formula)) {
    problems.push_back({.place = formula.place,
                        .found = fmt::format(
                            "contacts({0}) is ambiguous: '{0}' is a touchpoint and a channel with "
                            "other touchpoints",
                            *name),
                        .expected = "another name for one of them",
                        .nearest = {}});
  }
  for (const Expression& operand : formula.operands) check(operand, problems);
}

std::optional<std::string> ContactNames::ambiguous_name(const Expression& formula) const {
  const bool of_touchpoint = formula.operation == Operation::contacts_touchpoint;
  if (!of_touchpoint && formula.operation != Operation::contacts_channel) return std::nullopt;
  const auto& touchpoints = scenario_->names.touchpoints;
  const auto& channels = scenario_->names.channels;
  const std::string& name = of_touchpoint ? touchpoints[formula.index] : channels[formula.index];
  const auto touchpoint = std::find(touchpoints.begin(), touchpoints.end(), name);
  const auto channel = std::find(channels.begin(), channels.end(), name);
  if (touchpoint == touchpoints.end() || channel == channels.end()) return std::nullopt;
  const std::set<std::uint32_t> alone{static_cast<std::uint32_t>(touchpoint - touchpoints.begin())};
  if (touchpoints_[static_cast<std::size_t>(channel - channels.begin())] == alone) {
    return std::nullopt;
  }
  return name;
}

}  // namespace journeylab
