// The words of the formula language: functions, totals, calls with a name, units, what is reserved.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "random/family.h"
#include "scenario/expression.h"
#include "scenario/scenario.h"

namespace journeylab {

/// A function of numbers.
struct FunctionWord {
  std::string_view name;
  Operation operation;
  std::size_t least;       ///< operands
  std::size_t most;        ///< operands; 0: any number
  std::string_view shape;  ///< how it is written: "clamp(x, low, high)"
};

/// A running total, written as a word alone.
struct TotalWord {
  std::string_view name;
  Operation operation;
};

/// A call with the name of something of the scenario: `visits(STEP)`.
struct CallWord {
  std::string_view name;
  Operation operation;
  std::vector<std::string> Names::*dictionary;
  std::string_view what;  ///< "step", "goal", ...
  bool metric_only;
};

[[nodiscard]] const FunctionWord* function_named(std::string_view word) noexcept;
[[nodiscard]] const TotalWord* total_named(std::string_view word) noexcept;
/// `contacts` is both a total and a call: its dictionary here is the touchpoints, the channels
/// follow.
[[nodiscard]] const CallWord* call_named(std::string_view word) noexcept;
[[nodiscard]] std::optional<Family> family_named(std::string_view word) noexcept;
/// Words that are kept for later and are an error until then.
[[nodiscard]] bool is_reserved_word(std::string_view word) noexcept;

/// Names of all functions, totals, calls (with or without those of metrics) and families, for
/// suggestions.
[[nodiscard]] std::vector<std::string> function_names();
[[nodiscard]] std::vector<std::string> total_names();
[[nodiscard]] std::vector<std::string> call_names(bool metric);
[[nodiscard]] std::vector<std::string> family_names();
[[nodiscard]] std::vector<std::string> unit_names();

/// "a, b or c", shortened after some names with "...".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

}  // namespace journeylab
