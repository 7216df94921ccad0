// Text on a terminal: how many cells it takes, where it may break, and what of it must not reach
// the terminal raw (control characters could move the cursor, bidirectional overrides could reorder
// what the reader sees).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace journeylab {

/// The text with control characters and bidirectional controls written as escapes ("\n", "\u202e")
/// and bytes that are not UTF-8 as U+FFFD.
[[nodiscard]] std::string visible(std::string_view text);

/// Terminal cells that UTF-8 text takes: 2 for the wide characters of East Asia and emoji, 0 for
/// combining marks, else 1 (after Unicode Standard Annex 11, by blocks).
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// The width of the widest word.
[[nodiscard]] std::size_t longest_word(std::string_view text) noexcept;

/// The text in lines of at most `width` cells (at least 2), broken at spaces, and inside a word
/// only if the word alone is wider. Width 0 does not break. At least one line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace journeylab
