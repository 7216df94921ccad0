#include "statistical/random/battery.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>

namespace journeylab::test {
namespace {

// Of a statistic that should be standard normal, where the largest of `tried` was taken.
double normal_p(double z, double tried = 1.0) {
  const boost::math::normal standard;
  return std::min(1.0, tried * 2.0 * boost::math::cdf(standard, -std::abs(z)));
}

double chi_square_p(const std::vector<double>& counts, const std::vector<double>& expected) {
  double statistic = 0.0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    statistic += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
  }
  const boost::math::chi_squared law(static_cast<double>(counts.size() - 1));
  const double above = boost::math::cdf(boost::math::complement(law, statistic));
  // Too good a fit is as suspicious as too bad a one.
  return std::min(1.0, 2.0 * std::min(above, boost::math::cdf(law, statistic)));
}

double poisson_p(double count, double mean) {
  const boost::math::poisson law(mean);
  const double below = boost::math::cdf(law, count);
  const double above =
      count > 0.0 ? boost::math::cdf(boost::math::complement(law, count - 1.0)) : 1.0;
  return std::min(1.0, 2.0 * std::min(below, above));
}

double bit_frequency(const WordStream& word, std::uint64_t n) {
  std::array<double, 64> ones{};
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint64_t value = word(i);
    for (unsigned bit = 0; bit < 64; ++bit) ones[bit] += static_cast<double>(value >> bit & 1);
  }
  double worst = 0.0;
  const auto half = static_cast<double>(n) / 2.0;
  for (const double each : ones) worst = std::max(worst, std::abs(each - half));
  return normal_p(worst / std::sqrt(half / 2.0), 64.0);
}

// Joint distribution of 8 bits of each of two neighbours that share no word with other pairs.
double pairs(const WordStream& word, std::uint64_t n, int shift) {
  std::vector<double> counts(1 << 16);
  for (std::uint64_t i = 0; i + 1 < n; i += 2) {
    ++counts[(word(i) >> shift & 0xFF) << 8 | (word(i + 1) >> shift & 0xFF)];
  }
  const double expected = static_cast<double>(n / 2) / static_cast<double>(counts.size());
  return chi_square_p(counts, std::vector<double>(counts.size(), expected));
}

// How long it takes until a word is among the lowest sixteenth again.
double gaps(const WordStream& word, std::uint64_t n) {
  constexpr std::size_t longest = 64;
  constexpr double p = 1.0 / 16.0;
  std::vector<double> counts(longest + 1);
  std::size_t gap = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    if (word(i) >> 60 == 0) {
      ++counts[std::min(gap, longest)];
      gap = 0;
    } else {
      ++gap;
    }
  }
  const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
  std::vector<double> expected(longest + 1);
  for (std::size_t k = 0; k < longest; ++k) {
    expected[k] = total * p * std::pow(1.0 - p, static_cast<double>(k));
  }
  expected[longest] = total * std::pow(1.0 - p, static_cast<double>(longest));
  return chi_square_p(counts, expected);
}

// Equal distances among 4096 birthdays in a year of 2^32 days: Poisson with mean 4096^3 / 2^34 = 4.
double birthday_spacings(const WordStream& word, std::uint64_t n, int shift) {
  constexpr std::size_t birthdays = 4096;
  std::vector<std::uint32_t> days(birthdays);
  double equal = 0.0;
  double years = 0.0;
  for (std::uint64_t first = 0; first + birthdays <= n; first += birthdays) {
    for (std::size_t i = 0; i < birthdays; ++i) {
      days[i] = static_cast<std::uint32_t>(word(first + i) >> shift);
    }
    std::sort(days.begin(), days.end());
    std::adjacent_difference(days.begin(), days.end(), days.begin());
    std::sort(days.begin(), days.end());
    for (std::size_t i = 1; i < birthdays; ++i) equal += days[i] == days[i - 1] ? 1.0 : 0.0;
    years += 1.0;
  }
  return poisson_p(equal, 4.0 * years);
}

std::size_t rank_of(std::array<std::uint64_t, 64> rows) {
  std::size_t rank = 0;
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::uint64_t mask = std::uint64_t{1} << bit;
    const auto from = rows.begin() + static_cast<std::ptrdiff_t>(rank);
    const auto pivot =
        std::find_if(from, rows.end(), [=](std::uint64_t row) { return (row & mask) != 0; });
    if (pivot == rows.end()) continue;
    std::iter_swap(from, pivot);
    for (auto row = from + 1; row != rows.end(); ++row) {
      if ((*row & mask) != 0) *row ^= *from;
    }
    ++rank;
  }
  return rank;
}

// Ranks of 64 x 64 matrices of bits: full, one less, two less, lower.
double matrix_ranks(const WordStream& word, std::uint64_t n) {
  std::vector<double> counts(4);
  const std::uint64_t matrices = std::min<std::uint64_t>(n / 64, 1 << 16);
  for (std::uint64_t m = 0; m < matrices; ++m) {
    std::array<std::uint64_t, 64> rows{};
    for (std::uint64_t i = 0; i < 64; ++i) rows[i] = word(64 * m + i);
    ++counts[std::min<std::size_t>(3, 64 - rank_of(rows))];
  }
  const auto total = static_cast<double>(matrices);
  return chi_square_p(counts, {0.2887880951 * total, 0.5775761902 * total, 0.1283502644 * total,
                               0.0052854503 * total});
}

