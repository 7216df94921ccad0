// YAML text to a Node tree with positions. The strict YAML of the scenario language: one document,
// no tags, no merge keys, no duplicate keys, aliases only while they do not grow the document.
#pragma once

#include <string_view>

#include "scenario/document.h"

namespace journeylab {

/// Parses the text of a file; `file` is what positions call it. Every Place in the tree carries the
/// file, line, column and path. Throws InputError with every problem that does not hide the rest.
[[nodiscard]] Node parse_document(std::string_view text, const std::string& file);

}  // namespace journeylab
