// What a look makes of sums and of life tables: the plain tests where all customers count alike,
// and nothing where a handful would have to speak for an arm.
#include <cmath>

#include <catch2/catch.hpp>

#include "stats/ratio_metric.h"
#include "stats/two_proportion_tests.h"
#include "trial/evidence.h"

namespace journeylab {
namespace {

constexpr double confidence = 0.95;

const TestMetric retention{.metric = 0, .knowledge = Knowledge::retention, .window = 0, .cells = 2};
const TestMetric ratio{.metric = 0, .knowledge = Knowledge::ratio, .window = 1, .cells = 0};

// Everybody is followed over both days; so many have ended on the first.
LifeCounts followed(std::uint64_t entered, std::uint64_t ended) {
  LifeCounts life(2);
  life.entered = entered;
  life.events[0] = ended;
  life.followed[2] = entered - ended;
  return life;
}

// Pairs of numerator and denominator.
Sums sums_of(const std::vector<std::pair<double, double>>& customers) {
  Sums sums;
  sums.n = customers.size();
  for (const auto& [x, y] : customers) {
    sums.x += x;
    sums.xx += x * x;
    sums.y += y;
    sums.yy += y * y;
    sums.xy += x * y;
  }
  return sums;
}

}  // namespace

TEST_CASE("where everybody is followed a retention is tested as a share", "[trial]") {
  const Evidence look =
      evidence_of_lives(retention, followed(80, 30), followed(90, 50), confidence);
  const TestOutcome share =
      pooled_z_test({.n = 80, .successes = 50}, {.n = 90, .successes = 40}, Alternative::two_sided);
  REQUIRE(look.known);
  CHECK(look.z == Approx(*share.statistic).epsilon(1e-12));
  CHECK(look.p_value == Approx(share.p_value->p).epsilon(1e-12));
  CHECK(look.effect == Approx(40.0 / 90.0 - 50.0 / 80.0).epsilon(1e-12));
  CHECK(look.interval.low < look.effect);
  CHECK(look.interval.high > look.effect);
  CHECK(look.interval.high < 0.0);
}

TEST_CASE("a retention is not known while fewer than five are at risk at its age", "[trial]") {
  CHECK_FALSE(evidence_of_lives(retention, followed(80, 76), followed(90, 50), confidence).known);
  CHECK(evidence_of_lives(retention, followed(80, 75), followed(90, 50), confidence).known);
  // Nobody has ended in either arm: nothing is to be told apart.
  CHECK_FALSE(evidence_of_lives(retention, followed(80, 0), followed(90, 0), confidence).known);
  // Nobody in one: all who were followed count.
  const Evidence one = evidence_of_lives(retention, followed(80, 0), followed(90, 9), confidence);
  const TestOutcome share =
      pooled_z_test({.n = 80, .successes = 80}, {.n = 90, .successes = 81}, Alternative::two_sided);
  CHECK(one.z == Approx(*share.statistic).epsilon(1e-12));
}

TEST_CASE("a ratio to which all customers bring alike is a difference of means", "[trial]") {
  const auto arm = [](double shift) {
    return sums_of({{1.0 + shift, 1.0}, {2.0 + shift, 1.0}, {4.0 + shift, 1.0}, {3.5, 1.0}});
  };
  const Evidence look = evidence_of_sums(ratio, arm(0.0), arm(1.0), confidence);
  const RatioSummary control{
      .n = 4, .mean_numerator = 2.625, .mean_denominator = 1.0, .variance_numerator = 5.6875 / 3.0};
  const RatioSummary treat{
      .n = 4, .mean_numerator = 3.375, .mean_denominator = 1.0, .variance_numerator = 4.6875 / 3.0};
  const EffectTest plain = ratio_difference(control, treat, {.confidence = confidence}, true);
  REQUIRE(look.known);
  CHECK(look.effect == Approx(0.75).epsilon(1e-12));
  CHECK(look.p_value == Approx(plain.p_value->p).epsilon(1e-9));
  CHECK(look.interval.low == Approx(plain.interval->low).epsilon(1e-9));
  // Bounds are normal: z is the normal deviate of the t statistic's p-value.
  CHECK(std::erfc(std::abs(look.z) / std::sqrt(2.0)) == Approx(look.p_value).epsilon(1e-9));
  CHECK(std::abs(look.z) < std::abs(*plain.statistic));
}

TEST_CASE("customers without anything in the denominator do not carry a ratio", "[trial]") {
  std::vector<std::pair<double, double>> control{{10.0, 1.0}, {14.0, 1.0}, {9.0, 1.0}};
  std::vector<std::pair<double, double>> treat{{15.0, 1.0}, {13.0, 1.0}, {18.0, 1.0}};
  const Evidence few = evidence_of_sums(ratio, sums_of(control), sums_of(treat), confidence);
  control.resize(1000);
  treat.resize(1000);
  const Evidence among_many = evidence_of_sums(ratio, sums_of(control), sums_of(treat), confidence);
  REQUIRE(among_many.known);
  CHECK(among_many.p_value == Approx(few.p_value).epsilon(1e-9));
  CHECK(among_many.interval.low == Approx(few.interval.low).epsilon(1e-9));
  // One who brings everything.
  treat.assign(1000, {0.0, 0.0});
  treat[0] = {15.0, 1.0};
  CHECK_FALSE(evidence_of_sums(ratio, sums_of(control), sums_of(treat), confidence).known);
}

}  // namespace journeylab
