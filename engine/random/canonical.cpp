#include "random/canonical.h"

#include <algorithm>
#include <cmath>

#include "random/elementary.h"

namespace journeylab {
namespace {

Parameters lognormal_of_moments(double mean, double sd) noexcept {
  const double ratio = sd / mean;
  const double variance = elementary::log_one_plus(ratio * ratio);
  return {elementary::log(mean) - 0.5 * variance, std::sqrt(variance), 0.0};
}

Parameters gamma_of_moments(double mean, double sd) noexcept {
  const double ratio = mean / sd;
  return {ratio * ratio, sd / ratio, 0.0};
}

Parameters beta_of_moments(double mean, double sd) noexcept {
  const double total = (mean / sd) * ((1.0 - mean) / sd) - 1.0;
  return {mean * total, (1.0 - mean) * total, 0.0};
}

Support sample_range(const DistributionSpec& spec) noexcept {
  if (!spec.sample || spec.sample->empty()) return {.low = 0.0, .high = 0.0};
  const auto [low, high] = std::minmax_element(spec.sample->begin(), spec.sample->end());
  return {.low = *low, .high = *high};
}

}  // namespace

bool is_counting(Family family) noexcept {
  return family == Family::bernoulli || family == Family::poisson || family == Family::geometric;
}

Parameters canonical_parameters(const DistributionSpec& spec) noexcept {
  const double first = spec.parameters[0];
  const double second = spec.parameters[1];
  if (spec.form == Form::median_sigma) return {elementary::log(first), second, 0.0};
  if (spec.form == Form::canonical) return spec.parameters;
  switch (spec.family) {
    case Family::lognormal:
      return lognormal_of_moments(first, second);
    case Family::gamma:
      return gamma_of_moments(first, second);
    case Family::beta:
      return beta_of_moments(first, second);
    default:
      return spec.parameters;
  }
}

std::optional<double> constant_value(Family family, const Parameters& canonical) noexcept {
  const auto [first, second, third] = canonical;
  switch (family) {
    case Family::normal:
      return second == 0.0 ? std::optional(first) : std::nullopt;
    case Family::lognormal:
      return second == 0.0 ? std::optional(elementary::exp(first)) : std::nullopt;
    case Family::exponential:
    case Family::poisson:
      return first == 0.0 ? std::optional(0.0) : std::nullopt;
    case Family::uniform:
      return first == second ? std::optional(first) : std::nullopt;
    case Family::triangular:
      return first == third ? std::optional(first) : std::nullopt;
    default:
      return std::nullopt;
  }
}

Support support_of(const DistributionSpec& spec) noexcept {
  const Parameters canonical = canonical_parameters(spec);
  switch (spec.family) {
    case Family::normal:
      return {.low = -elementary::infinity, .high = elementary::infinity};
    case Family::uniform:
      return {.low = canonical[0], .high = canonical[1]};
    case Family::triangular:
      return {.low = canonical[0], .high = canonical[2]};
    case Family::beta:
    case Family::bernoulli:
      return {.low = 0.0, .high = 1.0};
    case Family::pareto:
      return {.low = canonical[0], .high = elementary::infinity};
    case Family::empirical:
      return sample_range(spec);
    default:
      return {.low = 0.0, .high = elementary::infinity};
  }
}

}  // namespace journeylab
