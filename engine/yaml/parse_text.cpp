#include "yaml/parse_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace journeylab {
namespace {

struct CodeRange {
  char32_t first;
  char32_t last;
};

// Beyond ASCII: what is no letter, mark or digit of a script. Whole blocks where they hold nothing
// else; U+00AA, U+00B5 and U+00BA are letters among the symbols of Latin-1.
constexpr std::array<CodeRange, 23> no_name_characters{{
    {0x80, 0xA9},        // controls, Latin-1 punctuation
    {0xAB, 0xB4},        // Latin-1 punctuation
    {0xB6, 0xB9},        // Latin-1 punctuation
    {0xBB, 0xBF},        // Latin-1 punctuation
    {0xD7, 0xD7},        // multiplication sign
    {0xF7, 0xF7},        // division sign
    {0x1680, 0x1680},    // Ogham space
    {0x2000, 0x20CF},    // spaces, punctuation, superscripts, currency
    {0x2150, 0x2BFF},    // fractions, arrows, operators, technical, boxes, dingbats
    {0x2E00, 0x2E7F},    // supplemental punctuation
    {0x3000, 0x3004},    // ideographic punctuation
    {0x3008, 0x3020},    // brackets
    {0x3030, 0x3030},    // wavy dash
    {0xD800, 0xF8FF},    // surrogates, private use
    {0xFE10, 0xFE1F},    // vertical forms
    {0xFE30, 0xFE6F},    // compatibility and small forms
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFF00, 0xFF0F},    // full-width punctuation
    {0xFF1A, 0xFF20},    // full-width punctuation
    {0xFF3B, 0xFF40},    // full-width punctuation
    {0xFF5B, 0xFF65},    // full-width punctuation
    {0xFFE0, 0xFFFF},    // full-width signs, specials
    {0x1F000, 0x1FAFF},  // emoji and pictographs
}};
constexpr char32_t first_beyond_scripts = 0xE0000;  // tags and private planes

bool is_ascii_name_character(char32_t code) {
  return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') ||
         (code >= U'0' && code <= U'9') || code == U'_';
}

bool is_allowed_in_text(char32_t code) {
  if (code < 0x20) return code == U'\t' || code == U'\n' || code == U'\r';
  return code != 0x7F && !(code >= 0x80 && code < 0xA0 && code != 0x85) && code != 0xFFFE &&
         code != 0xFFFF;
}

Problem character_problem(std::string_view text, std::size_t offset, Place place) {
  const Character character = character_at(text, offset);
  if (character.size == 0) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    const bool utf16 = offset == 0 && (byte == 0xFF || byte == 0xFE);
    return {.place = std::move(place),
            .found = utf16 ? std::string("the file is in UTF-16")
                           : fmt::format("the byte 0x{:02X} is not UTF-8 text", byte),
            .expected = "a file saved as UTF-8",
            .nearest = {}};
  }
  return {.place = std::move(place),
          .found = fmt::format("control character U+{:04X}", std::uint32_t{character.code}),
          .expected = "text",
          .nearest = {}};
}

}  // namespace

bool is_name_character(char32_t code) noexcept {
  if (code < 0x80) return is_ascii_name_character(code);
  if (code >= first_beyond_scripts) return false;
  return std::none_of(
      no_name_characters.begin(), no_name_characters.end(),
      [&](const CodeRange& range) { return code >= range.first && code <= range.last; });
}

std::string with_plain_line_ends(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') {
      plain += text[at];
      continue;
    }
    plain += '\n';
    if (at + 1 < text.size() && text[at + 1] == '\n') ++at;
  }
  return plain;
}

bool check_characters(std::string_view text, const std::string& file,
                      std::vector<Problem>& problems) {
  int line = 1;
  int column = 1;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (character.size == 0 || !is_allowed_in_text(character.code)) {
      problems.push_back(character_problem(text, at, {file, line, column, {}}));
      return false;
    }
    at += character.size;
    ++column;
    if (character.code == U'\n') {
      ++line;
      column = 1;
    }
  }
  return true;
}

LineTable::LineTable(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') starts_.push_back(at + 1);
  }
}

std::string_view LineTable::line(std::size_t index) const noexcept {
  if (index >= starts_.size()) return {};
  const std::size_t begin = starts_[index];
  const std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : text_.size();
  return text_.substr(begin, end - begin);
}

std::size_t LineTable::offset(std::size_t line_index, std::size_t byte) const noexcept {
  if (line_index >= starts_.size()) return text_.size();
  return std::min(starts_[line_index] + byte, text_.size());
}

int LineTable::column(std::size_t line_index, std::size_t byte) {
  if (line_index != last_line_ || byte < last_byte_) {
    last_line_ = line_index;
    last_byte_ = 0;
    last_characters_ = 0;
  }
  const std::string_view whole = line(line_index);
  const std::size_t end = std::min(byte, whole.size());
  if (end > last_byte_) {
    last_characters_ += count_characters(whole.substr(last_byte_, end - last_byte_));
    last_byte_ = end;
  }
  return static_cast<int>(last_characters_) + 1;
}

}  // namespace journeylab
