#include "csv/csv_reader.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/nearest.h"
#include "csv/csv_number.h"

namespace journeylab {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t longest_field = std::size_t{1} << 20;  // longer: a quote that never closes
constexpr std::size_t most_named = 30;                       // columns that a message lists

// "a, b or c"
std::string one_of(const std::vector<std::string>& names) {
  std::string text;
  const std::size_t shown = std::min(names.size(), most_named);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return shown < names.size() ? text + ", ..." : text;
}

}  // namespace

CsvReader::CsvReader(TextSource source, std::string file, std::string document_path)
    : source_(std::move(source)), file_(std::move(file)), document_path_(std::move(document_path)) {
  if (fill() && left_.starts_with(byte_order_mark)) {
    left_.remove_prefix(byte_order_mark.size());
    line_begin_ = byte_order_mark.size();
  }
  read_header();
}

void CsvReader::read_header() {
  do {
    if (!read_record()) refuse(place_at({}), "an empty file", "a header and its rows");
  } while (used_ == 1 && trimmed(fields_.front()).empty());
  for (std::size_t i = 0; i < used_; ++i) header_.emplace_back(trimmed(fields_[i]));
  fields_.resize(used_);
  spots_.resize(used_);
}

FoundColumn CsvReader::find(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found == header_.end()) {
    return {.index = 0,
            .problem = problem(place_at({}), fmt::format("no column '{}'", name),
                               "one of " + one_of(header_), nearest_name(name, header_))};
  }
  FoundColumn column{.index = static_cast<std::size_t>(found - header_.begin()), .problem = {}};
  if (std::find(std::next(found), header_.end(), name) != header_.end()) {
    column.problem = problem(place_at({}), fmt::format("two columns '{}'", name), "one");
  }
  return column;
}

bool CsvReader::next() {
  if (pending_blank_ > 0) {
    --pending_blank_;
    ++spots_.front().line;
    return true;
  }
  do {
    if (!read_record()) return false;
  } while (used_ == 1 && fields_.front().empty() && state_ == State::start && header_.size() > 1);
  if (used_ != header_.size()) {
    refuse(place_at({.line = spots_.front().line, .column = 1}),
           fmt::format("a row of {} values", used_),
           fmt::format("{}, as in the header", header_.size()));
  }
  if (used_ > 1 || !fields_.front().empty() || state_ != State::start) return true;
  // An empty line of a single column is a missing value, unless nothing but such lines follow.
  while (fill() && (left_.front() == '\n' || left_.front() == '\r')) {
    const bool second_half = after_return_ && left_.front() == '\n';
    pass_line_end();
    if (!second_half) ++pending_blank_;
  }
  return !left_.empty();
}

// Makes sure that there is something left to read; false at the end.
bool CsvReader::fill() {
  if (!left_.empty()) return true;
  left_ = source_.next();
  if (read_ == 0 && (left_.starts_with("\xFF\xFE") || left_.starts_with("\xFE\xFF"))) {
    refuse(place_at({}), "the file is in UTF-16", "a file saved as UTF-8");
  }
  read_ += left_.size();
  const std::size_t nul = left_.find('\0');
  if (nul != std::string_view::npos) refuse_nul(nul);
  return !left_.empty();
}

void CsvReader::begin_field() {
  if (used_ == fields_.size()) {
    fields_.emplace_back();
    spots_.emplace_back();
  }
  fields_[used_].clear();
  spots_[used_] = {.line = next_line_, .column = offset() - line_begin_ + 1};
  ++used_;
  state_ = State::start;
}

bool CsvReader::read_record() {
  used_ = 0;
  if (!fill()) return false;
  if (after_return_ && left_.front() == '\n') {
    pass_line_end();
    if (!fill()) return false;
  }
  after_return_ = false;
  begin_field();
  while (fill()) {
    if (state_ == State::quoted) {
      take_quoted();
    } else if (left_.front() == '"' && state_ != State::plain) {
      take_quote();
    } else if (take_plain()) {
      return true;
    }
    check_length();
  }
  if (state_ == State::quoted) {
    refuse(place_at(spots_[used_ - 1]), "a quote that is not closed",
           "'\"' at the end of the value");
  }
  return true;
}

// A quote at the beginning of a field, or behind one that seemed to close it.
void CsvReader::take_quote() {
  if (state_ == State::after_quote) fields_[used_ - 1] += '"';
  state_ = State::quoted;
  left_.remove_prefix(1);
}

// As much of a quoted field as the piece holds, up to the next quote.
void CsvReader::take_quoted() {
  const std::size_t end = std::min(left_.find('"'), left_.size());
  for (std::size_t at = left_.find('\n'); at < end; at = left_.find('\n', at + 1)) {
    ++next_line_;
    line_begin_ = offset() + at + 1;
  }
  fields_[used_ - 1] += left_.substr(0, end);
  left_.remove_prefix(end);
  if (left_.empty()) return;
  left_.remove_prefix(1);
  state_ = State::after_quote;
}

// A stretch outside of quotes, and the comma or line end behind it; whether the record ends.
bool CsvReader::take_plain() {
  std::size_t end = 0;
  while (end < left_.size() && left_[end] != ',' && left_[end] != '\n' && left_[end] != '\r') ++end;
  if (end > 0) {
    if (state_ == State::after_quote) {
      refuse(place_at(spots_[used_ - 1]), "text after the closing quote of a value",
             "',' or a line end");
    }
    fields_[used_ - 1] += left_.substr(0, end);
    state_ = State::plain;
    left_.remove_prefix(end);
  }
  if (left_.empty()) return false;
  if (left_.front() == ',') {
    left_.remove_prefix(1);
    begin_field();
    return false;
  }
  pass_line_end();
  return true;
}

// Passes over one LF or CR; an LF behind a CR ends the same line.
void CsvReader::pass_line_end() {
  const bool second_half = after_return_ && left_.front() == '\n';
  after_return_ = left_.front() == '\r';
  left_.remove_prefix(1);
  if (!second_half) ++next_line_;
  line_begin_ = offset();
}

void CsvReader::check_length() const {
  if (fields_[used_ - 1].size() <= longest_field) return;
  refuse(place_at(spots_[used_ - 1]), "a value of more than a million characters",
         "values that are shorter; a quote before it may not be closed");
}

void CsvReader::refuse_nul(std::size_t at) const {
  const std::string_view before = left_.substr(0, at);
  const auto lines = static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t last = before.rfind('\n');
  const std::uint64_t column =
      last == std::string_view::npos ? offset() + at - line_begin_ + 1 : at - last;
  refuse(place_at({.line = next_line_ + lines, .column = column}), "the byte 0x00",
         "a file of text, saved as UTF-8");
}

Place CsvReader::place_at(const Spot& spot) const {
  constexpr std::uint64_t most = std::numeric_limits<int>::max();
  return {.file = file_,
          .line = static_cast<int>(std::min(spot.line, most)),
          .column = static_cast<int>(std::min(spot.column, most)),
          .path = document_path_};
}

Place CsvReader::place_of(std::size_t field) const {
  return place_at(spots_[field]);
}

Problem CsvReader::problem(Place place, std::string found, std::string expected,
                           std::string nearest) const {
  return {.severity = Severity::error,
          .place = std::move(place),
          .found = std::move(found),
          .expected = std::move(expected),
          .nearest = std::move(nearest)};
}

void CsvReader::refuse(Place place, std::string found, std::string expected) const {
  throw InputError(problem(std::move(place), std::move(found), std::move(expected)));
}

}  // namespace journeylab
