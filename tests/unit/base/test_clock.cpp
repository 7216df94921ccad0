// Time units and the rounding of spans to whole ticks.
#include <cmath>

#include <catch2/catch.hpp>

#include "base/clock.h"

using namespace journeylab;

TEST_CASE("units have the lengths that the language states", "[base]") {
  CHECK(ticks_per(TimeUnit::second) == 1024.0);
  CHECK(ticks_per(TimeUnit::minute) == 60 * 1024.0);
  CHECK(ticks_per(TimeUnit::hour) == 3600 * 1024.0);
  CHECK(ticks_per(TimeUnit::day) == 88473600.0);
  CHECK(ticks_per(TimeUnit::week) == 7 * 88473600.0);
  CHECK(ticks_per(TimeUnit::month) == 30 * 88473600.0);
  CHECK(ticks_per(TimeUnit::year) == 365 * 88473600.0);
}

TEST_CASE("every unit is known by its singular and its plural, and nothing else is", "[base]") {
  for (const TimeUnit unit : {TimeUnit::second, TimeUnit::minute, TimeUnit::hour, TimeUnit::day,
                              TimeUnit::week, TimeUnit::month, TimeUnit::year}) {
    const std::string name(name_of(unit));
    CHECK(time_unit_named(name) == unit);
    CHECK(time_unit_named(name + "s") == unit);
  }
  CHECK_FALSE(time_unit_named("").has_value());
  CHECK_FALSE(time_unit_named("Day").has_value());
  CHECK_FALSE(time_unit_named("fortnight").has_value());
}

TEST_CASE("a span becomes the nearest whole number of ticks, ties to even", "[base]") {
  const double second = ticks_per(TimeUnit::second);
  CHECK(to_ticks(0.0, second) == 0.0);
  CHECK(to_ticks(1.0, second) == 1024.0);
  CHECK(to_ticks(0.5 / 1024, second) == 0.0);
  CHECK(to_ticks(1.5 / 1024, second) == 2.0);
  CHECK(to_ticks(2.5 / 1024, second) == 2.0);
  CHECK(to_ticks(std::nextafter(2.5, 3.0) / 1024, second) == 3.0);
  CHECK(to_ticks(0.1, ticks_per(TimeUnit::day)) == 8847360.0);
}

TEST_CASE("a third of a day three times is a day to within a tick each", "[base]") {
  const double day = ticks_per(TimeUnit::day);
  CHECK(std::abs(3 * to_ticks(1.0 / 3, day) - day) <= 1.5);
}

TEST_CASE("a span beyond what a double counts exactly never comes", "[base]") {
  const double second = ticks_per(TimeUnit::second);
  const double limit = std::ldexp(1.0, 52);
  CHECK(to_ticks((limit - 1.0) / 1024, second) == limit - 1.0);
  CHECK(to_ticks(limit / 1024, second) == never);
  CHECK(to_ticks(1e300, second) == never);
  CHECK(to_ticks(never, second) == never);
}

TEST_CASE("a clock at the longest horizon still counts single ticks after one more delay",
          "[base]") {
  const double latest = longest_horizon + (std::ldexp(1.0, 52) - 1.0);
  CHECK(latest + 1.0 - latest == 1.0);
}
