// Random valid scenarios, as text: every way on, every distribution, formulas, state, correlation,
// variants and every metric kind. The same seed gives the same text.
#pragma once

#include <cstdint>
#include <string>

namespace journeylab::testing {

[[nodiscard]] std::string random_scenario(std::uint64_t seed);

}  // namespace journeylab::testing
