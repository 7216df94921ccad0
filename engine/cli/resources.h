// What a run took of the machine: what --verbose tells.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace journeylab {

struct Resources {
  std::chrono::duration<double> wall{};
  std::chrono::duration<double> processor{};  ///< of all threads
  std::uint64_t peak_bytes = 0;               ///< of memory, at most
};

/// Of this process since it began; `started` is the beginning.
[[nodiscard]] Resources resources_since(std::chrono::steady_clock::time_point started) noexcept;

/// "4.12 s, 7.8 s of processor time, at most 17 MiB of memory".
[[nodiscard]] std::string describe(const Resources& resources);

}  // namespace journeylab
