// Reads the tables of reference figures beside this file.
#pragma once

#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace journeylab::testing {

/// One row: text by column name.
using ReferenceRow = std::map<std::string, std::string>;

inline std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

/// All rows of a table; an unreadable or empty table is an error, so that no test passes on
/// nothing.
inline std::vector<ReferenceRow> reference_rows(const std::string& name) {
  std::ifstream file(std::string(JOURNEYLAB_SOURCE_DIR) + "/tests/unit/stats/reference/" + name);
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error("no reference table " + name);
  const std::vector<std::string> header = fields_of(line);
  std::vector<ReferenceRow> rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = fields_of(line);
    ReferenceRow row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = fields.at(i);
    rows.push_back(row);
  }
  if (rows.empty()) throw std::runtime_error("empty reference table " + name);
  return rows;
}

inline double number(const ReferenceRow& row, const std::string& column) {
  const std::string& text = row.at(column);
  if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
  return std::strtod(text.c_str(), nullptr);
}

inline std::uint64_t count(const ReferenceRow& row, const std::string& column) {
  return std::strtoull(row.at(column).c_str(), nullptr, 10);
}

}  // namespace journeylab::testing
