// Every value and formula of a scenario in turn, with whom it concerns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "scenario/scenario.h"

namespace journeylab {

/// Whom a formula concerns.
struct FormulaOwner {
  std::optional<std::uint32_t> segment;  ///< customers of this segment alone; none: everybody
};

using FormulaVisitor = std::function<void(const Expression&, FormulaOwner)>;

/// What a value is used as, which decides what it may be.
enum class ValueUse : std::uint8_t {
  amount,     ///< any finite number
  duration,   ///< at least 0
  race_time,  ///< at least 0; may be infinite: never
};

/// The formulas of a value: itself, or the parameters and bounds of a distribution.
void for_each_formula_of(const Value& value, const std::function<void(const Expression&)>& act);

/// Every value that is drawn or computed on the way through one variant, and its starting state.
void for_each_value(const Variant& variant, const std::function<void(const Value&, ValueUse)>& act);

/// The formulas of attributes, each for the segments that it serves.
void for_each_attribute_formula(const Scenario& scenario, const FormulaVisitor& act);

/// Every formula that counts for one variant: its own, those of the attributes and of the metrics
/// (`where` for control alone, whose parameters it uses).
void for_each_formula(const Scenario& scenario, std::size_t variant, const FormulaVisitor& act);

}  // namespace journeylab
