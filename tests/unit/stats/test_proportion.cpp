#include <cmath>

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

#include "stats/proportion.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::count;
using journeylab::testing::number;
using journeylab::testing::reference_rows;

namespace {

Interval interval_of(const std::string& method, const ShareTally& share, double confidence) {
  if (method == "wilson") return wilson_interval(share, confidence);
  if (method == "clopper_pearson") return clopper_pearson_interval(share, confidence);
  if (method == "agresti_coull") return agresti_coull_interval(share, confidence);
  if (method == "jeffreys") return jeffreys_interval(share, confidence);
  throw std::runtime_error("unknown method " + method);
}

// Probability that the interval holds p, summed over every outcome.
double coverage(const std::string& method, std::uint64_t n, double p, double confidence) {
  const boost::math::binomial_distribution<double> binomial(static_cast<double>(n), p);
  double sum = 0.0;
  for (std::uint64_t x = 0; x <= n; ++x) {
    const Interval interval = interval_of(method, {.n = n, .successes = x}, confidence);
    if (interval.low <= p && p <= interval.high) {
      sum += boost::math::pdf(binomial, static_cast<double>(x));
    }
  }
  return sum;
}

struct Coverage {
  double least = 1.0;
  double mean = 0.0;
};

Coverage coverage_on_grid(const std::string& method, std::uint64_t n) {
  constexpr int points = 499;
  Coverage result;
  for (int i = 1; i <= points; ++i) {
    const double at = coverage(method, n, i / (points + 1.0), 0.95);
    result.least = std::min(result.least, at);
    result.mean += at / points;
  }
  return result;
}

}  // namespace

TEST_CASE("intervals of a proportion agree with the reference figures", "[proportion]") {
  for (const auto& row : reference_rows("proportion_intervals.csv")) {
    const ShareTally share{.n = count(row, "n"), .successes = count(row, "successes")};
    const double confidence = number(row, "confidence");
    CAPTURE(row.at("method"), share.n, share.successes, confidence);
    const Interval interval = interval_of(row.at("method"), share, confidence);
    CHECK(interval.low == Approx(number(row, "low")).epsilon(1e-9).margin(1e-14));
    CHECK(interval.high == Approx(number(row, "high")).epsilon(1e-9).margin(1e-14));
  }
}

TEST_CASE("Wilson's interval reproduces Newcombe's published examples", "[proportion]") {
  // Newcombe (1998, Statistics in Medicine 17:857), table I, method 3, printed to four decimals.
  struct Example {
    ShareTally share;
    Interval published;
  };
  const std::vector<Example> examples{{{263, 81}, {0.2553, 0.3662}},
                                      {{148, 15}, {0.0624, 0.1605}},
                                      {{20, 0}, {0.0, 0.1611}},
                                      {{29, 1}, {0.0061, 0.1718}}};
  for (const Example& example : examples) {
    const Interval interval = wilson_interval(example.share, 0.95);
    CHECK(interval.low == Approx(example.published.low).margin(5e-5));
    CHECK(interval.high == Approx(example.published.high).margin(5e-5));
  }
}

TEST_CASE("Wilson's mean coverage is nominal and its least is what theory says", "[proportion]") {
  // Brown, Cai and DasGupta (2001): mean coverage close to nominal; the dips near 0 and 1 reach
  // 0.838 in the limit, at p of the order of 0.18 / n.
  for (const std::uint64_t n : {10U, 30U, 100U}) {
    const Coverage wilson = coverage_on_grid("wilson", n);
    CAPTURE(n, wilson.least, wilson.mean);
    CHECK(wilson.mean == Approx(0.95).margin(0.006));
    CHECK(wilson.least > 0.83);
    CHECK(coverage_on_grid("clopper_pearson", n).least >= 0.95);
  }
}

TEST_CASE("exchanging successes and failures mirrors every interval", "[proportion]") {
  for (const char* method : {"wilson", "clopper_pearson", "agresti_coull", "jeffreys"}) {
    for (const std::uint64_t x : {0U, 1U, 7U, 20U}) {
      const Interval one = interval_of(method, {.n = 20, .successes = x}, 0.9);
      const Interval other = interval_of(method, {.n = 20, .successes = 20 - x}, 0.9);
      CAPTURE(method, x);
      CHECK(one.low == Approx(1.0 - other.high).margin(1e-13));
      CHECK(one.high == Approx(1.0 - other.low).margin(1e-13));
    }
  }
}

TEST_CASE("a proportion keeps its digits at a million million customers", "[proportion]") {
  const ShareTally share{.n = 1'000'000'000'000, .successes = 1};
  const Interval interval = wilson_interval(share, 0.95);
  // In the limit the ends solve (x - m)^2 = z^2 m: m = 1 + z^2/2 -+ z sqrt(1 + z^2/4).
  const double z = 1.959963984540054;
  CHECK(interval.high ==
        Approx((1 + z * z / 2 + z * std::sqrt(1 + z * z / 4)) * 1e-12).epsilon(1e-11));
  CHECK(interval.low ==
        Approx((1 + z * z / 2 - z * std::sqrt(1 + z * z / 4)) * 1e-12).epsilon(1e-11));
  CHECK(wilson_interval({.n = share.n, .successes = 0}, 0.999999).low == 0.0);
  CHECK(wilson_interval({.n = share.n, .successes = share.n}, 0.999999).high == 1.0);
  const Estimated estimate = proportion({.n = share.n, .successes = share.n - 1}, 0.95);
  CHECK(*estimate.standard_error == Approx(1e-12).epsilon(1e-9));
}

TEST_CASE("a proportion of nobody is a reason", "[proportion]") {
  const Estimated none = proportion({}, 0.95);
  CHECK_FALSE(none.value);
  CHECK_FALSE(none.interval);
  CHECK(none.reason == "no customers");
}
