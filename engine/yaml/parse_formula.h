// Text of one value to a formula or a distribution, with names resolved: numbers, percentages,
// durations, expressions, `exponential(mean=12 hours)`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// What a plain name means where a formula stands.
struct Symbol {
  Operation operation = Operation::parameter;
  std::uint32_t index = 0;
};

/// What a formula may speak of at its place.
struct FormulaScope {
  const Names* names =
      nullptr;  ///< dictionaries of visits(), count(), contacts(), ended(), first()
  std::map<std::string, Symbol, std::less<>>
      symbols;                  ///< parameters, attributes, state, assumptions
  bool journey = false;         ///< time, contacts, revenue, cost, visits(), count() may stand
  bool metric = false;          ///< ended(), first() may stand
  bool allows_never = false;    ///< `never` (an infinite constant) may stand: the `in` of a race
  double ticks_per_unit = 0.0;  ///< of the scenario's time unit, for duration literals
  std::string where;            ///< the place in words, for messages: "an attribute", "a metric"
};

/// The words that no segment parameter, attribute, state or assumption may be called: functions,
/// running totals, units, operators in words, distributions, reserved words.
[[nodiscard]] bool is_language_word(std::string_view word) noexcept;

/// Whether a text can be a name in a formula: letters of any script, digits and `_`, no digit
/// first.
[[nodiscard]] bool is_plain_name(std::string_view text) noexcept;

/// A formula alone: `chance`, `weight`, conditions, metrics. On a problem, adds to `problems` and
/// returns a harmless constant.
[[nodiscard]] Expression parse_formula(const Node& node, const FormulaScope& scope,
                                       std::vector<Problem>& problems);

/// A formula or a distribution: wherever a number is drawn or computed on the way. The parameters
/// of a distribution are checked here where all are literal numbers. `empirical` reads its file,
/// relative to the folder of node.place.file. contacts(NAME) means the touchpoint where NAME is
/// also a channel.
[[nodiscard]] Value parse_value(const Node& node, const FormulaScope& scope,
                                std::vector<Problem>& problems);

/// A literal number ("0.35", "35%", "2e6"), or a problem and 0.
[[nodiscard]] double parse_number(const Node& node, std::vector<Problem>& problems);

/// A literal span ("3 days"; a bare number is in the scenario's time unit), rounded to ticks.
[[nodiscard]] Ticks parse_duration(const Node& node, double ticks_per_unit,
                                   std::vector<Problem>& problems);

}  // namespace journeylab
