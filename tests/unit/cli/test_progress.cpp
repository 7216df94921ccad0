// The progress line.
#include <catch2/catch.hpp>

#include "cli/progress.h"

using namespace journeylab;
using Seconds = std::chrono::duration<double>;

TEST_CASE("the line tells bar, share, customers and the time left by the speed so far", "[cli]") {
  const Progress half{.customers_done = 1500000, .customers_planned = 3000000};
  CHECK(progress_line(half, Seconds(12), 100) ==
        "[###############...............]  50 %  1.5 million of 3.0 million customers, 12 s left");
}

TEST_CASE("the line never takes more columns than there are", "[cli]") {
  const Progress progress{.customers_done = 7, .customers_planned = 4000000000};
  for (std::size_t width = 0; width < 200; ++width) {
    REQUIRE(progress_line(progress, Seconds(3600), width).size() <= width);
  }
}

TEST_CASE("the bar fills and does not overflow", "[cli]") {
  const auto line = [](std::uint64_t done) {
    return progress_line({.customers_done = done, .customers_planned = 100}, Seconds(1), 200);
  };
  CHECK(line(1).starts_with("[..............................]   1 %"));
  CHECK(line(99).starts_with("[#############################.]  99 %"));
  CHECK(line(100).starts_with("[##############################] 100 %"));
  // A plan that was too small is the customers that there are.
  CHECK(line(250).starts_with("[##############################] 100 %"));
}

TEST_CASE("times are told in the unit that fits", "[cli]") {
  const auto left = [](double seconds) {
    return progress_line({.customers_done = 1, .customers_planned = 2}, Seconds(seconds), 100);
  };
  CHECK_THAT(left(0.2), Catch::Contains("less than 1 s left"));
  CHECK_THAT(left(89), Catch::Contains("89 s left"));
  CHECK_THAT(left(300), Catch::Contains("5 min left"));
  CHECK_THAT(left(3 * 3600), Catch::Contains("3.0 h left"));
}

TEST_CASE("before the first customer there is nothing to tell", "[cli]") {
  CHECK(progress_line({.customers_done = 0, .customers_planned = 100}, Seconds(1), 80).empty());
  CHECK(progress_line({.customers_done = 0, .customers_planned = 0}, Seconds(1), 80).empty());
}
