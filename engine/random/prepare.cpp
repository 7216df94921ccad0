// From a stated distribution to one that is ready to be drawn from. Its `constants` hold: 1 / shape
// (Weibull, Pareto); the largest double below high (uniform); P(X <= mode) (triangular);
// -log(1 - p) (geometric).
#include <algorithm>
#include <cmath>

#include "random/canonical.h"
#include "random/elementary.h"
#include "random/mathematics.h"
#include "random/quantile_table.h"
#include "random/truncation.h"

namespace journeylab {
namespace {

constexpr double largest_tabulated_mean = 1e5;

void truncate(PreparedDistribution& prepared, const DistributionSpec& spec) {
  if (std::isinf(spec.low) && std::isinf(spec.high)) return;
  if (constant_value(prepared.family, prepared.parameters)) return;
  const Window window = window_of(prepared.family, prepared.parameters, spec.low, spec.high);
  if (window.below_low.below <= 0.0 && window.up_to_high.above <= 0.0) return;
  const bool counting = is_counting(prepared.family);
  prepared.truncated = true;
  prepared.low = counting ? std::ceil(spec.low) : spec.low;
  prepared.high = counting ? std::floor(spec.high) : spec.high;
  prepared.below_low = window.below_low;
  prepared.up_to_high = window.up_to_high;
  prepared.window = window.mass;
}

std::array<double, 2> constants_of(Family family, const Parameters& parameters) noexcept {
  const auto [first, second, third] = parameters;
  switch (family) {
    case Family::weibull:
      return {1.0 / first, 0.0};
    case Family::pareto:
      return {1.0 / second, 0.0};
    case Family::uniform:
      return {first == second ? second : std::nextafter(second, first), 0.0};
    case Family::triangular: {
      const double width = third - first;
      return {width > 0.0 ? (second - first) / width : 0.0, 0.0};
    }
    case Family::geometric:
      return {first < 1.0 ? -elementary::log_one_plus(-first) : elementary::infinity, 0.0};
    default:
      return {0.0, 0.0};
  }
}

/// Between the normal quantiles -8.3 and 8.3, a little beyond the ends of a uniform number (7.87),
/// for callers who make their probabilities from correlated normals.
DrawRange range_of(const PreparedDistribution& prepared) noexcept {
  constexpr double widest = 8.3;
  const double tail = normal_cumulative(-widest);
  if (!prepared.truncated) {
    return {.lowest = {.below = tail, .above = 1.0}, .highest = {.below = 1.0, .above = tail}};
  }
  const auto [below_low, above_low] = prepared.below_low;
  const auto [below_high, above_high] = prepared.up_to_high;
  const double step = tail * prepared.window;
  return {.lowest = {.below = below_low + step, .above = above_low - step},
          .highest = {.below = below_high - step, .above = above_high + step}};
}

std::shared_ptr<const QuantileTable> table_of(const PreparedDistribution& prepared) {
  const DrawRange range = range_of(prepared);
  const auto [first, second, third] = prepared.parameters;
  switch (prepared.family) {
    case Family::gamma:
    case Family::beta:
      return tabulate(curve_of(prepared.family, first, second), range);
    case Family::poisson:
      return first <= largest_tabulated_mean ? tabulate_poisson(first, range) : nullptr;
    default:
      return nullptr;
  }
}

}  // namespace

PreparedDistribution prepare(const DistributionSpec& spec, Tables tables) {
  PreparedDistribution prepared;
  prepared.family = spec.family;
  if (spec.family == Family::empirical) {
    auto sorted = std::make_shared<std::vector<double>>(*spec.sample);
    std::sort(sorted->begin(), sorted->end());
    prepared.sample = std::move(sorted);
    return prepared;
  }
  prepared.parameters = canonical_parameters(spec);
  prepared.constants = constants_of(prepared.family, prepared.parameters);
  truncate(prepared, spec);
  if (tables == Tables::build) prepared.table = table_of(prepared);
  return prepared;
}

}  // namespace journeylab
