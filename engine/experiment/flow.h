// What customers did in one variant, with its names: steps, touchpoints, goals, endings.
#pragma once

#include "experiment/analysis.h"

namespace journeylab {

/// Fills steps, touchpoints, goals and endings of `result` from the tally of `variant`.
void describe_flow(const Scenario& scenario, const Variant& variant, const FlowTally& flow,
                   VariantResult& result);

}  // namespace journeylab
