#include "yaml/empirical_csv.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/problem.h"
#include "base/utf8.h"
#include "csv/csv_number.h"
#include "csv/csv_reader.h"

namespace journeylab {
namespace {

std::vector<double> numbers_of(CsvReader reader, std::string_view column) {
  const FoundColumn wanted = reader.find(column);
  if (wanted.problem) throw InputError(*wanted.problem);
  std::vector<double> numbers;
  while (reader.next()) {
    const std::string& field = reader.fields()[wanted.index];
    const std::optional<double> number = finite_number(field);
    if (!number) {
      throw InputError(reader.problem(reader.place_of(wanted.index),
                                      fmt::format("'{}' in column '{}'", shortened(field), column),
                                      "a finite number"));
    }
    if (numbers.size() == csv_limits::numbers) {
      throw InputError(reader.problem(reader.place_of(wanted.index),
                                      fmt::format("more than {} rows", csv_limits::numbers),
                                      "a sample that fits into memory"));
    }
    numbers.push_back(*number);
  }
  if (numbers.empty()) {
    Place place = reader.place_of(0);
    place.line = place.column = 1;
    throw InputError(
        reader.problem(std::move(place), "no rows below the header", "one number or more"));
  }
  return numbers;
}

}  // namespace

std::vector<double> read_column_text(std::string_view text, std::string_view column,
                                     const std::string& path, const std::string& document_path) {
  return numbers_of(CsvReader(TextSource::of_text(text), path, document_path), column);
}

std::vector<double> read_column(const std::string& path, std::string_view column,
                                const std::string& document_path) {
  return numbers_of(CsvReader(TextSource(path), path, document_path), column);
}

}  // namespace journeylab
