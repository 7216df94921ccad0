// A document in one format each. Adding a format is adding a function and a row in `writers`.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "report/document.h"

namespace journeylab {

struct WriteOptions {
  std::size_t width = 0;  ///< terminal cells a line may take; 0: no limit
  bool colour = false;    ///< show tones by ANSI colours
};

/// Plain text for a terminal. Tables that do not fit side by side become a block of lines a row.
[[nodiscard]] std::string write_text(const Document& document, std::size_t width, bool colour);

/// GitHub-flavoured Markdown; nothing in a name is taken for markup.
[[nodiscard]] std::string write_markdown(const Document& document);

struct Writer {
  std::string_view format;  ///< as `--format` takes it
  std::string (*write)(const Document& document, const WriteOptions& options);
};

/// Every format that documents are written in.
[[nodiscard]] std::span<const Writer> writers() noexcept;

}  // namespace journeylab
