// What a reader must know beside the figures, in whole sentences.
#pragma once

#include <string>
#include <vector>

#include "experiment/analysis.h"

namespace journeylab {

/// Notes on an analysis that is otherwise complete: metrics among customers whom the journey itself
/// selects, assumptions at their means, effects that reverse between segments and total.
[[nodiscard]] std::vector<std::string> notes_on(const Scenario& scenario, const Analysis& analysis);

}  // namespace journeylab
