#include "exact/checks.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace journeylab::exact {
namespace {

double binomial_p_value(std::uint64_t successes, std::uint64_t n, double p) {
  if (p <= 0.0) return successes == 0 ? 1.0 : 0.0;
  if (p >= 1.0) return successes == n ? 1.0 : 0.0;
  const boost::math::binomial_distribution<> law(static_cast<double>(n), p);
  const auto k = static_cast<double>(successes);
  const double at_most = boost::math::cdf(law, k);
  const double at_least =
      successes == 0 ? 1.0 : boost::math::cdf(boost::math::complement(law, k - 1.0));
  return std::min(1.0, 2.0 * std::min(at_most, at_least));
}

// P(D > d) for a sample of n, D the largest distance.
double kolmogorov_p_value(double distance, double n) {
  const double root = std::sqrt(n);
  const double x = (root + 0.12 + 0.11 / root) * distance;
  if (x < 0.3) return 1.0;
  double p = 0.0;
  for (int k = 1; k <= 100; ++k) {
    p += (k % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * x * x);
  }
  return std::clamp(p, 0.0, 1.0);
}

struct Bin {
  double expected = 0.0;
  double observed = 0.0;
};

// Values from the smallest up, pooled until each bin expects enough.
std::vector<Bin> bins_of(const std::vector<double>& sorted,
                         const std::function<double(double)>& cumulative) {
  constexpr double enough = 25.0;
  const auto n = static_cast<double>(sorted.size());
  std::vector<Bin> bins;
  Bin bin;
  double below = 0.0;
  auto at = sorted.begin();
  for (double value = 0.0; (1.0 - below) * n >= enough; value += 1.0) {
    const double upto = cumulative(value);
    const auto next = std::upper_bound(at, sorted.end(), value);
    bin.expected += (upto - below) * n;
    bin.observed += static_cast<double>(next - at);
    below = upto;
    at = next;
    if (bin.expected < enough) continue;
    bins.push_back(bin);
    bin = {};
  }
  bin.expected += (1.0 - below) * n;
  bin.observed += static_cast<double>(sorted.end() - at);
  bins.back().expected += bin.expected;
  bins.back().observed += bin.observed;
  return bins;
}

}  // namespace

void Checks::p_value(const std::string& what, double p, const std::string& detail) {
  checks_.push_back({what, p, detail});
}

void Checks::share(const std::string& what, std::uint64_t successes, std::uint64_t n,
                   double exact) {
  p_value(what, n == 0 ? 0.0 : binomial_p_value(successes, n, exact),
          fmt::format("{} of {} is {:.9g}, exact {:.9g}", successes, n,
                      static_cast<double>(successes) / static_cast<double>(n), exact));
}

void Checks::share(const std::string& what, const ShareTally& tally, double exact) {
  share(what, tally.successes, tally.n, exact);
}

void Checks::mean(const std::string& what, const Comoments& moments, double exact,
                  std::size_t variable) {
  z(what, moments.mean.at(variable), exact,
    std::sqrt(moments.variance(variable) / static_cast<double>(moments.n)));
}

void Checks::variance(const std::string& what, const Comoments& moments, double variance,
                      double fourth_moment) {
  const auto n = static_cast<double>(moments.n);
  z(what, moments.variance(0), variance, std::sqrt((fourth_moment - variance * variance) / n));
}

void Checks::z(const std::string& what, double estimate, double exact, double standard_error) {
  const double gap = std::fabs(estimate - exact);
  const double rounding = 1e-12 * std::max(1.0, std::fabs(exact));
  const double p = gap <= rounding        ? 1.0
                   : standard_error > 0.0 ? std::erfc(gap / standard_error / std::sqrt(2.0))
                                          : 0.0;
  p_value(what, p,
          fmt::format("{:.9g}, exact {:.9g}, z {:.2f}", estimate, exact,
                      (estimate - exact) / standard_error));
}

void Checks::continuous(const std::string& what, std::vector<double> sample,
                        const std::function<double(double)>& cumulative) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double expected = cumulative(sample[i]);
    const auto before = static_cast<double>(i);
    distance = std::max({distance, (before + 1.0) / n - expected, expected - before / n});
  }
  p_value(what, kolmogorov_p_value(distance, n), fmt::format("distance {:.6f}", distance));
}

void Checks::discrete(const std::string& what, const std::vector<double>& sample,
                      const std::function<double(double)>& cumulative) {
  std::vector<double> sorted = sample;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0.0;
  const std::vector<Bin> bins = bins_of(sorted, cumulative);
  for (const Bin& bin : bins) sum += std::pow(bin.observed - bin.expected, 2.0) / bin.expected;
  const boost::math::chi_squared_distribution<> law(static_cast<double>(bins.size()) - 1.0);
  p_value(what, boost::math::cdf(boost::math::complement(law, sum)),
          fmt::format("chi-square {:.2f} of {} bins", sum, bins.size()));
}

double Checks::limit() const {
  return -std::expm1(std::log1p(-rate_) / static_cast<double>(checks_.size()));
}

bool Checks::alarm() const {
  return std::any_of(checks_.begin(), checks_.end(),
                     [this](const Check& check) { return !(check.p >= limit()); });
}

void Checks::verify() const {
  REQUIRE_FALSE(checks_.empty());
  for (const Check& check : checks_) {
    INFO(check.what << ": " << check.detail << ", p = " << check.p << ", limit " << limit());
    CHECK(check.p >= limit());
  }
}

}  // namespace journeylab::exact
