// Independence of numbers whose counters differ in one place only: neighbouring customers, visits,
// streams, draw blocks, seeds, and the words of one block. Counters are {customer low, customer
// high, stream, visit << 8 | block} under the seed as key. The file makes 6 kinds of neighbours x
// (4 words x 3 checks) = 72 checks and 30 more; each has a false-alarm rate of 1e-6, together about
// 1e-4 (Bonferroni). Seeds are fixed.
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>

#include "random/philox.h"

namespace journeylab {
namespace {

constexpr double false_alarm = 1e-6;
constexpr double normal_threshold = 4.8916;  // two-sided, at 1e-6
constexpr std::size_t length = 1 << 18;
constexpr std::uint32_t stream_hash = 0x9d2c5680;

/// The blocks along one direction of the counter space.
using Line = std::function<PhiloxBlock(std::uint32_t)>;

struct NamedLine {
  const char* name;
  Line block;
};

std::vector<NamedLine> lines() {
  return {
      {"customers",
       [](std::uint32_t i) {
         return philox_4x32({i, 0, stream_hash, 0}, 42);
       }},
      {"customers beyond 2^32",
       [](std::uint32_t i) {
         return philox_4x32({0xffffff00U + i, i > 0xff, stream_hash, 0}, 42);
       }},
      {"visits",
       [](std::uint32_t i) {
         return philox_4x32({17, 0, stream_hash, i << 8}, 42);
       }},
      {"draw blocks",
       [](std::uint32_t i) {
         return philox_4x32({i >> 8, 0, stream_hash, i & 0xff}, 42);
       }},
      {"streams",
       [](std::uint32_t i) {
         return philox_4x32({17, 0, stream_hash + i, 0}, 42);
       }},
      {"seeds",
       [](std::uint32_t i) {
         return philox_4x32({17, 0, stream_hash, 0}, i);
       }},
  };
}

double chi_square_p(double statistic, double freedom) {
  return boost::math::cdf(boost::math::complement(boost::math::chi_squared(freedom), statistic));
}

double uniform_of(std::uint32_t word) {
  return (word + 0.5) / 4294967296.0 - 0.5;
}

/// The correlation of neighbours times the root of their number: standard normal if independent.
double serial_score(const std::vector<std::uint32_t>& words) {
  double sum = 0.0;
  for (std::size_t i = 1; i < words.size(); ++i)
    sum += uniform_of(words[i - 1]) * uniform_of(words[i]);
  return sum * 12.0 / std::sqrt(static_cast<double>(words.size() - 1));
}

/// Pearson's statistic of the joint distribution of the leading 5 bits of both words of each pair.
double pair_p(const std::vector<std::uint32_t>& first, const std::vector<std::uint32_t>& second) {
  constexpr std::size_t levels = 32;
  std::array<int, levels * levels> counts{};
  for (std::size_t i = 0; i < first.size(); ++i)
    ++counts[(first[i] >> 27) * levels + (second[i] >> 27)];
  const double expected = static_cast<double>(first.size()) / static_cast<double>(counts.size());
  double statistic = 0.0;
  for (const int count : counts) statistic += (count - expected) * (count - expected) / expected;
  return chi_square_p(statistic, static_cast<double>(counts.size() - 1));
}

/// The number of bits in which neighbours differ: binomial(32, 1/2) each, so about normal in sum.
double flip_score(const std::vector<std::uint32_t>& words) {
  double flips = 0.0;
  for (std::size_t i = 1; i < words.size(); i += 2) flips += std::popcount(words[i - 1] ^ words[i]);
  const auto pairs = static_cast<double>(words.size() / 2);
  return (flips - 16.0 * pairs) / std::sqrt(8.0 * pairs);
}

std::array<std::vector<std::uint32_t>, 4> words_along(const Line& line) {
  std::array<std::vector<std::uint32_t>, 4> words;
  for (auto& each : words) each.reserve(length);
  for (std::uint32_t i = 0; i < length; ++i) {
    const PhiloxBlock block = line(i);
    for (std::size_t word = 0; word < 4; ++word) words[word].push_back(block[word]);
  }
  return words;
}

TEST_CASE("Neighbours in any direction of the counter are independent", "[random][statistical]") {
  for (const auto& [name, line] : lines()) {
    const auto words = words_along(line);
    for (std::size_t word = 0; word < 4; ++word) {
      INFO(name << ", word " << word);
      CHECK(std::abs(serial_score(words[word])) < normal_threshold);
      CHECK(std::abs(flip_score(words[word])) < normal_threshold);
      // Disjoint pairs, so that the cells are multinomial.
      std::vector<std::uint32_t> evens;
      std::vector<std::uint32_t> odds;
      for (std::size_t i = 1; i < length; i += 2) {
        evens.push_back(words[word][i - 1]);
        odds.push_back(words[word][i]);
      }
      CHECK(pair_p(evens, odds) > false_alarm);
    }
  }
}

TEST_CASE("The words of one block are independent", "[random][statistical]") {
  const auto words = words_along(lines().front().block);
  for (std::size_t first = 0; first < 4; ++first) {
    for (std::size_t second = first + 1; second < 4; ++second) {
      INFO("words " << first << " and " << second);
      CHECK(pair_p(words[first], words[second]) > false_alarm);
    }
  }
}

TEST_CASE("Each bit of each word is set half the time", "[random][statistical]") {
  // 128 bits and one threshold for the largest: 1e-6 / 128 each, two-sided, is 5.77 deviations.
  const auto words = words_along(lines().front().block);
  const auto n = static_cast<double>(length);
  double worst = 0.0;
  for (const auto& word : words) {
    for (unsigned bit = 0; bit < 32; ++bit) {
      double ones = 0.0;
      for (const std::uint32_t value : word) ones += (value >> bit) & 1U;
      worst = std::max(worst, std::abs(ones - n / 2) / std::sqrt(n / 4));
    }
  }
  CHECK(worst < 5.77);
}

TEST_CASE("The same customer draws independently at two steps", "[random][statistical]") {
  // Streams whose names differ in one bit, over many customers: all 32 bits.
  for (unsigned bit = 0; bit < 32; bit += 4) {
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> second;
    for (std::uint32_t customer = 1; customer <= length / 4; ++customer) {
      first.push_back(philox_4x32({customer, 0, stream_hash, 0}, 7)[0]);
      second.push_back(philox_4x32({customer, 0, stream_hash ^ (1U << bit), 0}, 7)[0]);
    }
    INFO("bit " << bit);
    CHECK(pair_p(first, second) > false_alarm);
  }
}

TEST_CASE("The checks of independence see a weak generator", "[random][statistical]") {
  // A counter times an odd number, without further mixing: each word tells the next.
  std::vector<std::uint32_t> evens;
  std::vector<std::uint32_t> odds;
  for (std::uint32_t i = 0; i < length; i += 2) {
    evens.push_back(i * 0x9e3779b9U);
    odds.push_back((i + 1) * 0x9e3779b9U);
  }
  CHECK(pair_p(evens, odds) < false_alarm);
}

}  // namespace
}  // namespace journeylab
