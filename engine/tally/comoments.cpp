#include "tally/comoments.h"

#include <algorithm>

namespace journeylab {

void Comoments::merge(const Comoments& other) noexcept {
  if (other.n == 0) return;
  if (n == 0) {
    *this = other;
    return;
  }
  const auto own = static_cast<double>(n);
  const auto added = static_cast<double>(other.n);
  const double total = own + added;
  const double weight = own * (added / total);
  std::array<double, most_variables> shift{};
  for (std::size_t i = 0; i < variables; ++i) shift[i] = other.mean[i] - mean[i];
  for (std::size_t i = 0; i < variables; ++i) {
    for (std::size_t j = i; j < variables; ++j) {
      products[i][j] += other.products[i][j] + shift[i] * shift[j] * weight;
    }
    mean[i] += shift[i] * (added / total);
  }
  n += other.n;
}

double Comoments::variance(std::size_t i) const noexcept {
  return covariance(i, i);
}

double Comoments::covariance(std::size_t i, std::size_t j) const noexcept {
  if (n < 2) return 0.0;
  const auto [low, high] = std::minmax(i, j);
  return products[low][high] / static_cast<double>(n - 1);
}

}  // namespace journeylab
