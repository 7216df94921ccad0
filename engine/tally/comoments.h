// Count, means and sums of centred squares and products of up to four variables.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace journeylab {

/// Moments of `variables` (1..4) variables over the same customers. Mergeable: two sets of
/// customers combine by the update of Chan, Golub and LeVeque (1983, eq. 2.1); the result depends
/// on the order of merging only in its last bits, so those who merge keep a fixed order.
struct Comoments {
  static constexpr std::size_t most_variables = 4;

  std::size_t variables = 1;
  std::uint64_t n = 0;
  std::array<double, most_variables> mean{};
  /// products[i][j], i <= j: sum over customers of (x_i - mean_i)(x_j - mean_j).
  std::array<std::array<double, most_variables>, most_variables> products{};

  void merge(const Comoments& other) noexcept;

  /// Variance of variable i, divisor n - 1; 0 when n < 2.
  [[nodiscard]] double variance(std::size_t i) const noexcept;
  /// Covariance of variables i and j, divisor n - 1; 0 when n < 2.
  [[nodiscard]] double covariance(std::size_t i, std::size_t j) const noexcept;

  friend bool operator==(const Comoments&, const Comoments&) = default;
};

}  // namespace journeylab
