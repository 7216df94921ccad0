// Hand-made results of simulated tests, for the tests of what is written about them.
#pragma once

#include "experiment/test_results.h"

namespace journeylab {

/// Two plans for a variant `early` of usual_sample's scenario, every part filled.
[[nodiscard]] TestResults usual_experiment();

}  // namespace journeylab
