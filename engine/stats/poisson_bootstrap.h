// A bootstrap in one pass over data that are never held: every customer counts a Poisson(1) number
// of times in every replicate. Theory: engine/methods/bootstrap.md.
#pragma once

#include <cstdint>
#include <vector>

#include "stats/estimated.h"

namespace journeylab {

/// How often a customer counts in a replicate: Poisson with mean 1, from one random word (by its
/// cumulative distribution to 2^-32; never above 12).
[[nodiscard]] std::uint32_t poisson_weight(std::uint32_t word) noexcept;

/// Replicated sums of a mean or of a ratio of sums (Chamandy, Muralidharan, Najmi and Naidu 2012).
/// A customer's weights depend on the seed and the customer's number alone, so that parts of the
/// data can be taken in any place and merged; a customer seen twice counts twice with the same
/// weights, which is how visits of one customer stay together.
class PoissonBootstrap {
 public:
  PoissonBootstrap(std::uint32_t replicates, std::uint64_t seed);

  /// Adds a customer's numerator and denominator; for a mean the denominator is 1.
  void add(std::uint64_t customer, double numerator, double denominator = 1.0);

  /// Adds what another one with the same seed and replicates has seen. Ignored if they differ.
  /// Sums are of doubles: a fixed order of merging gives the same bits.
  void merge(const PoissonBootstrap& other);

  /// Sum of numerators over sum of denominators, with the percentile interval of the replicates.
  /// No value where the denominators sum to 0; no interval, and why, where they do in a replicate.
  [[nodiscard]] Estimated ratio(double confidence) const;

  /// Treatment's ratio less control's; the two need different customers' numbers or seeds, and as
  /// many replicates.
  [[nodiscard]] static Estimated difference(const PoissonBootstrap& control,
                                            const PoissonBootstrap& treat, double confidence);

 private:
  std::uint64_t seed_;
  double numerator_ = 0.0;
  double denominator_ = 0.0;
  std::vector<double> numerators_;
  std::vector<double> denominators_;
};

}  // namespace journeylab
