#include "yaml/empirical_csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/problem.h"
#include "yaml/formula_words.h"
#include "yaml/parse_text.h"

namespace journeylab {
namespace {

struct Field {
  std::string text;
  int line = 1;
  int column = 1;  ///< in bytes from 1
};

class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file, const std::string& path)
      : text_(text), file_(file), path_(path) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) at_ = line_begin_ = byte_order_mark.size();
  }

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  /// Whether nothing but line ends follows.
  [[nodiscard]] bool only_blank_lines() const {
    return text_.find_first_not_of("\r\n", at_) == std::string_view::npos;
  }

  /// The fields of the next row, into `row`.
  void next(std::vector<Field>& row) {
    row.clear();
    do {
      row.push_back(field());
    } while (take(','));
    if (!at_end()) take_line_end(row.back());
  }

  [[nodiscard]] int line() const { return line_; }

  [[noreturn]] void refuse(int line, int column, std::string found, std::string expected,
                           std::string nearest = {}) const {
    throw InputError(Problem{.place = {file_, line, column, path_},
                             .found = std::move(found),
                             .expected = std::move(expected),
                             .nearest = std::move(nearest)});
  }

 private:
  [[nodiscard]] int column() const { return static_cast<int>(at_ - line_begin_) + 1; }

  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void take_line_end(const Field& last) {
    const bool carriage = take('\r');
    const bool feed = take('\n');
    if (!carriage && !feed) {
      refuse(last.line, last.column, "text after the closing quote of a value",
             "',' or a line end");
    }
    begin_line();
  }

  void begin_line() {
    ++line_;
    line_begin_ = at_;
  }

  Field field() {
    Field field{.text = {}, .line = line_, .column = column()};
    if (take('"')) {
      quoted(field);
      return field;
    }
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    field.text = std::string(text_.substr(at_, end - at_));
    at_ = end;
    return field;
  }

  void quoted(Field& field) {
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"' && !take('"')) return;
      field.text += c;
      if (c == '\n') begin_line();
    }
    refuse(field.line, field.column, "a quote that is not closed", "'\"' at the end of the value");
  }

  std::string_view text_;
  const std::string& file_;
  const std::string& path_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int line_ = 1;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<double> number_in(std::string_view text) {
  std::string_view digits = trimmed(text);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double number = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size();
  if (!whole || digits.empty() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::size_t index_of(const CsvReader& reader, const std::vector<Field>& header,
                     std::string_view column) {
  std::vector<std::string> names;
  for (const Field& field : header) names.emplace_back(trimmed(field.text));
  const auto found = std::find(names.begin(), names.end(), column);
  if (found == names.end()) {
    reader.refuse(1, 1, fmt::format("no column '{}'", column), "one of " + listed(names),
                  nearest_name(column, names));
  }
  if (std::find(std::next(found), names.end(), column) != names.end()) {
    reader.refuse(1, 1, fmt::format("two columns '{}'", column), "one");
  }
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::vector<double> read_column_text(std::string_view text, std::string_view column,
                                     const std::string& path, const std::string& document_path) {
  CsvReader reader(text, path, document_path);
  if (reader.only_blank_lines()) reader.refuse(1, 1, "an empty file", "a header and its rows");
  std::vector<Field> row;
  reader.next(row);
  const std::size_t index = index_of(reader, row, column);
  const std::size_t width = row.size();
  std::vector<double> numbers;
  while (!reader.only_blank_lines()) {
    const int line = reader.line();
    reader.next(row);
    if (row.size() != width) {
      reader.refuse(line, 1, fmt::format("a row of {} values", row.size()),
                    fmt::format("{}, as in the header", width));
    }
    const Field& field = row[index];
    const std::optional<double> number = number_in(field.text);
    if (!number) {
      reader.refuse(field.line, field.column,
                    fmt::format("'{}' in column '{}'", shortened(field.text), column),
                    "a finite number");
    }
    numbers.push_back(*number);
  }
  if (numbers.empty()) reader.refuse(1, 1, "no rows below the header", "one number or more");
  return numbers;
}

std::vector<double> read_column(const std::string& path, std::string_view column,
                                const std::string& document_path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  std::ifstream stream(path, std::ios::binary);
  if (error || !stream) throw FileError(fmt::format("the file '{}' cannot be read", path));
  if (size > csv_limits::bytes) {
    throw FileError(fmt::format("the file '{}' has more than {} bytes", path, csv_limits::bytes));
  }
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return read_column_text(text, column, path, document_path);
}

}  // namespace journeylab
