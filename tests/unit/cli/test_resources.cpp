// What --verbose says.
#include <catch2/catch.hpp>

#include "cli/resources.h"

using namespace journeylab;
using namespace std::chrono_literals;

TEST_CASE("what a run took, in words", "[cli]") {
  CHECK(describe({.wall = 4123ms, .processor = 7804ms, .peak_bytes = 17U << 20U}) ==
        "4.12 s, 7.80 s of processor time, at most 17 MiB of memory");
  CHECK(describe({.wall = 150s, .processor = 2h, .peak_bytes = std::uint64_t{3} << 30U}) ==
        "2.5 min, 2.0 h of processor time, at most 3072 MiB of memory");
}

TEST_CASE("resources are of this process", "[cli]") {
  const auto started = std::chrono::steady_clock::now();
  volatile double sum = 0.0;
  while (std::chrono::steady_clock::now() - started < 20ms) sum = sum + 1.0;
  const Resources taken = resources_since(started);
  CHECK(taken.wall >= 20ms);
  CHECK(taken.processor > 0s);
  CHECK(taken.peak_bytes > std::uint64_t{1} << 20U);
}
