#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace journeylab {
namespace {

constexpr Character no_character{};

}  // namespace

Character character_at(std::string_view text, std::size_t offset) noexcept {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if (offset >= text.size()) return no_character;
  const unsigned lead = byte(offset);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || offset + size > text.size()) return no_character;
  char32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const unsigned next = byte(offset + i);
    if ((next & 0xC0U) != 0x80U) return no_character;
    code = (code << 6) | (next & 0x3FU);
  }
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest[size] || code > 0x10FFFF || surrogate) return no_character;
  return {code, size};
}

std::size_t count_characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    at += std::max<std::size_t>(1, character_at(text, at).size);
  }
  return count;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 60;
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size(); ++count) {
    if (count == most) return std::string(text.substr(0, at)) + "...";
    at += std::max<std::size_t>(1, character_at(text, at).size);
  }
  return std::string(text);
}

}  // namespace journeylab
