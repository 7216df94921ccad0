#include <cmath>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/means.h"
#include "stats/retention_difference.h"
#include "unit/stats/moments_of.h"

using namespace journeylab;
using journeylab::testing::moments_of;

namespace {

// Groups of 100 customers, everybody followed through one cell.
std::vector<LifeTable> groups_of(const std::vector<std::uint32_t>& events) {
  std::vector<LifeTable> groups;
  for (const std::uint32_t ended : events) {
    LifeTable group(1);
    group.entered = 100;
    group.events[0] = ended;
    group.followed[1] = 100 - ended;
    groups.push_back(group);
  }
  return groups;
}

const std::vector<std::uint32_t> control_events{31, 28, 35, 40, 33, 30, 29, 37};
const std::vector<std::uint32_t> variant_events{25, 27, 30, 31, 33, 24, 28, 30};

}  // namespace

TEST_CASE("with everybody followed the jackknife is Student's t of the groups' means",
          "[retention_difference]") {
  const auto control = groups_of(control_events);
  const auto variant = groups_of(variant_events);
  const RetentionDifference result = retention_difference({control, variant}, 1, 0.95);
  std::vector<std::vector<double>> means;
  for (std::size_t g = 0; g < control_events.size(); ++g) {
    means.push_back({(static_cast<double>(control_events[g]) - variant_events[g]) / 100.0});
  }
  const Estimated plain = mean_estimate(moments_of(means), 0, 0.95);
  CHECK(*result.difference.value == Approx(*plain.value).epsilon(1e-12));
  CHECK(*result.difference.standard_error == Approx(*plain.standard_error).epsilon(1e-10));
  CHECK(result.difference.interval->low == Approx(plain.interval->low).epsilon(1e-10));
  CHECK(*result.p_value ==
        Approx(student_two_sided(*plain.value / *plain.standard_error, 7.0)).epsilon(1e-9));
}

TEST_CASE("the jackknife of the quotient by hand", "[retention_difference]") {
  const auto control = groups_of({50, 40, 60});
  const auto variant = groups_of({40, 40, 50});
  const RetentionDifference result = retention_difference({control, variant}, 1, 0.9);
  // Retained without a group: control 100, 110, 90, variant 110, 110, 120 - 10 = 110... of 200.
  const std::vector<double> logs{std::log(110.0 / 100.0), std::log(110.0 / 90.0),
                                 std::log(120.0 / 110.0)};
  const double mean = (logs[0] + logs[1] + logs[2]) / 3;
  double squares = 0.0;
  for (const double log : logs) squares += (log - mean) * (log - mean);
  const double error = std::sqrt(2.0 / 3.0 * squares);
  const double centre = std::log(170.0 / 150.0);
  CHECK(*result.relative.value == Approx(20.0 / 150.0).epsilon(1e-13));
  CHECK(result.relative.interval->high ==
        Approx(std::exp(centre + student_critical(0.9, 2.0) * error) - 1).epsilon(1e-12));
  CHECK(*result.relative.standard_error == Approx(error * 170.0 / 150.0).epsilon(1e-12));
}

TEST_CASE("exchanging the arms of retention changes signs", "[retention_difference]") {
  const auto control = groups_of(control_events);
  const auto variant = groups_of(variant_events);
  const RetentionDifference one = retention_difference({control, variant}, 1, 0.95);
  const RetentionDifference other = retention_difference({variant, control}, 1, 0.95);
  CHECK(*one.difference.value == -*other.difference.value);
  CHECK(one.difference.interval->low == Approx(-other.difference.interval->high).epsilon(1e-12));
  CHECK(*one.p_value == Approx(*other.p_value).epsilon(1e-12));
  CHECK((1 + one.relative.interval->low) * (1 + other.relative.interval->high) ==
        Approx(1.0).epsilon(1e-12));
}

TEST_CASE("groups without customers do not count", "[retention_difference]") {
  auto control = groups_of(control_events);
  auto variant = groups_of(variant_events);
  const RetentionDifference plain = retention_difference({control, variant}, 1, 0.95);
  control.insert(control.begin() + 2, LifeTable(1));
  variant.insert(variant.begin() + 2, LifeTable(1));
  const RetentionDifference padded = retention_difference({control, variant}, 1, 0.95);
  CHECK(*plain.difference.standard_error == *padded.difference.standard_error);
  CHECK(*plain.p_value == *padded.p_value);
}

TEST_CASE("degenerate retentions are reasons", "[retention_difference]") {
  const auto some = groups_of({30});
  const auto other = groups_of({20});
  const RetentionDifference single = retention_difference({some, other}, 1, 0.95);
  CHECK(*single.difference.value == Approx(0.1));
  CHECK_FALSE(single.difference.interval);
  CHECK_FALSE(single.difference.reason.empty());
  CHECK_FALSE(single.p_value);

  const std::vector<LifeTable> nobody{LifeTable(1), LifeTable(1)};
  const RetentionDifference empty = retention_difference({nobody, nobody}, 1, 0.95);
  CHECK_FALSE(empty.difference.value);
  CHECK_FALSE(empty.relative.value);
  CHECK(empty.difference.reason == "nobody was followed that long");

  const auto gone = groups_of({100, 100});
  const auto left = groups_of({90, 80});
  const RetentionDifference from_nothing = retention_difference({gone, left}, 1, 0.95);
  CHECK_FALSE(from_nothing.relative.value);
  CHECK(from_nothing.difference.interval);
  const RetentionDifference to_nothing = retention_difference({left, gone}, 1, 0.95);
  CHECK(*to_nothing.relative.value == -1.0);
  CHECK_FALSE(to_nothing.relative.interval);
}
