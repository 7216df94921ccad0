// Comma-separated records (RFC 4180) with a header, one at a time, however long the text is: quoted
// fields with commas, doubled quotes and line breaks, lines ending in LF, CR LF or CR, an optional
// byte order mark.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "csv/text_source.h"

namespace journeylab {

/// Where a name of a header stands, or what is wrong with looking for it.
struct FoundColumn {
  std::size_t index = 0;
  std::optional<Problem> problem;
};

class CsvReader {
 public:
  /// Reads the header. `file` is what problems call the text, `document_path` the place that asks
  /// for it, if one does. Throws FileError; InputError where there is no header.
  explicit CsvReader(TextSource source, std::string file, std::string document_path = {});

  /// The names of the columns, without blanks around them.
  [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }

  /// The column of that name; a problem where there is none, or two.
  [[nodiscard]] FoundColumn find(std::string_view name) const;

  /// Reads the next record; false at the end. Empty lines are passed over, save those of one column
  /// with records behind them. Throws InputError where a record has another number of fields than
  /// the header, a quote is not closed, or a byte is NUL; FileError.
  [[nodiscard]] bool next();

  /// Of the record just read, as many as the header's; valid until `next`.
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept { return fields_; }

  /// Where a field of the record just read begins: line from 1, column in bytes from 1.
  [[nodiscard]] Place place_of(std::size_t field) const;

  /// A problem at a place of this text, ready to be thrown or collected.
  [[nodiscard]] Problem problem(Place place, std::string found, std::string expected,
                                std::string nearest = {}) const;

 private:
  enum class State : std::uint8_t { start, plain, quoted, after_quote };
  struct Spot {
    std::uint64_t line = 1;
    std::uint64_t column = 1;
  };
  [[nodiscard]] bool fill();
  [[nodiscard]] bool read_record();
  void read_header();
  void begin_field();
  void pass_line_end();
  [[nodiscard]] bool take_plain();
  void take_quoted();
  void take_quote();
  [[nodiscard]] std::uint64_t offset() const noexcept { return read_ - left_.size(); }
  [[nodiscard]] Place place_at(const Spot& spot) const;
  void refuse_nul(std::size_t at) const;
  void check_length() const;
  [[noreturn]] void refuse(Place place, std::string found, std::string expected) const;

  TextSource source_;
  std::string file_;
  std::string document_path_;
  std::string_view left_;            ///< of the piece being read
  std::uint64_t read_ = 0;           ///< bytes up to the end of that piece
  std::uint64_t line_begin_ = 0;     ///< offset of the line being read
  std::uint64_t next_line_ = 1;      ///< the line being read
  std::uint64_t pending_blank_ = 0;  ///< empty lines of one column, still to be given
  bool after_return_ = false;        ///< a CR ended the last line: an LF belongs to it
  State state_ = State::start;
  std::vector<std::string> header_;
  std::vector<std::string> fields_;  ///< keeps its strings from record to record
  std::vector<Spot> spots_;          ///< where each field begins
  std::size_t used_ = 0;             ///< fields of the record so far
};

}  // namespace journeylab
