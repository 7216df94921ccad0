// Steps that nobody can reach, and loops in which no time passes, of one treatment.
#pragma once

#include <cstddef>
#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// Adds an error for each set of steps in which some customer could go round for ever without the
/// clock moving: every way that chance, a race or a condition that changes on the way could choose
/// stays inside and passes no time, and so does some way of each choice that stays as it is (a
/// condition that nothing inside changes, a split that is kept). Adds a warning for each loop that
/// merely can pass no time, and for each step that no way from the start leads to.
/// Looked at for each segment, with what is constant there: a chance of 0 is no way.
void check_loops(const Scenario& scenario, std::size_t variant, std::vector<Problem>& problems);

}  // namespace journeylab
