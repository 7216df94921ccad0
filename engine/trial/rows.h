// One simulated test as a real one would be exported: a row for each customer, for `analyze` to
// read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// Writes the first replicate, under the effect, as it is known at the end of the last day of the
/// longest plan. Columns: customer, arm, segment, entry_day; then for each metric of the scenario
/// its value, empty where the customer is not mature (or not measured): 0 or 1 of a share, a number
/// of a mean, NAME_numerator and NAME_denominator of a ratio, NAME and NAME_event of a time and of
/// a retention (days followed, and 1 where the event came). Throws InputError, RunError, FileError.
void write_rows(const Scenario& scenario, const std::vector<PlannedDesign>& plans,
                std::uint64_t seed, const std::string& file);

}  // namespace journeylab
