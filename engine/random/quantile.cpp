// Inversion, one draw and many, as functions.
#include "random/quantile_loops.h"

namespace journeylab {

double quantile(const PreparedDistribution& distribution, Probability probability) noexcept {
  double result = 0.0;
  if (!distribution.truncated) {
    with_draw<Complement::exact>(distribution, [&](const auto& draw) {
      result = drawn(draw, probability.below, probability.above);
    });
    return result;
  }
  const Truncation truncation = truncation_of(distribution);
  with_draw<Complement::rounded>(distribution, [&](const auto& draw) {
    result = drawn(draw, truncation.below(probability.below), truncation.above(probability.above));
  });
  return truncation.held(result);
}

void quantiles(const PreparedDistribution& distribution, std::span<const double> below,
               std::span<const double> above, std::span<double> out) noexcept {
  quantiles_in_chunks(distribution, below.data(), above.data(), out.size(), out.data());
}

}  // namespace journeylab
