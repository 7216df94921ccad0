// Means against closed forms and against quadrature of Boost.Math's densities.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "statistical/random/boost_reference.h"
#include "statistical/random/specs.h"

namespace journeylab {
namespace {

using test::stated;
using test::truncated;

constexpr double none = std::numeric_limits<double>::infinity();

TEST_CASE("Means have their closed forms", "[random][moments]") {
  CHECK(mean_of(stated(Family::exponential, {2.5, 0, 0})) == 2.5);
  CHECK(mean_of(stated(Family::lognormal, {1, 0.5, 0})) == Approx(std::exp(1.125)).epsilon(1e-15));
  CHECK(mean_of(stated(Family::lognormal, {20, 8, 0}, Form::mean_sd)) == Approx(20).epsilon(1e-14));
  CHECK(mean_of(stated(Family::gamma, {10, 4, 0}, Form::mean_sd)) == Approx(10).epsilon(1e-14));
  CHECK(mean_of(stated(Family::beta, {0.3, 0.1, 0}, Form::mean_sd)) == Approx(0.3).epsilon(1e-14));
  CHECK(mean_of(stated(Family::weibull, {0.5, 3, 0})) == Approx(6).epsilon(1e-14));
  CHECK(mean_of(stated(Family::triangular, {1, 2, 6})) == Approx(3).epsilon(1e-15));
  CHECK(mean_of(stated(Family::geometric, {0.2, 0, 0})) == Approx(4).epsilon(1e-15));
  CHECK(mean_of(stated(Family::pareto, {2, 3, 0})) == Approx(3).epsilon(1e-15));
  CHECK(mean_of(stated(Family::uniform, {-1e308, 0.5e308, 0})) == Approx(-0.25e308).epsilon(1e-15));
}

TEST_CASE("A mean that does not exist is infinite, unless the tail is cut", "[random][moments]") {
  CHECK(mean_of(stated(Family::pareto, {1, 1, 0})) == none);
  CHECK(mean_of(stated(Family::pareto, {1, 0.5, 0})) == none);
  CHECK(mean_of(truncated(stated(Family::pareto, {1, 0.5, 0}), 3, none)) == none);
  CHECK(mean_of(truncated(stated(Family::pareto, {1, 1, 0}), -none, std::exp(1.0))) ==
        Approx(1.0 / (1.0 - std::exp(-1.0))).epsilon(1e-13));
}

TEST_CASE("Means of truncated distributions are those of the density", "[random][moments]") {
  for (const auto& [name, spec] : test::all_specs()) {
    INFO(name);
    const double expected = test::moments_of(test::reference_of(spec)).mean;
    CHECK(mean_of(spec) == Approx(expected).epsilon(2e-9));
  }
}

TEST_CASE("Means of narrow windows are their middles", "[random][moments]") {
  for (const DistributionSpec& whole :
       {stated(Family::normal, {0, 1, 0}), stated(Family::gamma, {3, 1, 0}),
        stated(Family::lognormal, {0, 1, 0}), stated(Family::weibull, {2, 1, 0}),
        stated(Family::exponential, {1, 0, 0}), stated(Family::pareto, {0.5, 2, 0}),
        stated(Family::triangular, {0, 1, 2})}) {
    INFO(name_of(whole.family));
    for (const double width : {1e-3, 1e-5, 1e-7}) {
      const double mean = mean_of(truncated(whole, 1.0, 1.0 + width));
      CHECK((mean - 1.0) / width == Approx(0.5).margin(width + 1e-9 / width));
    }
  }
}

TEST_CASE("Means far out in a tail are just beyond where it begins", "[random][moments]") {
  // Mills' ratio: E[Z | Z > a] = a + 1/a - 2/a^3 + 10/a^5 - 74/a^7 + O(a^-9).
  const double a = 30.0;
  const double expected =
      a + 1 / a - 2 / std::pow(a, 3) + 10 / std::pow(a, 5) - 74 / std::pow(a, 7);
  CHECK(mean_of(truncated(stated(Family::normal, {0, 1, 0}), a, none)) ==
        Approx(expected).epsilon(1e-10));
  CHECK(mean_of(truncated(stated(Family::normal, {0, 1, 0}), -none, -a)) ==
        Approx(-expected).epsilon(1e-10));
  CHECK(mean_of(truncated(stated(Family::exponential, {2, 0, 0}), 500, none)) == 502.0);
}

TEST_CASE("A geometric with rare successes has the mean of its window", "[random][moments]") {
  CHECK(mean_of(truncated(stated(Family::geometric, {1e-9, 0, 0}), 0, 99)) ==
        Approx(49.5).epsilon(1e-6));
  CHECK(mean_of(truncated(stated(Family::geometric, {0.25, 0, 0}), 4, none)) ==
        Approx(7.0).epsilon(1e-14));
}

}  // namespace
}  // namespace journeylab
