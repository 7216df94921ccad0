#include "stats/multiplicity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace journeylab {
namespace {

constexpr std::array<std::pair<Adjustment, std::string_view>, 8> names{{
    {Adjustment::none, "none"},
    {Adjustment::bonferroni, "bonferroni"},
    {Adjustment::holm, "holm"},
    {Adjustment::hochberg, "hochberg"},
    {Adjustment::bh, "bh"},
    {Adjustment::by, "by"},
    {Adjustment::sidak, "sidak"},
    {Adjustment::holm_sidak, "holm_sidak"},
}};

// What the p-value of rank r (1 the smallest) of k is multiplied by.
double factor(Adjustment adjustment, std::size_t rank, std::size_t size) {
  const auto r = static_cast<double>(rank);
  const auto k = static_cast<double>(size);
  switch (adjustment) {
    case Adjustment::none:
      return 1.0;
    case Adjustment::bonferroni:
    case Adjustment::sidak:
      return k;
    case Adjustment::holm:
    case Adjustment::hochberg:
    case Adjustment::holm_sidak:
      return k - r + 1.0;
    case Adjustment::bh:
      return k / r;
    case Adjustment::by: {
      double harmonic = 0.0;
      for (std::size_t i = size; i >= 1; --i) harmonic += 1.0 / static_cast<double>(i);
      return harmonic * k / r;
    }
  }
  return 1.0;
}

// The chance that the least of `times` independent p-values is at most p; Sidak's, without the 1
// that would swallow a small p.
double of_independent(double p, double times) {
  return p >= 1.0 ? 1.0 : -std::expm1(times * std::log1p(-p));
}

// Adjusted values of p-values that increase. Holm's step down (a running maximum), the others up.
std::vector<double> adjust_sorted(const std::vector<double>& sorted, Adjustment adjustment) {
  const std::size_t size = sorted.size();
  std::vector<double> adjusted(size);
  const bool independent = adjustment == Adjustment::sidak || adjustment == Adjustment::holm_sidak;
  for (std::size_t i = 0; i < size; ++i) {
    const double times = factor(adjustment, i + 1, size);
    adjusted[i] = independent ? of_independent(sorted[i], times) : std::min(1.0, times * sorted[i]);
  }
  if (adjustment == Adjustment::holm || adjustment == Adjustment::holm_sidak) {
    for (std::size_t i = 1; i < size; ++i) adjusted[i] = std::max(adjusted[i], adjusted[i - 1]);
  } else {
    for (std::size_t i = size; i-- > 1;) adjusted[i - 1] = std::min(adjusted[i], adjusted[i - 1]);
  }
  return adjusted;
}

}  // namespace

std::string_view name_of(Adjustment adjustment) noexcept {
  for (const auto& [value, name] : names) {
    if (value == adjustment) return name;
  }
  return "none";
}

std::optional<Adjustment> adjustment_named(std::string_view name) noexcept {
  for (const auto& [value, known] : names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::vector<std::optional<double>> adjust_p_values(
    const std::vector<std::optional<double>>& p_values, Adjustment adjustment) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (p_values[i] && !std::isnan(*p_values[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return *p_values[a] < *p_values[b]; });
  std::vector<double> sorted;
  sorted.reserve(order.size());
  for (const std::size_t i : order) sorted.push_back(*p_values[i]);
  const std::vector<double> adjusted = adjust_sorted(sorted, adjustment);
  std::vector<std::optional<double>> result(p_values.size());
  for (std::size_t i = 0; i < order.size(); ++i) result[order[i]] = adjusted[i];
  return result;
}

}  // namespace journeylab
