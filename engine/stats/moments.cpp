#include "stats/moments.h"

#include <algorithm>

namespace journeylab {
namespace {

double product(const Comoments& moments, std::size_t i, std::size_t j) {
  return i <= j ? moments.products[i][j] : moments.products[j][i];
}

// A pivot this small a share of the variable's own spread is rounding, not spread.
constexpr double pivot_floor = 1e-14;

}  // namespace

Comoments control_and_differences(const Comoments& joint) {
  const std::size_t half = joint.variables / 2;
  Comoments result = joint;
  for (std::size_t i = 0; i < half; ++i)
    result.mean[half + i] = joint.mean[half + i] - joint.mean[i];
  for (std::size_t i = 0; i < half; ++i) {
    for (std::size_t j = 0; j < half; ++j) {
      result.products[i][half + j] = product(joint, i, half + j) - product(joint, i, j);
      if (j < i) continue;
      const double with_variant = product(joint, half + i, half + j) - product(joint, i, half + j);
      const double with_control = product(joint, half + i, j) - product(joint, i, j);
      result.products[half + i][half + j] = with_variant - with_control;
    }
    double& spread = result.products[half + i][half + i];
    spread = std::max(spread, 0.0);
  }
  return result;
}

double combination_variance(const Comoments& moments, std::span<const double> weights) {
  if (moments.n < 2) return 0.0;
  const std::size_t size = weights.size();
  std::array<double, Comoments::most_variables> pivot{};
  std::array<std::array<double, Comoments::most_variables>, Comoments::most_variables> lower{};
  double sum = 0.0;
  for (std::size_t i = 0; i < size; ++i) {
    double remaining = moments.products[i][i];
    for (std::size_t k = 0; k < i; ++k) remaining -= lower[i][k] * lower[i][k] * pivot[k];
    if (remaining <= pivot_floor * moments.products[i][i]) continue;
    pivot[i] = remaining;
    double along = weights[i];
    for (std::size_t j = i + 1; j < size; ++j) {
      double shared = moments.products[i][j];
      for (std::size_t k = 0; k < i; ++k) shared -= lower[i][k] * lower[j][k] * pivot[k];
      lower[j][i] = shared / remaining;
      along += lower[j][i] * weights[j];
    }
    sum += remaining * along * along;
  }
  return sum / static_cast<double>(moments.n - 1);
}

bool spread_is_lost(const Comoments& joint, const Comoments& differences) {
  constexpr double resolution = 1e-12;
  const std::size_t half = joint.variables / 2;
  for (std::size_t i = 0; i < half; ++i) {
    const double largest = std::max(joint.products[i][i], joint.products[half + i][half + i]);
    if (differences.products[half + i][half + i] > resolution * largest) return false;
  }
  return true;
}

}  // namespace journeylab
