// The test that earns the most, not the one that is surest: a few customers try both variants, the
// one that did better goes to all the rest. Sizes by what is known of such variants beforehand
// (Feit and Berman 2019, Marketing Science 38:1038). Theory: engine/methods/test_and_roll.md.
#pragma once

#include <cstdint>

namespace journeylab {

/// What is believed of one variant: a customer's profit is normal with standard deviation
/// `customer_deviation` around a mean that itself is normal.
struct NormalPrior {
  double mean = 0.0;
  double deviation = 1.0;           ///< of the variant's mean, above 0
  double customer_deviation = 1.0;  ///< of customers, above 0
};

/// Two variants and how many customers there are for test and roll-out together.
struct RollOut {
  NormalPrior first = {};
  NormalPrior second = {};
  double population = 0.0;  ///< at least 2
};

struct TestAndRoll {
  double first = 0.0;  ///< customers who try each variant
  double second = 0.0;
  double profit = 0.0;  ///< expected, of test and roll-out together
  double test_profit = 0.0;
  double choice_error = 0.0;     ///< chance that the better variant is not rolled out
  double profit_untested = 0.0;  ///< of choosing by the priors alone
  double profit_knowing = 0.0;   ///< of knowing the better variant from the start
};

/// n of each variant, sqrt(N/4 k + (3/4 k)^2) - 3/4 k with k = (s / sigma)^2, for two
/// variants of one prior. Not rounded. Throws std::invalid_argument outside of the ranges.
[[nodiscard]] double test_and_roll_size(const NormalPrior& prior, double population);

/// What a test of given sizes (0 to the population together) is expected to earn.
[[nodiscard]] TestAndRoll test_and_roll(const RollOut& roll_out, double first, double second);

/// The sizes that earn the most, by search; not rounded. Zero where no test pays.
[[nodiscard]] TestAndRoll best_test_and_roll(const RollOut& roll_out);

/// The same of shares of buyers with one Beta(a, b) prior for both variants and a value of each
/// conversion; the size is whole and of each variant.
struct BetaRollOut {
  double a = 1.0;  ///< above 0
  double b = 1.0;
  double value = 1.0;
  std::uint64_t population = 0;
};

/// What a test with n customers of each variant is expected to earn, exactly, by the distribution
/// of both counts.
[[nodiscard]] double beta_roll_out_profit(const BetaRollOut& roll_out, std::uint64_t n);

struct BetaTestAndRoll {
  std::uint64_t each = 0;
  double profit = 0.0;
  double profit_untested = 0.0;
  double profit_knowing = 0.0;
};

/// The n that earns the most. Throws std::invalid_argument for more than 2^24 customers.
[[nodiscard]] BetaTestAndRoll best_beta_test_and_roll(const BetaRollOut& roll_out);

/// Mean and standard deviation of a Beta(a, b).
struct BetaMoments {
  double mean = 0.5;
  double deviation = 0.0;
};
[[nodiscard]] BetaMoments beta_moments(double a, double b);

}  // namespace journeylab
