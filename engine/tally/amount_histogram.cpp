#include "tally/amount_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace journeylab {
namespace {

using Histogram = AmountHistogram;

constexpr std::uint64_t exponent_bias = 1023;
constexpr int dropped_bits = 52 - Histogram::mantissa_bits;
constexpr std::uint64_t lowest_key = (exponent_bias + Histogram::least_exponent)
                                     << Histogram::mantissa_bits;

// The size at which the bin of a rank begins, counted from 0 outwards.
double size_from(std::size_t rank) noexcept {
  if (rank == 0) return 0.0;
  if (rank == Histogram::bins_of_sign) return std::numeric_limits<double>::infinity();
  return std::bit_cast<double>((lowest_key + rank) << dropped_bits);
}

}  // namespace

std::size_t AmountHistogram::bin_of(double amount) noexcept {
  // Sizes are in the order of their bits.
  const std::uint64_t key = std::bit_cast<std::uint64_t>(std::fabs(amount)) >> dropped_bits;
  const std::uint64_t rank =
      std::clamp(key, lowest_key, lowest_key + bins_of_sign - 1) - lowest_key;
  return amount < 0.0 ? bins_of_sign - 1 - rank : bins_of_sign + rank;
}

double AmountHistogram::low_border(std::size_t bin) noexcept {
  return bin < bins_of_sign ? -size_from(bins_of_sign - bin) : size_from(bin - bins_of_sign);
}

double AmountHistogram::high_border(std::size_t bin) noexcept {
  return low_border(bin + 1);
}

void AmountHistogram::add(double amount) {
  if (bins.empty()) bins.resize(2 * bins_of_sign);
  ++bins[bin_of(amount)];
  least = std::min(least, amount);
  most = std::max(most, amount);
}

void AmountHistogram::merge(const AmountHistogram& other) {
  customers += other.customers;
  least = std::min(least, other.least);
  most = std::max(most, other.most);
  if (other.bins.empty()) return;
  if (bins.empty()) bins.resize(other.bins.size());
  for (std::size_t k = 0; k < bins.size(); ++k) bins[k] += other.bins[k];
}

}  // namespace journeylab
