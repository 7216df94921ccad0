// The normal distribution against Boost.Math in long double.
#include "random/normal.h"

#include <cmath>
#include <limits>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "random/mathematics.h"
#include "unit/random/ulps.h"

namespace journeylab {
namespace {

using test::relative_error;

const boost::math::normal_distribution<long double> standard;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The quantile of `tail` below 1/2 by one Newton step of long doubles from the found value, on the
/// logarithm of the tail; its error is the square of the found value's.
long double polished(double found, long double tail) {
  const long double size = std::abs(static_cast<long double>(found));
  const long double at = boost::math::cdf(boost::math::complement(standard, size));
  return size + std::log(at / tail) * at / boost::math::pdf(standard, size);
}

TEST_CASE("The normal distribution is right to 2e-15 in both tails", "[random][normal]") {
  double worst = 0.0;
  for (int step = -37500; step <= 37500; ++step) {
    const double x = step * 1e-3;
    worst =
        std::max(worst, relative_error(normal_cumulative(x),
                                       boost::math::cdf(standard, static_cast<long double>(x))));
  }
  INFO("largest relative error " << worst);
  CHECK(worst < 2e-15);
}

TEST_CASE("The normal distribution ends at 0 and 1", "[random][normal]") {
  CHECK(normal_cumulative(0.0) == 0.5);
  CHECK(normal_cumulative(-infinity) == 0.0);
  CHECK(normal_cumulative(infinity) == 1.0);
  CHECK(normal_cumulative(-39.0) == 0.0);
  CHECK(normal_cumulative(1e300) == 1.0);
  CHECK(normal_cumulative(-38.0) == Approx(2.885428351e-316).epsilon(1e-7));
  CHECK(std::isnan(normal_cumulative(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("The normal quantile is right to 2e-15 from 0.45 to 1e-300", "[random][normal]") {
  double worst = 0.0;
  for (int step = 0; step < 30000; ++step) {
    const double tail = 0.45 * std::pow(10.0, -step * 0.01);
    const double found = normal_quantile(tail, 1.0 - tail);
    REQUIRE(found < 0.0);
    worst = std::max(worst, relative_error(-found, polished(found, tail)));
    REQUIRE(normal_quantile(1.0 - tail, tail) == Approx(-found).epsilon(1e-15));
  }
  INFO("largest relative error " << worst);
  CHECK(worst < 2e-15);
}

TEST_CASE("The normal quantile of a uniform draw is right at the ends and at the median",
          "[random][normal]") {
  constexpr std::uint64_t half = std::uint64_t{1} << (uniform_bits - 1);
  double worst = 0.0;
  for (std::uint64_t distance = 1; distance < half; distance += distance / 3 + 1) {
    // The probability is 1/2 + (distance + 1/2) / 2^48, exactly.
    const Probability p = probability_of(half + distance);
    const long double centre = (static_cast<long double>(distance) + 0.5L) / 0x1p48L;
    const long double truth = std::sqrt(2.0L) * boost::math::erf_inv(2.0L * centre);
    worst = std::max(worst, relative_error(normal_quantile(p.below, p.above), truth));
  }
  INFO("largest relative error " << worst);
  CHECK(worst < 2e-15);
  const Probability first = probability_of(0);
  CHECK(first.below == 0x1p-49);
  CHECK(normal_quantile(first.below, first.above) == Approx(-7.8697779106).epsilon(1e-10));
}

TEST_CASE("The normal quantile is odd in the uniform draw to the last bit", "[random][normal]") {
  constexpr std::uint64_t mask = (std::uint64_t{1} << uniform_bits) - 1;
  for (std::uint64_t bits = 1; bits < mask; bits = bits * 3 + 7) {
    const Probability p = probability_of(bits);
    const Probability mirrored = probability_of(mask - bits);
    CHECK(normal_quantile(p.below, p.above) == -normal_quantile(mirrored.below, mirrored.above));
  }
}

TEST_CASE("The normal quantile of 0 and 1 is infinite", "[random][normal]") {
  CHECK(normal_quantile(0.0, 1.0) == -infinity);
  CHECK(normal_quantile(1.0, 0.0) == infinity);
  CHECK(normal_quantile(0.5, 0.5) == 0.0);
}

}  // namespace
}  // namespace journeylab
