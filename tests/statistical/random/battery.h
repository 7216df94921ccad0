// Tests of random words, after Knuth (The Art of Computer Programming 2, 3.3.2), Marsaglia (1985,
// "A current view of random number generators"; birthday spacings, ranks) and L'Ecuyer and Simard
// (2007, TestU01; collisions, Hamming weights).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "statistical/random/word_streams.h"

namespace journeylab::test {

struct Verdict {
  std::string test;
  double p = 0.5;  ///< two-sided where the test is: the probability of something as extreme
};

/// All tests over the first n words (at least 2^16).
[[nodiscard]] std::vector<Verdict> battery(const WordStream& word, std::uint64_t n);

/// Flips each bit of 64 in turn in n inputs and counts which of the 64 bits out turn over.
[[nodiscard]] Verdict avalanche(const std::string& name, const WordStream& function,
                                std::uint64_t n);

}  // namespace journeylab::test
