// Holds a figure against a reference figure: relative, with a floor near zero, infinities exactly.
#pragma once

#include <cmath>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "stats/tails.h"
#include "unit/stats/reference_table.h"

namespace journeylab::testing {

inline bool agrees(double found, double expected, double relative, double floor = 1e-14) {
  if (std::isinf(expected) || std::isinf(found)) return found == expected;
  return std::abs(found - expected) <= std::max(relative * std::abs(expected), floor);
}

/// One column of a row; the message of a failure shows both figures.
inline void check_figure(const ReferenceRow& row, const std::string& column, double found,
                         double relative, double floor = 1e-14) {
  const double expected = number(row, column);
  CAPTURE(row.at("case_id"), row.at("method"), column, found, expected);
  CHECK(agrees(found, expected, relative, floor));
}

inline Alternative alternative_of(const ReferenceRow& row) {
  static const std::map<std::string, Alternative> names{{"two.sided", Alternative::two_sided},
                                                        {"greater", Alternative::greater},
                                                        {"less", Alternative::less}};
  return names.at(row.at("alternative"));
}

}  // namespace journeylab::testing
