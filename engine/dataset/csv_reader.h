// Comma-separated records (RFC 4180) from a file, one at a time, however long the file is: quoted
// fields with commas, doubled quotes and line breaks, lines ending in LF or CR LF, an optional byte
// order mark.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/text_source.h"

namespace journeylab {

class CsvReader {
 public:
  /// Reads the header. Throws FileError; InputError where there is none, or two columns have one
  /// name.
  explicit CsvReader(const std::string& path);

  [[nodiscard]] const std::vector<std::string>& header() const noexcept { return header_; }

  /// Reads the next record that is not an empty line; false at the end. Throws InputError where a
  /// record has another number of fields than the header, or a quote is not closed; FileError.
  [[nodiscard]] bool next();

  /// Of the record just read, as many as the header's; valid until `next`.
  [[nodiscard]] const std::vector<std::string>& fields() const noexcept { return fields_; }

  /// The line that the record just read began on, from 1.
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }

 private:
  enum class State : std::uint8_t { start, plain, quoted, after_quote };
  [[nodiscard]] bool read_record();
  [[nodiscard]] bool take(char c);
  [[nodiscard]] bool take_plain(char c);
  [[nodiscard]] bool fill();
  void begin_field();
  void check_header();
  [[noreturn]] void refuse(std::string found, std::string expected) const;

  std::string path_;
  TextSource source_;
  std::string_view left_;  ///< of the piece being read
  State state_ = State::start;
  std::vector<std::string> header_;
  std::vector<std::string> fields_;  ///< keeps its strings from record to record
  std::size_t used_ = 0;             ///< fields of the record so far
  std::uint64_t line_ = 0;
  std::uint64_t next_line_ = 1;
};

}  // namespace journeylab
