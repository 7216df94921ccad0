// Distributions by inversion: a uniform number in, a value out, increasing in the uniform number,
// so that variants that share draws stay coupled. No rejection, no state. Methods:
// engine/methods/draws.md.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "random/family.h"

namespace journeylab {

/// A uniform draw as the probability below it and the probability above it, each right to its own
/// last bit, so that both tails keep their precision. Neither is ever 0 or 1.
struct Probability {
  double below = 0.5;
  double above = 0.5;
};

inline constexpr int uniform_bits = 48;

/// (bits + 1/2) / 2^48 and its complement, for bits in 0..2^48-1; both exact.
[[nodiscard]] inline Probability probability_of(std::uint64_t bits) noexcept {
  constexpr double scale = 1.0 / 281474976710656.0;  // 2^-48
  constexpr std::uint64_t mask = (std::uint64_t{1} << uniform_bits) - 1;
  // As the low bits of 2^52 + x, less 2^52: a form that becomes vector code everywhere.
  constexpr double two_52 = 4503599627370496.0;
  constexpr auto exponent = std::bit_cast<std::uint64_t>(two_52);
  return {.below = (std::bit_cast<double>(bits | exponent) - (two_52 - 0.5)) * scale,
          .above = (std::bit_cast<double>((mask - bits) | exponent) - (two_52 - 0.5)) * scale};
}

/// A distribution as its author stated it, with numbers in place of formulas.
struct DistributionSpec {
  Family family = Family::exponential;
  Form form = Form::canonical;
  std::array<double, 3> parameters{};
  double low = -std::numeric_limits<double>::infinity();  ///< truncation, inclusive
  double high = std::numeric_limits<double>::infinity();  ///< truncation, inclusive
  std::shared_ptr<const std::vector<double>> sample;      ///< of `empirical`, in the file's order
};

/// What is wrong with the numbers, as a clause for a message ("sigma is -1, must be above 0");
/// empty if nothing is. NaN and infinite parameters are always wrong.
[[nodiscard]] std::string problem_of(const DistributionSpec& spec);

/// Number of parameters that a family takes in a form, and their names in order ("mu", "sigma").
/// Empty for a form that the family does not have, and for `empirical`.
[[nodiscard]] std::span<const std::string_view> parameter_names(Family family, Form form) noexcept;

[[nodiscard]] std::string_view name_of(Family family) noexcept;

/// Quantiles of a distribution whose inverse has no closed form, tabulated when it is prepared.
struct QuantileTable;

/// A distribution ready to be drawn from: canonical parameters and what can be computed once.
struct PreparedDistribution {
  Family family = Family::exponential;
  std::array<double, 3> parameters{};  ///< canonical
  bool truncated = false;
  double low = 0.0;
  double high = 0.0;
  Probability below_low{.below = 0.0,
                        .above = 1.0};  ///< of a truncated one: P(X < low) and its complement
  Probability up_to_high{.below = 1.0, .above = 0.0};  ///< P(X <= high) and its complement
  double window = 1.0;                                 ///< P(low <= X <= high)
  std::array<double, 2> constants{};                   ///< of the family's formula, see prepare.cpp
  std::shared_ptr<const QuantileTable> table;
  std::shared_ptr<const std::vector<double>> sample;
};

/// Tables pay off when many draws share the parameters; without them gamma, beta and Poisson are
/// inverted afresh at each draw.
enum class Tables : std::uint8_t { build, none };

/// The spec must have no problem_of.
[[nodiscard]] PreparedDistribution prepare(const DistributionSpec& spec, Tables tables);

/// The value with this much probability below it.
[[nodiscard]] double quantile(const PreparedDistribution& distribution,
                              Probability probability) noexcept;

/// As `quantile` for each of n draws, the same bits: below, above and out are n long; out may be
/// one of the inputs.
void quantiles(const PreparedDistribution& distribution, std::span<const double> below,
               std::span<const double> above, std::span<double> out) noexcept;

/// P(X <= x), and its complement.
[[nodiscard]] Probability cumulative(const PreparedDistribution& distribution, double x);

/// The mean (infinite where it does not exist). Closed form, or by quadrature where truncated
/// (relative error under 1e-9).
[[nodiscard]] double mean_of(const DistributionSpec& spec);

/// Whether a draw can be below 0.
[[nodiscard]] bool can_be_negative(const DistributionSpec& spec);

/// Whether a draw is sure to be above 0 in practice: continuous families on the positive half-line,
/// or a positive `low`. False for those with an atom at 0 (bernoulli, poisson, geometric,
/// empirical).
[[nodiscard]] bool surely_positive(const DistributionSpec& spec);

}  // namespace journeylab
