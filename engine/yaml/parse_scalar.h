// How a scalar stands in the raw text, which the parser's events do not tell.
#pragma once

#include <string_view>

namespace journeylab {

/// The null word (~, null, Null, NULL) that begins a text and stands there alone; empty if none
/// does.
[[nodiscard]] std::string_view null_word(std::string_view text) noexcept;

/// Columns from a scalar's first character to that of its value: 1 in quotes, else 0; -1 where the
/// value does not stand in `raw`, the text from the scalar on, as it is.
[[nodiscard]] int text_shift_of(std::string_view raw, bool quoted, std::string_view value) noexcept;

/// Whether the quoted scalar that begins a text ends in it: the parser takes the end of the file
/// for a closing quote.
[[nodiscard]] bool is_closed(std::string_view raw) noexcept;

}  // namespace journeylab
