#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "stats/group_sequential.h"
#include "stats/group_sequential_stop.h"

using namespace journeylab;

namespace {

std::vector<double> even_looks(int looks) {
  std::vector<double> information;
  for (int k = 1; k <= looks; ++k) information.push_back(static_cast<double>(k) / looks);
  return information;
}

}  // namespace

TEST_CASE("a trial that stops on its bound has used up the error", "[group_sequential]") {
  const SequentialPlan plan{.shape = BoundaryShape::obrien_fleming, .information = even_looks(4)};
  const auto bounds = sequential_bounds(plan);
  // On the last upper bound the one-sided stagewise p-value is alpha / 2, and the interval begins
  // at no effect.
  const StoppedTrial last = stopped_trial(plan.information, bounds, bounds[3].upper, 0.95);
  CHECK(last.p_greater == Approx(0.025).epsilon(1e-8));
  CHECK(last.p_value == Approx(0.05).epsilon(1e-8));
  CHECK(last.interval.low == Approx(0).margin(1e-7));
  CHECK(last.drift > 0.0);
  CHECK(last.drift < bounds[3].upper);  // stopping late, the estimate is drawn towards no effect
  const StoppedTrial mirrored = stopped_trial(plan.information, bounds, -bounds[3].upper, 0.95);
  CHECK(mirrored.drift == Approx(-last.drift).epsilon(1e-8));
  CHECK(mirrored.interval.low == Approx(-last.interval.high).epsilon(1e-8));
  CHECK(mirrored.p_less == Approx(last.p_greater).epsilon(1e-10));
}

TEST_CASE("stopped at the first look all is as in the fixed test", "[group_sequential]") {
  const std::vector<double> information{0.25, 1.0};
  const std::vector<LookBounds> bounds{{-2.5, 2.5}};
  const StoppedTrial stop = stopped_trial(information, bounds, 3.0, 0.95);
  CHECK(stop.p_value == Approx(2 * normal_tail(3.0)).epsilon(1e-12));
  CHECK(stop.drift == Approx(3.0 / 0.5).epsilon(1e-10));
  CHECK(stop.interval.high == Approx((3.0 + normal_critical(0.95)) / 0.5).epsilon(1e-9));
}

TEST_CASE("the estimate after stopping is median-unbiased and its interval covers",
          "[group_sequential]") {
  // 1000 trials under a drift of 2 with three looks: half of the estimates lie above it, 80 % of
  // the 80 % intervals cover. Thresholds are 4.5 standard deviations of the binomial.
  const SequentialPlan plan{.shape = BoundaryShape::pocock, .information = even_looks(3)};
  const auto bounds = sequential_bounds(plan);
  std::mt19937_64 engine(7);
  std::normal_distribution<double> normal;
  int above = 0;
  int covered = 0;
  constexpr int trials = 1000;
  for (int trial = 0; trial < trials; ++trial) {
    double score = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
      score += 2.0 / 3.0 + normal(engine) / std::sqrt(3.0);
      const double z = score / std::sqrt(plan.information[k]);
      if (k < 2 && std::abs(z) < bounds[k].upper) continue;
      const std::vector<LookBounds> made(bounds.begin(),
                                         bounds.begin() + static_cast<std::ptrdiff_t>(k) + 1);
      const StoppedTrial stop = stopped_trial(plan.information, made, z, 0.8);
      above += stop.drift > 2.0 ? 1 : 0;
      covered += stop.interval.low < 2.0 && 2.0 < stop.interval.high ? 1 : 0;
      break;
    }
  }
  CHECK(std::abs(above - trials / 2) < 4.5 * std::sqrt(trials * 0.25));
  CHECK(std::abs(covered - trials * 0.8) < 4.5 * std::sqrt(trials * 0.16));
}

TEST_CASE("a statistic beyond all bounds is told by the looks before", "[group_sequential]") {
  // That the trial went on past the first look bounds the drift; past 50 the last statistic adds
  // nothing, and with no look before it alone tells.
  const std::vector<double> information{0.5, 1.0};
  const std::vector<LookBounds> bounds{{.lower = -2.8, .upper = 2.8},
                                       {.lower = -2.0, .upper = 2.0}};
  const StoppedTrial far = stopped_trial(information, bounds, 50.0, 0.95);
  for (const double z : {1e5, 1e300}) {
    const StoppedTrial farther = stopped_trial(information, bounds, z, 0.95);
    CHECK(farther.interval.low == Approx(far.interval.low).epsilon(1e-9));
    CHECK(farther.interval.high == Approx(far.interval.high).epsilon(1e-9));
    const StoppedTrial down = stopped_trial(information, bounds, -z, 0.95);
    CHECK(down.interval.low == Approx(-far.interval.high).epsilon(1e-9));
    CHECK(down.drift == Approx(-far.drift).epsilon(1e-9));
    const StoppedTrial first = stopped_trial(information, std::span(bounds).first(1), z, 0.95);
    CHECK(first.drift == Approx(z / std::sqrt(0.5)).epsilon(1e-12));
    CHECK(first.interval.low <= first.interval.high);
  }
}

TEST_CASE("stops that cannot be are refused", "[group_sequential]") {
  const std::vector<double> information{1.0};
  const std::vector<LookBounds> two(2);
  CHECK_THROWS_AS(stopped_trial({}, {}, 1.0, 0.95), std::invalid_argument);
  CHECK_THROWS_AS(stopped_trial(information, two, 1.0, 0.95), std::invalid_argument);
  CHECK_THROWS_AS(stopped_trial(information, std::span(two).first(1), std::nan(""), 0.95),
                  std::invalid_argument);
}
