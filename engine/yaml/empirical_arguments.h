// The text inside of `empirical(FILE, COLUMN)`: names as they stand, or in quotes, with or without
// `file=` and `column=`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace journeylab {

struct EmpiricalArguments {
  std::string file;
  std::string column;
  std::size_t file_offset = 0;  ///< byte of the value's text where the file stands
};

/// Reads the arguments that begin at a byte of the value's text, up to its last character, which
/// must be the ')'. Throws FormulaFault.
[[nodiscard]] EmpiricalArguments empirical_arguments(std::string_view text, std::size_t begin);

}  // namespace journeylab
