// The bytes of a scenario file and their fingerprint.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace journeylab {

/// A scenario is written by people: what is larger than this is some other file.
inline constexpr std::size_t largest_file = std::size_t{16} << 20;

/// The whole file. Throws FileError where it is missing, no plain file, unreadable or too large.
[[nodiscard]] std::string read_file(const std::string& path);

/// SHA-256 in hexadecimal (FIPS 180-4).
[[nodiscard]] std::string sha256_of(std::string_view bytes);

}  // namespace journeylab
