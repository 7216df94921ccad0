// Which endings can still come after a goal.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// For each of Names::statuses, whether some way leads to it, in any variant, once the goal has
/// been reached (none: from the start). Chances and conditions are not looked at.
[[nodiscard]] std::vector<bool> endings_after(const Scenario& scenario,
                                              std::optional<std::uint32_t> goal);

}  // namespace journeylab
