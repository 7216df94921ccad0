// The block `experiment`: the plan of a real test.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "yaml/read_fields.h"

namespace journeylab {

/// Reads the block into Scenario::test_plan. Variants and metrics have been read.
void read_test_plan(const Node& root, Scenario& scenario, Problems& problems);

/// One entry of `plans`.
[[nodiscard]] PlannedDesign read_test_design(const Node::Member& entry, Problems& problems);

/// A whole number of days, `28` or `4 weeks`, from `least` on; or a problem and nothing.
[[nodiscard]] std::optional<std::uint32_t> read_days(const Node& node, std::uint32_t least,
                                                     Problems& problems);

/// A number above `low` and below `high`, or a problem that says `expected`.
[[nodiscard]] std::optional<double> read_between(const Node& node, double low, double high,
                                                 std::string_view expected, Problems& problems);

/// The number of the word in a list, or a problem with the nearest word. `kind`: "design".
[[nodiscard]] std::optional<std::size_t> read_choice(const Node& node,
                                                     std::span<const std::string_view> words,
                                                     std::string_view kind, Problems& problems);

}  // namespace journeylab
