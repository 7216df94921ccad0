// What can be known to be wrong with a scenario before it runs: chances, weights and durations that
// are constant, distributions, loops, correlations. Works on the model, knows no text format; each
// problem carries the place of the value it speaks of.
#pragma once

#include <cstddef>
#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// Problems of one treatment: its values wherever they are constant (at the assumptions' means, for
/// each segment), its chances, its loops, steps that nobody can reach.
/// A number that is NaN stands for a value that has been reported already.
void validate_variant(const Scenario& scenario, std::size_t variant,
                      std::vector<Problem>& problems);

/// Problems of what all variants share: attributes (values, cycles), correlation, and
/// contacts(NAME) that could mean two things in any of them.
void validate_shared(const Scenario& scenario, std::vector<Problem>& problems);

}  // namespace journeylab
