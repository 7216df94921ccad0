// Who the customers are: segments with their shares and parameters, attributes and their
// correlation, starting state, assumptions.
#pragma once

#include <vector>

#include "yaml/read_names.h"

namespace journeylab {

/// Names, shares and descriptions. Without `segments`, one segment `everyone`.
void read_segments(const Node& control, Scenario& scenario, Problems& problems);

/// Which parameters each segment gives: n_segments x n_parameters.
using GivenParameters = std::vector<std::vector<bool>>;

/// The parameters of a variant; what a segment does not give is 0. A segment that is not a map
/// counts as giving everything, because that has been reported.
[[nodiscard]] GivenParameters read_parameters(const Node& document, const Scenario& scenario,
                                              const Scopes& scopes, Variant& variant,
                                              Problems& problems);

void read_attributes(const Node& control, const Scopes& scopes, Scenario& scenario,
                     Problems& problems);
void read_correlation(const Node& control, Scenario& scenario, Problems& problems);
void read_assumptions(const Node& control, const Scopes& scopes, Scenario& scenario,
                      Problems& problems);

/// The starting state of a variant; 0 for a variable that only another variant has.
void read_state(const Node& document, const Names& names, const Scopes& scopes, Variant& variant,
                Problems& problems);

/// An error for each parameter that something uses and a segment does not give, in any variant; a
/// warning for each that nothing uses. `given` is in the order of the variants.
void check_parameter_use(const std::vector<VariantText>& texts, const Scenario& scenario,
                         const std::vector<GivenParameters>& given, Problems& problems);

/// An error for each attribute computed from a segment parameter that a variant changes: customers
/// are the same in every variant.
void check_attributes_stay(const std::vector<VariantText>& texts, const Scenario& scenario,
                           Problems& problems);

}  // namespace journeylab
