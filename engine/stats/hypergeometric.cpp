#include "stats/hypergeometric.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <boost/math/special_functions/log1p.hpp>

namespace journeylab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// ln n! less Stirling's formula. From 16 on the series' first neglected term is below 1e-16.
double stirling_error(double n) {
  if (n < 16.0) {
    const double stirling = (n + 0.5) * std::log(n) - n + 0.5 * std::log(2.0 * std::numbers::pi);
    return n == 0.0 ? 0.0 : std::lgamma(n + 1.0) - stirling;
  }
  const double n2 = n * n;
  return (1.0 / 12 -
          (1.0 / 360 -
           (1.0 / 1260 - (1.0 / 1680 - (1.0 / 1188 - 691.0 / 360360 / n2) / n2) / n2) / n2) /
              n2) /
         n;
}

// ln of the binomial probability of x in n at p = 1 - q (Loader 2000).
double ln_binomial(double x, double n, double p, double q) {
  if (x == 0.0) return n == 0.0 ? 0.0 : n * (p < 0.5 ? std::log1p(-p) : std::log(q));
  if (x == n) return n * (q < 0.5 ? std::log1p(-q) : std::log(p));
  const double rest = n - x;
  return stirling_error(n) - stirling_error(x) - stirling_error(rest) -
         count_deviance(x, n * p, x - n * p) - count_deviance(rest, n * q, rest - n * q) -
         0.5 * std::log(2.0 * std::numbers::pi * x * (rest / n));
}

PValue from_logarithm(double ln_p) {
  const double bounded = std::min(ln_p, 0.0);
  return {.p = std::exp(bounded), .ln_p = bounded};
}

PValue complement(const PValue& other) {
  return {.p = 1.0 - other.p, .ln_p = std::log1p(-other.p)};
}

}  // namespace

double count_deviance(double x, double m, double difference) {
  if (x == 0.0) return m;
  if (m < 0.5 * x) return x * std::log(x / m) - difference;
  return -x * boost::math::log1pmx(-difference / x);
}

Hypergeometric::Hypergeometric(std::uint64_t marked, std::uint64_t others, std::uint64_t drawn)
    : marked_(marked),
      others_(others),
      drawn_(drawn),
      least_(drawn > others ? drawn - others : 0),
      most_(std::min(marked, drawn)),
      mode_(0) {
  const double share = (static_cast<double>(drawn) + 1.0) /
                       (static_cast<double>(marked) + static_cast<double>(others) + 2.0);
  const auto centre = static_cast<std::uint64_t>((static_cast<double>(marked) + 1.0) * share);
  mode_ = std::clamp(centre, least_, most_);
}

double Hypergeometric::ln_probability(std::uint64_t x) const {
  if (x < least_ || x > most_) return -infinity;
  const auto marked = static_cast<double>(marked_);
  const auto others = static_cast<double>(others_);
  const auto drawn = static_cast<double>(drawn_);
  const double all = marked + others;
  const double p = drawn / all;
  const double q = (all - drawn) / all;
  if (p == 0.0 || q == 0.0) return 0.0;
  return ln_binomial(static_cast<double>(x), marked, p, q) +
         ln_binomial(static_cast<double>(drawn_ - x), others, p, q) - ln_binomial(drawn, all, p, q);
}

PValue Hypergeometric::upward(std::uint64_t x) const {
  if (x > most_) return {.p = 0.0, .ln_p = -infinity};
  double term = 1.0;
  double sum = 1.0;
  for (std::uint64_t k = x; k < most_ && term > 1e-18 * sum; ++k) {
    term *= static_cast<double>(marked_ - k) / static_cast<double>(k + 1) *
            (static_cast<double>(drawn_ - k) / static_cast<double>(others_ + k + 1 - drawn_));
    sum += term;
  }
  return from_logarithm(ln_probability(x) + std::log(sum));
}

PValue Hypergeometric::downward(std::uint64_t x) const {
  double term = 1.0;
  double sum = 1.0;
  for (std::uint64_t k = x; k > least_ && term > 1e-18 * sum; --k) {
    term *= static_cast<double>(k) / static_cast<double>(marked_ - k + 1) *
            (static_cast<double>(others_ + k - drawn_) / static_cast<double>(drawn_ - k + 1));
    sum += term;
  }
  return from_logarithm(ln_probability(x) + std::log(sum));
}

PValue Hypergeometric::at_least(std::uint64_t x) const {
  if (x <= least_) return {.p = 1.0, .ln_p = 0.0};
  return x > mode_ ? upward(x) : complement(downward(x - 1));
}

PValue Hypergeometric::at_most(std::uint64_t x) const {
  if (x >= most_) return {.p = 1.0, .ln_p = 0.0};
  return x < mode_ ? downward(x) : complement(upward(x + 1));
}

PValue Hypergeometric::at_most_as_probable(std::uint64_t x) const {
  const double bound = ln_probability(x) + std::log1p(1e-7);
  if (ln_probability(mode_) <= bound) return {.p = 1.0, .ln_p = 0.0};
  const bool above = x > mode_;
  // The value nearest to the mode on the other side that is not more probable, by bisection.
  std::uint64_t inside = mode_;
  std::uint64_t outside = above ? least_ : most_;
  const PValue own = above ? upward(x) : downward(x);
  if (ln_probability(outside) > bound) return own;
  while (std::max(inside, outside) - std::min(inside, outside) > 1) {
    const std::uint64_t middle = inside + outside > 1 ? (inside + outside) / 2 : outside;
    (ln_probability(middle) > bound ? inside : outside) = middle;
  }
  const PValue other = above ? downward(outside) : upward(outside);
  const double larger = std::max(own.ln_p, other.ln_p);
  const double smaller = std::min(own.ln_p, other.ln_p);
  return from_logarithm(larger + std::log1p(std::exp(smaller - larger)));
}

}  // namespace journeylab
