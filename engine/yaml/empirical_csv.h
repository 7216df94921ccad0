// One column of numbers out of a CSV file (.csv or .csv.gz), every value a finite decimal number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace journeylab {

/// Bounds that keep a wrong file from filling the memory.
namespace csv_limits {
inline constexpr std::size_t numbers = std::size_t{32} << 20;
}

/// The numbers of a column, in the file's order; at least one. `path` may be relative to the
/// working folder; `document_path` is what problems call the place in the scenario. Throws
/// FileError (the file cannot be read) or InputError with the line of the file (no such column, a
/// row of another length, not a number, no rows).
[[nodiscard]] std::vector<double> read_column(const std::string& path, std::string_view column,
                                              const std::string& document_path);

/// As above, from the file's text.
[[nodiscard]] std::vector<double> read_column_text(std::string_view text, std::string_view column,
                                                   const std::string& path,
                                                   const std::string& document_path);

}  // namespace journeylab
