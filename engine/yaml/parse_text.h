// The bytes of a YAML file as characters: what a text may not hold, and the way from byte offsets
// to the lines and columns that people count. Columns count code points.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/utf8.h"

namespace journeylab {

/// Whether a character can be in a plain name: ASCII letters, digits and `_`, and every character
/// beyond ASCII except punctuation, symbols, spaces, emoji, private use and the undefined ends of
/// planes, by block.
[[nodiscard]] bool is_name_character(char32_t code) noexcept;

/// The text without byte order mark, with every line end (CRLF, CR) as LF.
[[nodiscard]] std::string with_plain_line_ends(std::string_view text);

/// The first thing in a text that no YAML file may hold (bytes that are not UTF-8, NUL and other
/// control characters): adds a problem with its place and returns false.
[[nodiscard]] bool check_characters(std::string_view text, const std::string& file,
                                    std::vector<Problem>& problems);

/// Lines of a text, to turn what a parser counts in bytes into what people count.
class LineTable {
 public:
  /// The text must outlive the table and have LF line ends.
  explicit LineTable(std::string_view text);

  /// The line (from 0) without its end; empty beyond the last.
  [[nodiscard]] std::string_view line(std::size_t index) const noexcept;
  /// Byte offset in the text of a byte in a line, both from 0, kept inside the text.
  [[nodiscard]] std::size_t offset(std::size_t line_index, std::size_t byte) const noexcept;
  /// Column (from 1, in characters) of a byte in a line, both from 0.
  [[nodiscard]] int column(std::size_t line_index, std::size_t byte);
  [[nodiscard]] std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
  // Where the last question ended, so that one long line is not counted again for each node in it.
  std::size_t last_line_ = 0;
  std::size_t last_byte_ = 0;
  std::size_t last_characters_ = 0;
};

}  // namespace journeylab
