// Numbers as data files write them.
#pragma once

#include <optional>
#include <string_view>

namespace journeylab {

/// The text without blanks and tabs around it.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// A finite decimal number, a sign and blanks around it allowed; nothing for other text, and for
/// what no double holds.
[[nodiscard]] std::optional<double> finite_number(std::string_view text) noexcept;

}  // namespace journeylab
