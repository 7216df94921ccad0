// A document in one format each; the command line chooses (cli/answer_format.h).
#pragma once

#include <cstddef>
#include <string>

#include "report/document.h"

namespace journeylab {

/// Plain text for a terminal of `width` cells (0: no limit), with ANSI colours or without. Tables
/// that do not fit side by side become a block of lines a row.
[[nodiscard]] std::string write_text(const Document& document, std::size_t width, bool colour);

/// GitHub-flavoured Markdown; nothing in a name is taken for markup.
[[nodiscard]] std::string write_markdown(const Document& document);

}  // namespace journeylab
