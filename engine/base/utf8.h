// Bytes as characters: decoding of UTF-8, and texts cut for a message between two characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace journeylab {

/// One character of a text: its code point and the bytes that it takes.
struct Character {
  char32_t code = 0;
  std::size_t size = 0;  ///< 0: the bytes there are not UTF-8
};

/// The character at a byte offset inside the text. Overlong forms, surrogates and values beyond
/// U+10FFFF are not UTF-8.
[[nodiscard]] Character character_at(std::string_view text, std::size_t offset) noexcept;

/// Number of characters; a byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t count_characters(std::string_view text) noexcept;

/// A text as a message quotes it: its beginning, where it is long.
[[nodiscard]] std::string shortened(std::string_view text);

}  // namespace journeylab
