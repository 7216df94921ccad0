#include "report/writers.h"

#include <array>

namespace journeylab {
namespace {

std::string as_text(const Document& document, const WriteOptions& options) {
  return write_text(document, options.width, options.colour);
}

std::string as_markdown(const Document& document, const WriteOptions&) {
  return write_markdown(document);
}

constexpr std::array<Writer, 2> all_writers = {{{"text", as_text}, {"markdown", as_markdown}}};

}  // namespace

std::span<const Writer> writers() noexcept {
  return all_writers;
}

}  // namespace journeylab
