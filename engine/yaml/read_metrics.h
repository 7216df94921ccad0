// What is measured: the `metrics` of a scenario.
#pragma once

#include "yaml/read_names.h"

namespace journeylab {

/// Reads the metrics into `scenario`, whose names, horizon and assumptions are there. `scopes` has
/// the segment parameters and the state of all variants, `control` those of control.
/// Warns of a retention metric that leaves out other statuses, which then compete.
void read_metrics(const Node& document, const Scopes& scopes, const Scopes& control,
                  Scenario& scenario, Problems& problems);

}  // namespace journeylab
