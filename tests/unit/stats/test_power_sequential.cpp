#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "stats/always_valid.h"
#include "stats/distributions.h"
#include "stats/power_plan.h"
#include "stats/power_sequential.h"

using namespace journeylab;

namespace {

std::vector<double> even_looks(int looks) {
  std::vector<double> fractions;
  for (int k = 1; k <= looks; ++k) fractions.push_back(static_cast<double>(k) / looks);
  return fractions;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

TEST_CASE("the bound is where the mixture test rejects", "[power]") {
  const double variance = 0.3;  // at full information
  const double spread = 2.5;
  for (const double t : {0.1, 0.5, 1.0}) {
    const double bound = mixture_bound(spread, t, 0.05);
    for (const double step : {-1e-9, 1e-9}) {
      const EffectLook look{.effect = (bound + step) * std::sqrt(variance / t),
                            .variance = variance / t};
      const MixtureTest test{.mixing_variance = spread * variance, .alpha = 0.05};
      const auto looks = mixture_test(std::vector{look}, test);
      CHECK((looks.front().p_value <= 0.05) == (step > 0));
    }
  }
}

TEST_CASE("one look is a fixed test with a wider bound", "[power]") {
  const SequentialDesign design = always_valid_design({.information = {1.0}});
  const double bound = design.bounds.front().upper;
  CHECK(normal_tail(bound - design.drift) == Approx(0.8).epsilon(1e-10));
  CHECK(bound == Approx(mixture_bound(design.drift * design.drift, 1.0, 0.05)));
  CHECK(bound > normal_quantile_above(0.025));
  CHECK(design.expected_full == Approx(design.inflation));
}

TEST_CASE("an always-valid design keeps its error, its power, and its order", "[power]") {
  double error = 0.0;
  double expected = 2.0;
  for (const int looks : {1, 2, 5, 20}) {
    CAPTURE(looks);
    const SequentialDesign design = always_valid_design({.information = even_looks(looks)});
    CHECK(sum(design.full.upper) == Approx(0.8).epsilon(1e-9));
    const double used = sum(design.none.upper) + sum(design.none.lower);
    CHECK(used < 0.05);
    CHECK(used > error);  // more looks use more of it
    error = used;
    CHECK(design.expected_full < expected + 1e-12);
    expected = design.expected_full;
    CHECK(design.expected_none >= design.expected_half);
    CHECK(design.expected_half >= design.expected_full);
    CHECK((design.expected_none > design.expected_full) == (looks > 1));
    CHECK(design.inflation > 1.0);
  }
}

TEST_CASE("always-valid plans that cannot be are refused", "[power]") {
  CHECK_THROWS_AS(always_valid_design({.information = {}}), std::invalid_argument);
  CHECK_THROWS_AS(always_valid_design({.information = {0.5, 0.4, 1.0}}), std::invalid_argument);
  CHECK_THROWS_AS(always_valid_design({.mixing = 0.0, .information = {1.0}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(always_valid_design({.power = 0.01, .information = {1.0}}),
                  std::invalid_argument);
}
