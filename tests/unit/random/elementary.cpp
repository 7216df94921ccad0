// The elementary functions against the long double functions of the C library, whose own error is
// below 0.001 units of a double's last place.
#include "random/elementary.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "random/mathematics.h"
#include "random/philox_engine.h"
#include "unit/random/ulps.h"

namespace journeylab {
namespace {

using test::ulps_between;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

/// Uniform numbers in (0, 1) for scattered arguments.
std::vector<double> scattered(std::size_t count, std::uint64_t stream) {
  PhiloxEngine engine(20240521, stream);
  std::vector<double> result(count);
  for (double& each : result) each = (engine() + 0.5) / 4294967296.0;
  return result;
}

TEST_CASE("The logarithm is right to one unit in the last place", "[random][elementary]") {
  double worst = 0.0;
  for (int step = 0; step < 400000; ++step) {  // every binade from subnormal to largest
    const double x = std::ldexp(0.5 + (step % 991) / 1982.0, -1073 + step % 2097);
    worst = std::max(worst, ulps_between(portable_log(x), std::log(static_cast<long double>(x))));
  }
  for (const double u : scattered(300000, 1)) {  // about 1, where the result is small
    const double near = 1.0 + (u - 0.5) * std::ldexp(1.0, -static_cast<int>(u * 1e6) % 50);
    worst =
        std::max(worst, ulps_between(portable_log(near), std::log(static_cast<long double>(near))));
  }
  INFO("largest error " << worst);
  CHECK(worst < 1.0);
}

TEST_CASE("The exponential is right to one unit in the last place", "[random][elementary]") {
  double worst = 0.0;
  for (int step = -708000; step <= 709700; ++step) {  // normal results
    const double x = step * 1e-3;
    worst = std::max(worst, ulps_between(portable_exp(x), std::exp(static_cast<long double>(x))));
  }
  for (const double u : scattered(300000, 2)) {
    const double x = (u - 0.5) * std::ldexp(1.0, -static_cast<int>(u * 1e6) % 60);
    worst = std::max(worst, ulps_between(portable_exp(x), std::exp(static_cast<long double>(x))));
  }
  INFO("largest error " << worst);
  CHECK(worst < 1.0);
}

TEST_CASE("The exponential underflows gradually, to half a unit more", "[random][elementary]") {
  double worst = 0.0;
  for (int step = 0; step < 370000; ++step) {
    const double x = -708.0 - step * 1e-4;
    worst = std::max(worst, ulps_between(portable_exp(x), std::exp(static_cast<long double>(x))));
  }
  INFO("largest error " << worst);
  CHECK(worst < 1.5);
  CHECK(portable_exp(-745.13) == smallest);
  CHECK(portable_exp(-745.14) == 0.0);
}

TEST_CASE("The logarithm of 1 + x and the exponential less 1 keep small arguments",
          "[random][elementary]") {
  double worst_log = 0.0;
  double worst_exp = 0.0;
  int step = 0;
  for (const double u : scattered(400000, 3)) {
    const double size = std::ldexp(u, -(++step % 70));
    for (const double x : {-size, size, 40.0 * size}) {
      const double negative = std::max(x, -0.999999);
      worst_log = std::max(worst_log, ulps_between(elementary::log_one_plus(negative),
                                                   std::log1p(static_cast<long double>(negative))));
      worst_exp = std::max(worst_exp, ulps_between(elementary::exp_minus_one(x),
                                                   std::expm1(static_cast<long double>(x))));
    }
  }
  INFO("largest errors " << worst_log << " and " << worst_exp);
  CHECK(worst_log < 2.0);
  CHECK(worst_exp < 4.0);
}

TEST_CASE("The elementary functions keep the special values", "[random][elementary]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(portable_log(0.0) == -infinity);
  CHECK(portable_log(-0.0) == -infinity);
  CHECK(portable_log(infinity) == infinity);
  CHECK(portable_log(1.0) == 0.0);
  CHECK_FALSE(std::signbit(portable_log(1.0)));
  CHECK(std::isnan(portable_log(-1.0)));
  CHECK(std::isnan(portable_log(-smallest)));
  CHECK(std::isnan(portable_log(-infinity)));
  CHECK(std::isnan(portable_log(nan)));
  CHECK(portable_log(smallest) == Approx(-744.4400719213812).epsilon(1e-15));
  CHECK(portable_log(largest) == Approx(709.782712893384).epsilon(1e-15));

  CHECK(portable_exp(0.0) == 1.0);
  CHECK(portable_exp(-0.0) == 1.0);
  CHECK(portable_exp(infinity) == infinity);
  CHECK(portable_exp(-infinity) == 0.0);
  CHECK(portable_exp(709.79) == infinity);
  CHECK(portable_exp(1e300) == infinity);
  CHECK(portable_exp(-1e300) == 0.0);
  CHECK(std::isfinite(portable_exp(709.78)));
  CHECK(std::isnan(portable_exp(nan)));

  CHECK(elementary::log_one_plus(-1.0) == -infinity);
  CHECK(elementary::log_one_plus(infinity) == infinity);
  CHECK(std::isnan(elementary::log_one_plus(-2.0)));
  CHECK(elementary::exp_minus_one(-infinity) == -1.0);
  CHECK(elementary::exp_minus_one(infinity) == infinity);
  CHECK(std::isnan(elementary::exp_minus_one(nan)));
}

TEST_CASE("The exponential and the logarithm never fall where the argument rises",
          "[random][elementary]") {
  // Neighbouring doubles, in runs of 2000 at scattered places.
  for (const double u : scattered(200, 4)) {
    double x = std::ldexp(u, static_cast<int>(u * 1e6) % 20 - 10);
    for (int step = 0; step < 2000; ++step) {
      const double next = std::nextafter(x, infinity);
      REQUIRE(portable_log(next) >= portable_log(x) - 1e-15 * std::abs(portable_log(x)));
      REQUIRE(portable_exp(-next) <= portable_exp(-x) * (1.0 + 3e-16));
      x = next;
    }
  }
}

}  // namespace
}  // namespace journeylab
