#include "stats/test_and_roll.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

#include <boost/math/tools/minima.hpp>

#include "stats/bayes_beta.h"
#include "stats/distributions.h"
#include "stats/gauss_panel.h"

namespace journeylab {
namespace {

double normal_density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

void check_prior(const NormalPrior& prior) {
  if (!std::isfinite(prior.mean)) throw std::invalid_argument("a mean is not finite");
  if (!(prior.deviation > 0.0 && std::isfinite(prior.deviation))) {
    throw std::invalid_argument("the standard deviation of the means is not above 0");
  }
  if (!(prior.customer_deviation > 0.0 && std::isfinite(prior.customer_deviation))) {
    throw std::invalid_argument("the standard deviation of the customers is not above 0");
  }
}

void check_population(double population) {
  if (!(population >= 2.0 && std::isfinite(population))) {
    throw std::invalid_argument("the population is not at least 2 customers");
  }
}

// Variance of the mean that is believed after a test with n customers.
double learnt_variance(const NormalPrior& prior, double n) {
  const double variance = prior.deviation * prior.deviation;
  const double noise = prior.customer_deviation * prior.customer_deviation;
  return n * variance * variance / (n * variance + noise);
}

// E max(X, Y) of independent normals with a joint variance of X - Y.
double expected_larger(double first, double second, double variance) {
  if (variance == 0.0) return std::max(first, second);
  const double deviation = std::sqrt(variance);
  const double z = (first - second) / deviation;
  return first * normal_tail(-z) + second * normal_tail(z) + deviation * normal_density(z);
}

// Given the believed difference d, the true one is normal around it: the chance that it has the
// other sign, over the distribution of d.
double wrong_choice(double gap, double learnt, double all) {
  const double left = all - learnt;
  if (learnt == 0.0) return normal_tail(std::abs(gap) / std::sqrt(all));
  if (!(left > 0.0)) return 0.0;
  const double scale = std::sqrt(learnt / left);
  const double centre = gap / std::sqrt(learnt);
  double sum = 0.0;
  const auto panels = [&](double from, double to) {
    const double step = std::min(0.5, 2.0 / scale);
    for (double low = from; low < to; low += step) {
      for_panel(low, std::min(to, low + step), [&](double z, double weight) {
        sum += weight * normal_density(z - centre) * normal_tail(std::abs(z) * scale);
      });
    }
  };
  // Beyond 9 deviations of either factor nothing is left.
  const double reach = 9.0 / scale;
  panels(std::max(-reach, std::min(0.0, centre - 9.0)), 0.0);
  panels(0.0, std::min(reach, std::max(0.0, centre + 9.0)));
  return sum;
}

double earned(const RollOut& roll_out, double first, double second) {
  const double learnt =
      learnt_variance(roll_out.first, first) + learnt_variance(roll_out.second, second);
  const double rest = std::max(0.0, roll_out.population - first - second);
  return first * roll_out.first.mean + second * roll_out.second.mean +
         rest * expected_larger(roll_out.first.mean, roll_out.second.mean, learnt);
}

// The size in [0, most] at which `profit` is largest, on a logarithmic scale.
template <typename Profit>
double best_size(const Profit& profit, double most) {
  const auto loss = [&](double u) { return -profit(std::min(most, std::expm1(u))); };
  constexpr int bits = 26;
  const auto [u, least] = boost::math::tools::brent_find_minima(loss, 0.0, std::log1p(most), bits);
  return -least > profit(0.0) ? std::min(most, std::expm1(u)) : 0.0;
}

// Chances of each count of a Beta-binomial, from its mode outwards so that none underflows before
// it is negligible.
std::vector<double> beta_binomial(double a, double b, std::uint64_t n) {
  const auto size = static_cast<double>(n);
  double mode = size / 2.0;
  if (a > 1.0 && b > 1.0) {
    mode = size * (a - 1.0) / (a + b - 2.0);
  } else if (a <= 1.0 && b > 1.0) {
    mode = 0.0;
  } else if (a > 1.0) {
    mode = size;
  }
  const auto start = static_cast<std::size_t>(mode);
  std::vector<double> chance(n + 1, 0.0);
  chance[start] = 1.0;
  const auto step = [&](std::size_t x) {  // from x to x + 1
    const auto at = static_cast<double>(x);
    return (size - at) / (at + 1.0) * (a + at) / (b + size - at - 1.0);
  };
  double all = 1.0;
  for (std::size_t x = start; x < n; ++x) all += chance[x + 1] = chance[x] * step(x);
  for (std::size_t x = start; x > 0; --x) all += chance[x - 1] = chance[x] / step(x - 1);
  for (double& each : chance) each /= all;
  return chance;
}

void check_beta(const BetaRollOut& roll_out) {
  if (!(roll_out.a > 0.0 && roll_out.b > 0.0 && std::isfinite(roll_out.a) &&
        std::isfinite(roll_out.b))) {
    throw std::invalid_argument("a parameter of the beta prior is not above 0");
  }
  if (!(roll_out.value > 0.0 && std::isfinite(roll_out.value))) {
    throw std::invalid_argument("the value of a conversion is not above 0");
  }
  check_population(static_cast<double>(roll_out.population));
}

}  // namespace

double test_and_roll_size(const NormalPrior& prior, double population) {
  check_prior(prior);
  check_population(population);
  const double noise = prior.customer_deviation / prior.deviation;
  const double k = 0.75 * noise * noise;
  // sqrt(N/4 (s/sigma)^2 + k^2) - k without cancellation.
  const double under = population / 4.0 * noise * noise;
  return under / (std::sqrt(under + k * k) + k);
}

TestAndRoll test_and_roll(const RollOut& roll_out, double first, double second) {
  check_prior(roll_out.first);
  check_prior(roll_out.second);
  check_population(roll_out.population);
  if (!(first >= 0.0 && second >= 0.0 && first + second <= roll_out.population)) {
    throw std::invalid_argument("the test has more customers than there are");
  }
  const NormalPrior& one = roll_out.first;
  const NormalPrior& two = roll_out.second;
  const double all = one.deviation * one.deviation + two.deviation * two.deviation;
  const double learnt = learnt_variance(one, first) + learnt_variance(two, second);
  return {.first = first,
          .second = second,
          .profit = earned(roll_out, first, second),
          .test_profit = first * one.mean + second * two.mean,
          .choice_error = wrong_choice(one.mean - two.mean, learnt, all),
          .profit_untested = roll_out.population * std::max(one.mean, two.mean),
          .profit_knowing = roll_out.population * expected_larger(one.mean, two.mean, all)};
}

TestAndRoll best_test_and_roll(const RollOut& roll_out) {
  static_cast<void>(test_and_roll(roll_out, 0.0, 0.0));
  const double population = roll_out.population;
  const auto second_for = [&](double first) {
    return best_size([&](double second) { return earned(roll_out, first, second); },
                     population - first);
  };
  const double first =
      best_size([&](double n) { return earned(roll_out, n, second_for(n)); }, population);
  return test_and_roll(roll_out, first, second_for(first));
}

double beta_roll_out_profit(const BetaRollOut& roll_out, std::uint64_t n) {
  check_beta(roll_out);
  if (2 * n > roll_out.population) {
    throw std::invalid_argument("the test has more customers than there are");
  }
  // Both variants have the same distribution: the larger count is at most x with chance F(x)^2.
  const std::vector<double> chance = beta_binomial(roll_out.a, roll_out.b, n);
  double below = 0.0;
  double larger = 0.0;
  for (std::size_t x = 0; x <= n; ++x) {
    larger += static_cast<double>(x) * chance[x] * (2.0 * below + chance[x]);
    below += chance[x];
  }
  const auto size = static_cast<double>(n);
  const double best = (roll_out.a + larger) / (roll_out.a + roll_out.b + size);
  const double mean = roll_out.a / (roll_out.a + roll_out.b);
  const double rest = static_cast<double>(roll_out.population) - 2.0 * size;
  return roll_out.value * (2.0 * size * mean + rest * best);
}

BetaTestAndRoll best_beta_test_and_roll(const BetaRollOut& roll_out) {
  check_beta(roll_out);
  if (roll_out.population > std::uint64_t{1} << 24) {
    throw std::invalid_argument("the population is above 2^24; take the normal form");
  }
  // The profit rises to its top and falls: the sign of its difference is bisected.
  std::uint64_t low = 0;
  std::uint64_t high = roll_out.population / 2;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (beta_roll_out_profit(roll_out, middle + 1) > beta_roll_out_profit(roll_out, middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const double mean = roll_out.a / (roll_out.a + roll_out.b);
  const auto everybody = static_cast<double>(roll_out.population);
  const BetaPosterior prior{.a = roll_out.a, .b = roll_out.b};
  const double larger = mean + compare_beta(prior, prior, 0.95).loss_control;
  return {.each = low,
          .profit = beta_roll_out_profit(roll_out, low),
          .profit_untested = roll_out.value * everybody * mean,
          .profit_knowing = roll_out.value * everybody * larger};
}

BetaMoments beta_moments(double a, double b) {
  if (!(a > 0.0 && b > 0.0)) {
    throw std::invalid_argument("a parameter of the beta prior is not above 0");
  }
  const double sum = a + b;
  return {.mean = a / sum, .deviation = std::sqrt(a * b / (sum + 1.0)) / sum};
}

}  // namespace journeylab
