// Literal numbers and spans of time, as they stand in formulas and alone.
#pragma once

#include <cstddef>
#include <vector>

#include "yaml/formula_tokens.h"

namespace journeylab {

/// A literal that was read.
struct Literal {
  double value = 0.0;     ///< of a span: in time units
  bool has_unit = false;  ///< a span with its unit: "3 days"
  std::size_t next = 0;   ///< the first token after it
};

/// The literal that begins at the number token `at`: a number, a percentage, or a span, which may
/// have parts ("1 hour 30 minutes"). Throws FormulaFault where the value is too large.
[[nodiscard]] Literal read_literal(const std::vector<Token>& tokens, std::size_t at,
                                   double ticks_per_unit);

}  // namespace journeylab
