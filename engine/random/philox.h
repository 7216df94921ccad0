// The counter-based generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers:
// as easy as 1, 2, 3", SC11). A pure function from 128 bits of counter and 64 bits of key to four
// 32-bit words.
#pragma once

#include <array>
#include <cstdint>

namespace journeylab {

using PhiloxBlock = std::array<std::uint32_t, 4>;

namespace philox {
inline constexpr std::uint32_t multiplier_0 = 0xD2511F53;
inline constexpr std::uint32_t multiplier_1 = 0xCD9E8D57;
inline constexpr std::uint32_t weyl_0 = 0x9E3779B9;
inline constexpr std::uint32_t weyl_1 = 0xBB67AE85;
inline constexpr int rounds = 10;
}  // namespace philox

/// The four words at `counter` under `key` (its low half is the first key word).
[[nodiscard]] constexpr PhiloxBlock philox_4x32(PhiloxBlock counter, std::uint64_t key) noexcept {
  auto key_0 = static_cast<std::uint32_t>(key);
  auto key_1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < philox::rounds; ++round) {
    const std::uint64_t product_0 = std::uint64_t{philox::multiplier_0} * counter[0];
    const std::uint64_t product_1 = std::uint64_t{philox::multiplier_1} * counter[2];
    counter = {static_cast<std::uint32_t>(product_1 >> 32) ^ counter[1] ^ key_0,
               static_cast<std::uint32_t>(product_1),
               static_cast<std::uint32_t>(product_0 >> 32) ^ counter[3] ^ key_1,
               static_cast<std::uint32_t>(product_0)};
    key_0 += philox::weyl_0;
    key_1 += philox::weyl_1;
  }
  return counter;
}

}  // namespace journeylab
