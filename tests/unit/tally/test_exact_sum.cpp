// Sums that do not depend on the order of their terms.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "tally/exact_sum.h"

using namespace journeylab;

namespace {

// Amounts of money over twelve orders of magnitude, of both signs.
std::vector<double> mixed_terms(std::size_t n) {
  std::mt19937_64 engine(20240501);
  std::uniform_real_distribution<double> exponent(-6.0, 6.0);
  std::vector<double> terms(n);
  for (std::size_t i = 0; i < n; ++i) {
    terms[i] = (i % 3 == 0 ? -1.0 : 1.0) * std::pow(10.0, exponent(engine));
  }
  return terms;
}

ExactSum sum_of(const std::vector<double>& terms) {
  ExactSum sum;
  for (const double term : terms) sum.add(term);
  return sum;
}

}  // namespace

TEST_CASE("any order of the terms gives the same bits", "[tally]") {
  std::vector<double> terms = mixed_terms(20000);
  const ExactSum sum = sum_of(terms);
  std::mt19937_64 engine(7);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(terms.begin(), terms.end(), engine);
    REQUIRE(sum_of(terms) == sum);
  }
  std::sort(terms.begin(), terms.end());
  CHECK(sum_of(terms).value() == sum.value());
}

TEST_CASE("plain floating sums of the same terms do depend on their order", "[tally]") {
  // Guards the test above: its terms are such that order matters without ExactSum.
  std::vector<double> terms = mixed_terms(20000);
  double forward = 0.0;
  for (const double term : terms) forward += term;
  double backward = 0.0;
  for (auto term = terms.rbegin(); term != terms.rend(); ++term) backward += *term;
  CHECK(forward != backward);
}

TEST_CASE("any grouping of the terms gives the same bits", "[tally]") {
  const std::vector<double> terms = mixed_terms(10007);
  const ExactSum sum = sum_of(terms);
  for (const std::size_t size : {1UL, 2UL, 7UL, 4096UL}) {
    ExactSum merged;
    for (std::size_t first = 0; first < terms.size(); first += size) {
      const std::size_t last = std::min(first + size, terms.size());
      merged.add(sum_of({terms.begin() + static_cast<std::ptrdiff_t>(first),
                         terms.begin() + static_cast<std::ptrdiff_t>(last)}));
    }
    REQUIRE(merged == sum);
  }
}

TEST_CASE("the sum is right to the last bits of a double", "[tally]") {
  const std::vector<double> terms = mixed_terms(20000);
  long double reference = 0.0L;
  for (const double term : terms) reference += term;
  // Each term is kept to 2^-61, and the long double reference of about 1e8 rounds at most 2^-38
  // relative to 2^-26 ... 20000 roundings of at most 2^-38 each: 7.3e-8; the value itself rounds to
  // a double of spacing 1.5e-8.
  CHECK(std::abs(static_cast<double>(reference) - sum_of(terms).value()) <= 1e-7);
}

TEST_CASE("terms of at least 2^-7 lose nothing", "[tally]") {
  for (const double term : {0.0078125, 0.1, 1.0 / 3, 3.14, 123456.789, 1e11, -0.1, -1e11 / 3}) {
    ExactSum sum;
    sum.add(term);
    CHECK(sum.value() == term);
    sum.add(-term);
    CHECK(sum.value() == 0.0);
  }
}

TEST_CASE("small terms beside large ones are kept", "[tally]") {
  ExactSum sum;
  sum.add(1e11);
  for (int i = 0; i < 1000; ++i) sum.add(1e-9);
  sum.add(-1e11);
  // A thousand terms, each kept to 2^-61.
  CHECK(std::abs(sum.value() - 1e-6) <= 1000 * std::ldexp(1.0, -61));
}

TEST_CASE("equal terms at once are the same as one by one", "[tally]") {
  for (const double term : {0.002, 3.0, -0.05, 1e6 / 7, 0.0}) {
    ExactSum one_by_one;
    for (int i = 0; i < 1234; ++i) one_by_one.add(term);
    ExactSum at_once;
    at_once.add(term, 1234);
    CHECK(at_once == one_by_one);
    at_once.add(term, 0);
    CHECK(at_once == one_by_one);
  }
}

TEST_CASE("a trillion of the largest terms does not overflow", "[tally]") {
  ExactSum sum;
  const double largest = std::nextafter(ExactSum::term_limit, 0.0);
  sum.add(largest, 1000000000000ULL);
  CHECK(sum.value() == Approx(largest * 1e12).epsilon(1e-15));
  sum.add(-largest, 1000000000000ULL);
  CHECK(sum.value() == 0.0);
}

TEST_CASE("limbs that were summed elsewhere are added as the terms would be", "[tally]") {
  // 2.5 = 2.5 * 2^20 high limbs; 2^-40 = 2^20 low ones.
  ExactSum of_terms;
  of_terms.add(2.5);
  of_terms.add(std::ldexp(1.0, -40));
  ExactSum of_limbs;
  of_limbs.add_limbs(5 << 19, 1 << 20);
  CHECK(of_limbs == of_terms);
}
