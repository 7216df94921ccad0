// The text of one request to a checked JSON object. For the sources of this room.
#pragma once

#include <string_view>

#include "calc/request.h"

namespace journeylab::calc {

/// The object on a line. Throws RequestError for text that is no JSON (with the column and what
/// stands there), is not UTF-8, nests deeper than requests do, names a key twice, or is no object.
[[nodiscard]] Json parse_request(std::string_view text);

}  // namespace journeylab::calc
