#include <array>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "plan/chances.h"
#include "plan/step.h"

namespace journeylab {
namespace {

// The way that a choice of 64 bits takes.
std::uint32_t way_of(const std::vector<Threshold>& thresholds, std::uint64_t choice) {
  return chosen_way(choice_of(choice), static_cast<std::uint32_t>(thresholds.size()),
                    [&](std::uint32_t way) { return thresholds[way]; });
}

constexpr std::uint64_t lowest = 0;
constexpr std::uint64_t highest = std::numeric_limits<std::uint64_t>::max();

std::vector<Threshold> thresholds_of(const std::vector<double>& chances, std::size_t rest) {
  std::vector<Threshold> thresholds(chances.size());
  REQUIRE(cumulative_thresholds(chances, rest, thresholds).fault == ChanceFault::none);
  return thresholds;
}

}  // namespace

TEST_CASE("a chance keeps its digits, also far below 2^-32", "[plan]") {
  const Threshold tiny = threshold_of(1e-9);
  CHECK(tiny == 1e-9 * 18446744073709551616.0);
  const auto last_below = static_cast<std::uint64_t>(tiny);
  CHECK(choice_of(last_below) < tiny);
  CHECK_FALSE(choice_of(last_below + 1) < tiny);
  CHECK(choice_of(highest) < threshold_of(1.0));
  CHECK_FALSE(choice_of(highest) < threshold_of(1.0 - 1e-16));
  CHECK_FALSE(choice_of(lowest) < threshold_of(-1e-300));
  CHECK_FALSE(choice_of(lowest) < threshold_of(0.0));
}

TEST_CASE("a chance of 0 is never taken and a chance of 1 always", "[plan]") {
  const auto first_never = thresholds_of({0.0, 1.0}, 2);
  const auto last_never = thresholds_of({1.0, 0.0}, 2);
  const auto rest_of_nothing = thresholds_of({1.0, 0.0}, 1);
  for (const std::uint64_t choice : {lowest, std::uint64_t{1} << 40, highest}) {
    CHECK(way_of(first_never, choice) == 1);
    CHECK(way_of(last_never, choice) == 0);
    CHECK(way_of(rest_of_nothing, choice) == 0);
  }
}

TEST_CASE("the rest may stand anywhere and takes what is left there", "[plan]") {
  const auto thresholds = thresholds_of({0.25, 0.0, 0.5}, 1);
  const auto at = [](double share) {
    return static_cast<std::uint64_t>(share * 18446744073709551616.0);
  };
  CHECK(way_of(thresholds, at(0.2499999)) == 0);
  CHECK(way_of(thresholds, at(0.2500001)) == 1);
  CHECK(way_of(thresholds, at(0.4999999)) == 1);
  CHECK(way_of(thresholds, at(0.5000001)) == 2);
  CHECK(way_of(thresholds, highest) == 2);
}

TEST_CASE("a rare way is told from the rest at its last choice", "[plan]") {
  const auto thresholds = thresholds_of({1e-9, 0.0}, 1);
  const auto last_below = static_cast<std::uint64_t>(thresholds[0]);
  CHECK(way_of(thresholds, last_below) == 0);
  CHECK(way_of(thresholds, last_below + 1) == 1);
}

TEST_CASE("impossible chances are told apart", "[plan]") {
  std::array<Threshold, 2> thresholds;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto fault = [&](double a, double b, std::size_t rest) {
    return cumulative_thresholds(std::array<double, 2>{a, b}, rest, thresholds).fault;
  };
  CHECK(fault(1.1, 0.0, 1) == ChanceFault::not_a_chance);
  CHECK(fault(-0.1, 0.5, 2) == ChanceFault::not_a_chance);
  CHECK(fault(0.5, nan, 2) == ChanceFault::not_a_chance);
  CHECK(fault(0.6, 0.5, 2) == ChanceFault::sum_above_one);
  CHECK(fault(0.5, 0.4, 2) == ChanceFault::sum_below_one);
  CHECK(fault(0.5, 0.5 + 0.9e-9, 2) == ChanceFault::none);
  CHECK(fault(0.5, 0.5 - 0.9e-9, 2) == ChanceFault::none);
  CHECK(fault(0.5, nan, 1) == ChanceFault::none);  // the rest's entry is not read
}

}  // namespace journeylab
