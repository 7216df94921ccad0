// Powers against the long double function of the C library.
#include <array>
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "random/mathematics.h"
#include "random/philox_engine.h"
#include "unit/random/ulps.h"

namespace journeylab {
namespace {

using test::ulps_between;

constexpr double infinity = std::numeric_limits<double>::infinity();

double largest_error(double x, double y) {
  return ulps_between(portable_pow(x, y), std::pow(static_cast<long double>(x), y));
}

TEST_CASE("A power is right to one unit in the last place", "[random][power]") {
  PhiloxEngine engine(7, 1);
  const auto uniform = [&] { return (engine() + 0.5) / 4294967296.0; };
  double worst = 0.0;
  for (int step = 0; step < 300000; ++step) {
    const double x = std::exp((uniform() - 0.5) * (step % 2 == 0 ? 20.0 : 1400.0));
    const double reach = 700.0 / std::max(std::abs(std::log(x)), 1e-3);
    worst = std::max(worst, largest_error(x, (uniform() * 2.0 - 1.0) * reach));
    worst = std::max(worst, largest_error(1.0 + (uniform() - 0.5) * 1e-9, uniform() * 1e11));
  }
  INFO("largest error " << worst);
  CHECK(worst < 1.1);
}

TEST_CASE("A whole power is as repeated multiplication would have it, exactly rounded but rarely",
          "[random][power]") {
  CHECK(portable_pow(3.0, 2.0) == 9.0);
  CHECK(portable_pow(3.0, 33.0) == 5559060566555523.0);
  CHECK(portable_pow(10.0, 22.0) == 1e22);
  CHECK(portable_pow(-2.0, 5.0) == -32.0);
  CHECK(portable_pow(1.5, 4.0) == 5.0625);
  CHECK(portable_pow(2.0, -1074.0) == std::numeric_limits<double>::denorm_min());
  CHECK(portable_pow(2.0, 1023.0) == std::ldexp(1.0, 1023));
  CHECK(portable_pow(std::ldexp(1.0, -600), -1.0) == std::ldexp(1.0, 600));
  double worst = 0.0;
  for (int n = -1024; n <= 1024; ++n) {
    for (const double x : {1.1, 0.93, 1.0000001, 1.5, 0.51}) {
      const double result = portable_pow(x, n);
      if (result < std::numeric_limits<double>::min() || result == infinity) continue;
      worst = std::max(worst, largest_error(x, n));
    }
  }
  INFO("largest error " << worst);
  CHECK(worst < 0.501);
}

TEST_CASE("Powers that overflow and underflow end at infinity and 0", "[random][power]") {
  CHECK(portable_pow(10.0, 400.0) == infinity);
  CHECK(portable_pow(10.0, -400.0) == 0.0);
  CHECK(portable_pow(-10.0, 401.0) == -infinity);
  CHECK(portable_pow(2.0, 1e300) == infinity);
  CHECK(portable_pow(0.5, 1e300) == 0.0);
  CHECK(portable_pow(1.0000000000000002, 1e300) == infinity);
  CHECK(portable_pow(1e300, 1.5) == infinity);
  CHECK(portable_pow(1e-300, 1024.0) == 0.0);
  CHECK(portable_pow(5e-324, -1.0) == infinity);
}

TEST_CASE("Powers keep the special cases of IEEE 754", "[random][power]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::array values = {0.0,   -0.0, 1.0,  -1.0, 0.5,      -0.5,      2.0, -2.0,
                             3.0,   -3.0, 0.25, 1e10, infinity, -infinity, nan, 9007199254740993.0,
                             1e300, 7.5};
  for (const double x : values) {
    for (const double y : values) {
      const double expected = std::pow(x, y);
      const double found = portable_pow(x, y);
      INFO("pow(" << x << ", " << y << ") = " << found << ", expected " << expected);
      if (std::isnan(expected)) {
        CHECK(std::isnan(found));
      } else if (expected == 0.0 || std::isinf(expected)) {
        CHECK(found == expected);
        CHECK(std::signbit(found) == std::signbit(expected));
      } else {
        CHECK(ulps_between(found, expected) <= 1.0);
      }
    }
  }
}

}  // namespace
}  // namespace journeylab
