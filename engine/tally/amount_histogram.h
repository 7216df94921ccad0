// How many customers have which amount, in bins that are fixed before anything is seen: no second
// pass, and the same bins for every variant and every shard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace journeylab {

/// Counts of amounts that are not 0, of either sign. A bin holds the doubles that share sign,
/// exponent and the first five bits of the mantissa, so that its far border is at most 1/32 further
/// from 0 than its near one. What is smaller than 2^-14 lies in the first bin of its sign, what
/// is not below 2^45 in the last. Counts and extremes alone, so any order of merging gives the
/// same.
struct AmountHistogram {
  std::uint64_t customers = 0;  ///< looked at, those with 0 too
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
  std::vector<std::uint64_t> bins;  ///< from the lowest amounts to the highest; empty: none seen

  static constexpr int mantissa_bits = 5;
  static constexpr int least_exponent = -14;
  static constexpr int most_exponent = 45;
  static constexpr std::size_t bins_of_sign =
      static_cast<std::size_t>(most_exponent - least_exponent) << mantissa_bits;

  /// Counts one amount, which is not 0 and finite; its customer is counted by the caller.
  void add(double amount);
  void merge(const AmountHistogram& other);

  [[nodiscard]] static std::size_t bin_of(double amount) noexcept;
  /// The borders of a bin, the lower first; an outermost bin has an infinite one.
  [[nodiscard]] static double low_border(std::size_t bin) noexcept;
  [[nodiscard]] static double high_border(std::size_t bin) noexcept;

  friend bool operator==(const AmountHistogram&, const AmountHistogram&) = default;
};

}  // namespace journeylab
