#include "plan/draws.h"

namespace journeylab {

std::uint32_t stream_key(StreamKind kind, std::string_view name, std::string_view detail) noexcept {
  // FNV-1a over kind and length-prefixed names, then a finalizer that spreads every bit.
  std::uint64_t hash = 0xCBF29CE484222325;
  const auto mix = [&hash](std::uint64_t byte) { hash = (hash ^ byte) * 0x100000001B3; };
  mix(static_cast<std::uint64_t>(kind));
  for (const std::string_view text : {name, detail}) {
    for (int shift = 0; shift < 32; shift += 8) mix(text.size() >> shift & 0xFF);
    for (const char c : text) mix(static_cast<unsigned char>(c));
  }
  hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9;
  hash = (hash ^ hash >> 27) * 0x94D049BB133111EB;
  return static_cast<std::uint32_t>((hash ^ hash >> 31) >> 32);
}

}  // namespace journeylab
