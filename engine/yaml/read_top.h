// The plain values at the top of a scenario file.
#pragma once

#include "yaml/read_fields.h"

namespace journeylab {

/// Keys, `language`, name, description, horizon, customers and time unit. A horizon that cannot be
/// read becomes infinite, so that nothing else is beyond it.
void read_top(const Node& root, const std::string& file, Scenario& scenario, Problems& problems);

}  // namespace journeylab
