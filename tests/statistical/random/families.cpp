// Draws of every family, from Philox words, against Boost.Math: Kolmogorov-Smirnov or chi-square,
// mean and variance. Each of the checks below (fewer than 200) has a false-alarm rate of 1e-6, so
// that of the file is below 2e-4 (Bonferroni). Seeds are fixed.
#include <algorithm>
#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>

#include "random/philox.h"
#include "statistical/random/boost_reference.h"
#include "statistical/random/specs.h"

namespace journeylab {
namespace {

using test::Reference;

constexpr std::size_t draws = 200000;
constexpr double false_alarm = 1e-6;
constexpr double normal_threshold = 4.8916;      // two-sided, at 1e-6
constexpr double kolmogorov_threshold = 2.6937;  // sqrt(-log(1e-6 / 2) / 2)

/// One draw for each of many customers, from the first 48 bits of the customer's block.
std::vector<double> sample_of(const DistributionSpec& spec, std::uint64_t seed) {
  const PreparedDistribution prepared = prepare(spec, Tables::build);
  std::vector<double> below(draws);
  std::vector<double> above(draws);
  for (std::size_t customer = 0; customer < draws; ++customer) {
    const PhiloxBlock block =
        philox_4x32({static_cast<std::uint32_t>(customer + 1), 0, 0x51ab3c07, 0}, seed);
    const Probability p = probability_of((std::uint64_t{block[1]} << 16) | (block[3] & 0xffff));
    below[customer] = p.below;
    above[customer] = p.above;
  }
  std::vector<double> values(draws);
  quantiles(prepared, below, above, values);
  return values;
}

/// Kolmogorov's statistic with Stephens' (1970) correction for finite samples.
double kolmogorov_statistic(std::vector<double> values, const Reference& reference) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double below = reference.below(values[i]);
    const auto rank = static_cast<double>(i);
    largest = std::max({largest, below - rank / n, (rank + 1) / n - below});
  }
  return largest * (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n));
}

/// The p-value of Pearson's statistic over counts, in cells of at least 25 expected.
double chi_square_p(const std::vector<double>& values, const Reference& reference) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(values.size());
  constexpr double least_expected = 25.0;
  double statistic = 0.0;
  int cells = 0;
  double border = std::max(0.0, std::ceil(reference.low)) - 1.0;  // cells are (border, end]
  while (reference.above(border) > 0.0) {
    double end = border + 1.0;
    while (n * (reference.below(end) - reference.below(border)) < least_expected &&
           reference.above(end) > 0.0) {
      end += 1.0;
    }
    const bool last = n * reference.above(end) < least_expected;
    const auto from = std::upper_bound(sorted.begin(), sorted.end(), border);
    const auto to = last ? sorted.end() : std::upper_bound(from, sorted.end(), end);
    const double expected =
        n * (last ? reference.above(border) : reference.below(end) - reference.below(border));
    const double difference = static_cast<double>(to - from) - expected;
    statistic += difference * difference / expected;
    ++cells;
    if (last) break;
    border = end;
  }
  if (cells < 2) return 1.0;
  return boost::math::cdf(boost::math::complement(boost::math::chi_squared(cells - 1), statistic));
}

struct Scores {
  double mean;
  double variance;
};

/// Standard scores of the mean and of the variance about the true mean.
Scores scores_of(const std::vector<double>& values, const test::Moments& moments) {
  const auto n = static_cast<double>(values.size());
  double sum = 0.0;
  double squares = 0.0;
  for (const double value : values) {
    const double difference = value - moments.mean;
    sum += difference;
    squares += difference * difference;
  }
  const double variance_of_square = moments.fourth - moments.variance * moments.variance;
  return {.mean = sum / std::sqrt(n * moments.variance),
          .variance = (squares - n * moments.variance) / std::sqrt(n * variance_of_square)};
}

void check_sample(const std::string& name, const std::vector<double>& values,
                  const DistributionSpec& spec) {
  INFO(name);
  const Reference reference = test::reference_of(spec);
  if (reference.discrete) {
    CHECK(chi_square_p(values, reference) > false_alarm);
  } else {
    CHECK(kolmogorov_statistic(values, reference) < kolmogorov_threshold);
  }
  const Scores scores = scores_of(values, test::moments_of(reference));
  CHECK(std::abs(scores.mean) < normal_threshold);
  CHECK(std::abs(scores.variance) < normal_threshold);
}

TEST_CASE("Draws of every family and form follow it", "[random][statistical]") {
  std::uint64_t seed = 1000;
  for (const auto& [name, spec] : test::whole_specs()) {
    check_sample(name, sample_of(spec, ++seed), spec);
  }
}

TEST_CASE("Draws of truncated distributions follow them", "[random][statistical]") {
  std::uint64_t seed = 2000;
  for (const auto& [name, spec] : test::truncated_specs()) {
    check_sample(name, sample_of(spec, ++seed), spec);
  }
}

TEST_CASE("Draws from a sample take its rows equally often", "[random][statistical]") {
  DistributionSpec spec = test::stated(Family::empirical, {});
  std::vector<double> rows(1000);
  for (std::size_t row = 0; row < rows.size(); ++row)
    rows[row] = static_cast<double>(row * 7 % 1000);
  spec.sample = std::make_shared<std::vector<double>>(rows);
  std::vector<int> counts(rows.size());
  for (const double value : sample_of(spec, 3000)) ++counts[static_cast<std::size_t>(value)];
  const double expected = static_cast<double>(draws) / static_cast<double>(rows.size());
  double statistic = 0.0;
  for (const int count : counts) statistic += (count - expected) * (count - expected) / expected;
  CHECK(boost::math::cdf(boost::math::complement(boost::math::chi_squared(999), statistic)) >
        false_alarm);
}

TEST_CASE("The checks see a distribution that is slightly wrong", "[random][statistical]") {
  // Parameters 2 % off: each of the three statistics must cross its threshold.
  const auto values = sample_of(test::stated(Family::gamma, {3.7, 0.51, 0}), 4000);
  const DistributionSpec claimed = test::stated(Family::gamma, {3.7, 0.5, 0});
  const Reference reference = test::reference_of(claimed);
  CHECK(kolmogorov_statistic(values, reference) > kolmogorov_threshold);
  const Scores scores = scores_of(values, test::moments_of(reference));
  CHECK(std::abs(scores.mean) > normal_threshold);
  CHECK(std::abs(scores.variance) > normal_threshold);
  const auto counts = sample_of(test::stated(Family::poisson, {4.1, 0, 0}), 4001);
  CHECK(chi_square_p(counts, test::reference_of(test::stated(Family::poisson, {4.0, 0, 0}))) <
        false_alarm);
}

}  // namespace
}  // namespace journeylab
