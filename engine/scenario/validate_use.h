// What a scenario states and nothing uses: mostly a slip of the pen.
#pragma once

#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// Warns of attributes, states, assumptions and touchpoints that no variant and no metric uses.
/// Segment parameters are looked at where they are read.
void warn_unused(const Scenario& scenario, std::vector<Problem>& problems);

}  // namespace journeylab
