// A plan with a fixed split, look by look over one simulated test, until it decides.
#pragma once

#include "trial/design.h"
#include "trial/evidence.h"
#include "trial/outcome.h"

namespace journeylab {

/// Findings, day and choice; who had entered and the sample ratio are left to the caller.
[[nodiscard]] PlanOutcome judge(const PreparedDesign& design, const TestData& data);

}  // namespace journeylab
