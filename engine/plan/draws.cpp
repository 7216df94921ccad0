#include "plan/draws.h"

namespace journeylab {

std::uint64_t draw_place(StreamKind kind, std::string_view name, std::string_view detail,
                         DrawRole role) noexcept {
  // Mixed byte by byte over kind, role and length-prefixed names.
  std::uint64_t hash = 0;
  const auto take = [&hash](std::uint64_t next) { hash = mix(hash + visit_stride + next); };
  take(static_cast<std::uint64_t>(kind));
  take(static_cast<std::uint64_t>(role));
  for (const std::string_view text : {name, detail}) {
    take(text.size());
    for (const char c : text) take(static_cast<unsigned char>(c));
  }
  return hash;
}

}  // namespace journeylab
