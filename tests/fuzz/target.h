// What the fuzz targets share. A target is one file with one function that takes any bytes, does
// what the program would do with them, and ends the process where the answer is not what was
// promised. libFuzzer drives it with inputs that it makes up (scripts/fuzz); replay.cpp drives it
// with those that were kept, without any compiler's help (ctest).
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace journeylab::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return size == 0 ? std::string_view()
                   : std::string_view(reinterpret_cast<const char*>(data), size);
}

/// Ends the process: what the engine did with this input is wrong.
[[noreturn]] inline void finding(std::string_view what) {
  std::fprintf(stderr, "finding: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

inline void expect(bool holds, std::string_view what) {
  if (!holds) finding(what);
}

/// An input of two texts: what stands before the first line "%%", and what stands behind it.
inline std::pair<std::string_view, std::string_view> two_texts(std::string_view input) {
  constexpr std::string_view line = "\n%%\n";
  const std::size_t at = input.find(line);
  if (at == std::string_view::npos) return {input, {}};
  return {input.substr(0, at + 1), input.substr(at + line.size())};
}

}  // namespace journeylab::fuzz
