// Philox as a sequential engine, for programs that want a stream of words and not a word by its
// counter: resampling, random tests. Simulated customers never draw from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "random/philox.h"

namespace journeylab {

/// A UniformRandomBitGenerator with the interface of the engines of Boost.Random: 2^64 words of
/// each of 2^64 streams of a seed. Equal seed and stream give equal words.
class PhiloxEngine {
 public:
  using result_type = std::uint32_t;  // NOLINT(readability-identifier-naming): the interface's name

  explicit constexpr PhiloxEngine(std::uint64_t seed = 0, std::uint64_t stream = 0) noexcept {
    this->seed(seed, stream);
  }

  /// Starts anew at the first word of a stream.
  constexpr void seed(std::uint64_t seed, std::uint64_t stream = 0) noexcept {
    seed_ = seed;
    stream_ = stream;
    position_ = 0;
    block_ = block_at(0);
  }

  [[nodiscard]] static constexpr result_type min() noexcept { return 0; }
  [[nodiscard]] static constexpr result_type max() noexcept {
    return std::numeric_limits<result_type>::max();
  }

  constexpr result_type operator()() noexcept {
    const std::size_t word = position_ % words;
    if (word == 0) block_ = block_at(position_ / words);
    ++position_;
    return block_[word];
  }

  /// Skips `count` words.
  constexpr void discard(std::uint64_t count) noexcept {
    position_ += count;
    block_ = block_at(position_ / words);
  }

  friend constexpr bool operator==(const PhiloxEngine& a, const PhiloxEngine& b) noexcept {
    return a.seed_ == b.seed_ && a.stream_ == b.stream_ && a.position_ == b.position_;
  }

 private:
  static constexpr std::size_t words = 4;

  [[nodiscard]] constexpr PhiloxBlock block_at(std::uint64_t index) const noexcept {
    return philox_4x32(
        {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
         static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)},
        seed_);
  }

  std::uint64_t seed_ = 0;
  std::uint64_t stream_ = 0;
  std::uint64_t position_ = 0;
  PhiloxBlock block_{};
};

}  // namespace journeylab
