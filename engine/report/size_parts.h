// Pieces of the document of size. For the sources of this room.
#pragma once

#include <optional>
#include <string>

#include "experiment/size_answer.h"
#include "report/document.h"
#include "report/number_text.h"

namespace journeylab {

/// A value of the metric: "8.03%", "12.41".
[[nodiscard]] std::string size_value(const SizeAnswer& answer, double value);

/// An effect with its sign and unit, "+0.305 points"; a hazard ratio of a time, "1.05 times the
/// rate".
[[nodiscard]] std::string size_effect(const SizeAnswer& answer, double effect);

/// "+3.8%".
[[nodiscard]] std::string size_relative(double relative);

/// "80%", "79.6%": a chance with the digits given.
[[nodiscard]] std::string size_chance(double chance, int decimals = 1);

/// A real number of customers, rounded up, with separators.
[[nodiscard]] std::string size_count(double customers);

/// "43 days", or the missing text.
[[nodiscard]] std::string size_days(const std::optional<std::uint32_t>& days);

/// The tables: arms, effect against size, days against effect, guardrails, and the size that earns
/// the most; those without rows are left out.
void add_size_tables(const SizeAnswer& answer, Document& document);

}  // namespace journeylab
