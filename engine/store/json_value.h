// JSON values as answers need them: objects keep the order they are filled in, no number is ever
// NaN or infinite, and a printed answer is readable by people too. For the sources of this room;
// its other headers speak of text alone.
#pragma once

#include <cmath>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "scenario/document.h"

namespace journeylab {

using Json = nlohmann::ordered_json;

/// The number, or null where JSON has none for it (NaN, infinities).
[[nodiscard]] inline Json json_number(double number) {
  return std::isfinite(number) ? Json(number) : Json(nullptr);
}
[[nodiscard]] inline Json json_number(const std::optional<double>& number) {
  return number ? json_number(*number) : Json(nullptr);
}

/// The document as JSON: an unquoted scalar that is a JSON number that a double holds becomes one,
/// every other scalar a string.
[[nodiscard]] Json json_of(const Node& node);

/// Text with a newline at its end: two spaces a level, a list of plain values on one line. Numbers
/// read back to the same bits. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string print(const Json& json);

}  // namespace journeylab