// How many bits are set in neighbours, in five classes each.
double hamming_weights(const WordStream& word, std::uint64_t n) {
  std::array<double, 5> share{};
  const auto class_of = [](int weight) {
    return static_cast<std::size_t>(weight <= 28   ? 0
                                    : weight <= 31 ? 1
                                    : weight == 32 ? 2
                                    : weight <= 35 ? 3
                                                   : 4);
  };
  for (int weight = 0; weight <= 64; ++weight) {
    share[class_of(weight)] += std::exp(std::lgamma(65.0) - std::lgamma(weight + 1.0) -
                                        std::lgamma(65.0 - weight) - 64.0 * std::log(2.0));
  }
  std::vector<double> counts(25);
  std::vector<double> expected(25);
  for (std::uint64_t i = 0; i + 1 < n; i += 2) {
    ++counts[class_of(std::popcount(word(i))) * 5 + class_of(std::popcount(word(i + 1)))];
  }
  for (std::size_t a = 0; a < 5; ++a) {
    for (std::size_t b = 0; b < 5; ++b) {
      expected[a * 5 + b] = share[a] * share[b] * static_cast<double>(n / 2);
    }
  }
  return chi_square_p(counts, expected);
}

// Balls that fall into an urn that has one already: 2^16 balls, 2^24 urns, about Poisson.
double collisions(const WordStream& word, std::uint64_t n, int shift) {
  constexpr double urns = 1 << 24;
  constexpr std::uint64_t balls = 1 << 16;
  std::vector<bool> full(1 << 24);
  double collided = 0.0;
  double rounds = 0.0;
  for (std::uint64_t first = 0; first + balls <= n; first += balls) {
    std::fill(full.begin(), full.end(), false);
    for (std::uint64_t i = 0; i < balls; ++i) {
      const std::size_t urn = word(first + i) >> shift & 0xFFFFFF;
      collided += full[urn] ? 1.0 : 0.0;
      full[urn] = true;
    }
    rounds += 1.0;
  }
  const double mean = balls - urns * -std::expm1(balls * std::log1p(-1.0 / urns));
  return poisson_p(collided, mean * rounds);
}

// Correlation of words that lie 1 to 64 apart.
double correlations(const WordStream& word, std::uint64_t n) {
  constexpr std::uint64_t lags = 64;
  std::array<double, lags> last{};
  std::array<double, lags> sum{};
  for (std::uint64_t i = 0; i < n; ++i) {
    const double u = static_cast<double>(word(i) >> 11) * 0x1p-53 - 0.5;
    for (std::uint64_t lag = 1; lag <= lags; ++lag) sum[lag - 1] += u * last[(i - lag) % lags];
    last[i % lags] = u;
  }
  double worst = 0.0;
  for (const double each : sum) worst = std::max(worst, std::abs(each));
  return normal_p(worst * 12.0 / std::sqrt(static_cast<double>(n)), static_cast<double>(lags));
}

// Bits in which words differ that lie 1 to 64 apart.
double flips(const WordStream& word, std::uint64_t n) {
  constexpr std::uint64_t lags = 64;
  std::array<std::uint64_t, lags> last{};
  std::array<double, lags> sum{};
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint64_t value = word(i);
    for (std::uint64_t lag = 1; lag <= std::min(lags, i); ++lag) {
      sum[lag - 1] += std::popcount(value ^ last[(i - lag) % lags]) - 32;
    }
    last[i % lags] = value;
  }
  double worst = 0.0;
  for (const double each : sum) worst = std::max(worst, std::abs(each));
  return normal_p(worst / std::sqrt(16.0 * static_cast<double>(n)), static_cast<double>(lags));
}

}  // namespace

std::vector<Verdict> battery(const WordStream& word, std::uint64_t n) {
  return {{"bit frequency", bit_frequency(word, n)},
          {"pairs, high bits", pairs(word, n, 56)},
          {"pairs, low bits", pairs(word, n, 0)},
          {"gaps", gaps(word, n)},
          {"birthday spacings, high bits", birthday_spacings(word, n, 32)},
          {"birthday spacings, low bits", birthday_spacings(word, n, 0)},
          {"ranks of matrices", matrix_ranks(word, n)},
          {"Hamming weights", hamming_weights(word, n)},
          {"collisions, high bits", collisions(word, n, 40)},
          {"collisions, low bits", collisions(word, n, 0)},
          {"correlations", correlations(word, n)},
          {"flipped bits", flips(word, n)}};
}

Verdict avalanche(const std::string& name, const WordStream& function, std::uint64_t n) {
  double worst = 0.0;
  for (unsigned in = 0; in < 64; ++in) {
    std::array<double, 64> turned{};
    for (std::uint64_t i = 0; i < n; ++i) {
      // Inputs far apart, so that flipping a bit of one gives no other.
      const std::uint64_t x = i * 0x9E3779B97F4A7C15;
      const std::uint64_t difference = function(x) ^ function(x ^ std::uint64_t{1} << in);
      for (unsigned out = 0; out < 64; ++out) {
        turned[out] += static_cast<double>(difference >> out & 1);
      }
    }
    for (const double each : turned) {
      worst = std::max(worst, std::abs(each - static_cast<double>(n) / 2.0));
    }
  }
  return {.test = "avalanche: " + name,
          .p = normal_p(worst / std::sqrt(static_cast<double>(n) / 4.0), 64.0 * 64.0)};
}

}  // namespace journeylab::test
