#include "dataset/csv_reader.h"

#include <unordered_set>

#include <fmt/format.h>

#include "base/problem.h"

namespace journeylab {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t longest_field = std::size_t{1} << 20;  // longer: a quote that never closes

}  // namespace

CsvReader::CsvReader(const std::string& path) : path_(path), source_(path) {
  if (fill() && left_.starts_with(byte_order_mark)) left_.remove_prefix(byte_order_mark.size());
  if (!read_record()) refuse("the file is empty", "a line with the names of the columns");
  fields_.resize(used_);
  header_ = fields_;
  check_header();
}

void CsvReader::check_header() {
  std::unordered_set<std::string_view> seen;
  for (const std::string& name : header_) {
    if (!name.empty() && !seen.insert(name).second) {
      refuse(fmt::format("two columns are called '{}'", name),
             "a first line that names every column once");
    }
  }
}

bool CsvReader::next() {
  do {
    if (!read_record()) return false;
  } while (used_ == 1 && fields_.front().empty() && header_.size() > 1);
  if (used_ != header_.size()) {
    refuse(fmt::format("{} fields", used_), fmt::format("{}, as in the header", header_.size()));
  }
  return true;
}

bool CsvReader::fill() {
  if (left_.empty()) left_ = source_.next();
  return !left_.empty();
}

void CsvReader::begin_field() {
  if (used_ == fields_.size()) fields_.emplace_back();
  fields_[used_++].clear();
  state_ = State::start;
}

bool CsvReader::read_record() {
  if (!fill()) return false;
  line_ = next_line_;
  used_ = 0;
  begin_field();
  while (fill()) {
    const char c = left_.front();
    left_.remove_prefix(1);
    if (c == '\n') ++next_line_;
    if (take(c)) return true;
    if (fields_[used_ - 1].size() > longest_field) {
      refuse("a field of more than a million characters", "a quote that closes");
    }
  }
  if (state_ == State::quoted) refuse("a quote that is never closed", "a closing quote");
  if (std::string& last = fields_[used_ - 1]; state_ == State::plain && last.ends_with('\r')) {
    last.pop_back();
  }
  return true;
}

// Whether the character ends the record.
bool CsvReader::take(char c) {
  std::string& field = fields_[used_ - 1];
  if (state_ == State::quoted) {
    if (c == '"') {
      state_ = State::after_quote;
    } else {
      field += c;
    }
    return false;
  }
  if (c == '"' && state_ == State::after_quote) {
    field += c;
    state_ = State::quoted;
    return false;
  }
  if (c == '"' && state_ == State::start) {
    state_ = State::quoted;
    return false;
  }
  return take_plain(c);
}

bool CsvReader::take_plain(char c) {
  std::string& field = fields_[used_ - 1];
  if (c == ',') {
    begin_field();
    return false;
  }
  if (c == '\n') {
    if (state_ == State::plain && field.ends_with('\r')) field.pop_back();
    return true;
  }
  if (state_ == State::after_quote) {
    if (c == '\r') return false;
    refuse(fmt::format("'{}' after a closing quote", c), "a comma or the end of the line");
  }
  field += c;
  state_ = State::plain;
  return false;
}

void CsvReader::refuse(std::string found, std::string expected) const {
  throw InputError(Problem{.severity = Severity::error,
                           .place = {.file = path_,
                                     .line = static_cast<int>(line_),
                                     .column = line_ == 0 ? 0 : 1,
                                     .path = {}},
                           .found = std::move(found),
                           .expected = std::move(expected),
                           .nearest = {}});
}

}  // namespace journeylab
