#include "report/display_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/utf8.h"

namespace journeylab {
namespace {

constexpr char32_t replacement = 0xFFFD;

// The first character; U+FFFD over one byte where that is not UTF-8.
Character first_character(std::string_view text) noexcept {
  const Character found = character_at(text, 0);
  return found.size > 0 ? found : Character{replacement, 1};
}

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array<Range, 24> combining = {{
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05C1, 0x05C2}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x06E7, 0x06E8},
    {0x06EA, 0x06ED}, {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
}};

constexpr std::array<Range, 12> wide = {{
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F9FF},
    {0x20000, 0x3FFFD},
}};

template <std::size_t n>
bool holds(const std::array<Range, n>& ranges, char32_t code) noexcept {
  return std::any_of(ranges.begin(), ranges.end(), [code](const Range& range) {
    return range.first <= code && code <= range.last;
  });
}

std::size_t cells_of(char32_t code) noexcept {
  if (code < 0x300) return 1;
  if (holds(combining, code)) return 0;
  return holds(wide, code) ? 2 : 1;
}

bool is_control(char32_t code) noexcept {
  const bool bidirectional =
      (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  const bool separator = code == 0x2028 || code == 0x2029;
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || bidirectional || separator;
}

std::string escape_of(char32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\t') return "\\t";
  if (code == '\r') return "\\r";
  return fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
}

/// Bytes of the longest beginning of `text` that takes at most `width` cells; at least one
/// character.
std::size_t fitting(std::string_view text, std::size_t width) noexcept {
  std::size_t cells = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Character next = first_character(text.substr(at));
    cells += cells_of(next.code);
    if (cells > width && at > 0) break;
    at += next.size;
  }
  return at;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character next = first_character(text);
    if (is_control(next.code)) {
      out += escape_of(next.code);
    } else if (next.code == replacement) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(0, next.size);
    }
    text.remove_prefix(next.size);
  }
  return out;
}

std::size_t display_width(std::string_view text) noexcept {
  std::size_t cells = 0;
  while (!text.empty()) {
    const Character next = first_character(text);
    cells += cells_of(next.code);
    text.remove_prefix(next.size);
  }
  return cells;
}

std::size_t longest_word(std::string_view text) noexcept {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    longest = std::max(longest, display_width(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return longest;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  if (width == 0) return {std::string(text)};
  width = std::max<std::size_t>(width, 2);
  std::vector<std::string> lines(1);
  for (std::string_view word : words_of(text)) {
    const std::size_t cells = display_width(word);
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (display_width(line) + 1 + cells <= width) {
      line.append(1, ' ').append(word);
    } else {
      lines.emplace_back(word);
    }
    while (display_width(lines.back()) > width) {
      const std::size_t cut = fitting(lines.back(), width);
      if (cut == lines.back().size()) break;
      std::string rest = lines.back().substr(cut);
      lines.back().resize(cut);
      lines.push_back(std::move(rest));
    }
  }
  return lines;
}

}  // namespace journeylab
