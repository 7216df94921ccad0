// Which instructions the loops over many customers use. All paths give the same bits; the fastest
// that the machine has is chosen once, and any that it has can be asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace journeylab {

enum class VectorPath : std::uint8_t {
  portable,  ///< what the compiler makes for any machine of the kind
  sse4,      ///< SSE4.2
  avx2,      ///< AVX2
  avx512,    ///< AVX-512 F, VL, DQ, BW and CD
};

/// "portable", "sse4", "avx2", "avx512".
[[nodiscard]] std::string_view name_of(VectorPath path) noexcept;

/// The path of a name, whether or not this machine has it.
[[nodiscard]] std::optional<VectorPath> vector_path_named(std::string_view name) noexcept;

/// The paths of this machine, slowest first; `portable` is always one.
[[nodiscard]] const std::vector<VectorPath>& vector_paths();

/// The last of them.
[[nodiscard]] VectorPath fastest_vector_path();

}  // namespace journeylab
