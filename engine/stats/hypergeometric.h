// Tails of the hypergeometric distribution, with all their digits at any size: Fisher's exact test.
#pragma once

#include <cstdint>

#include "stats/tails.h"

namespace journeylab {

/// x ln(x / m) - (x - m), never negative, of an observed x >= 0 and an expected m > 0 whose
/// difference x - m is known exactly: without cancellation where they are close.
[[nodiscard]] double count_deviance(double x, double m, double difference);

/// The number of marked ones among `drawn`, taken without return from `marked` + `others`.
/// Probabilities are by Loader's saddle-point form (2000); tails are summed outwards from their
/// first term, so a tail keeps its digits and its logarithm is finite.
class Hypergeometric {
 public:
  Hypergeometric(std::uint64_t marked, std::uint64_t others, std::uint64_t drawn);

  /// ln P(X = x); minus infinity outside of the range.
  [[nodiscard]] double ln_probability(std::uint64_t x) const;
  [[nodiscard]] PValue at_least(std::uint64_t x) const;
  [[nodiscard]] PValue at_most(std::uint64_t x) const;
  /// P of all values whose probability is at most (1 + 1e-7) P(X = x).
  [[nodiscard]] PValue at_most_as_probable(std::uint64_t x) const;

 private:
  [[nodiscard]] PValue upward(std::uint64_t x) const;    // summed from x to the top
  [[nodiscard]] PValue downward(std::uint64_t x) const;  // summed from x to the bottom

  std::uint64_t marked_;
  std::uint64_t others_;
  std::uint64_t drawn_;
  std::uint64_t least_;
  std::uint64_t most_;
  std::uint64_t mode_;
};

}  // namespace journeylab
