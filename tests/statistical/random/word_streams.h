// The random words of simulated customers, laid out in many orders: along each part of a draw's
// place, and interleaved as a run uses them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace journeylab::test {

/// A sequence of words by their number.
using WordStream = std::function<std::uint64_t(std::uint64_t)>;

struct NamedStream {
  std::string name;  ///< for the command line: one word
  std::string what;  ///< for people
  WordStream word;
};

/// The orders, all under seeds that follow from `seed`.
[[nodiscard]] std::vector<NamedStream> word_streams(std::uint64_t seed);

/// Sequences that a battery must refuse.
[[nodiscard]] std::vector<NamedStream> weak_streams();

}  // namespace journeylab::test
