// The measured errors of the tabulated quantiles, and of those solved afresh, against Boost.Math's
// incomplete gamma and beta functions in long double.
#include <cmath>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "random/mathematics.h"
#include "random/quantile_table.h"
#include "statistical/random/boost_reference.h"

namespace journeylab {
namespace {

using test::stated;

constexpr double widest = 7.87;  // the normal quantile of the last uniform draw is 7.8698

Probability at_normal(double z) {
  return {.below = normal_cumulative(z), .above = normal_cumulative(-z)};
}

/// The relative error of x as a quantile of the gamma of scale 1: the error of the smaller tail
/// over x times the density.
double gamma_error(double shape, double x, Probability p) {
  const long double a = shape;
  const long double at = x;
  const bool lower = p.below < p.above;
  const long double tail = lower ? boost::math::gamma_p(a, at) : boost::math::gamma_q(a, at);
  const long double slope = std::exp(a * std::log(at) - at - std::lgamma(a));
  return static_cast<double>(std::abs(tail - (lower ? p.below : p.above)) / slope);
}

/// The same for the beta, given x and the logarithmic slope.
double beta_error(double alpha, double beta, double x, Probability p) {
  const long double a = alpha;
  const long double b = beta;
  const long double at = x;
  const bool lower = p.below < p.above;
  const long double tail = lower ? boost::math::ibeta(a, b, at) : boost::math::ibetac(a, b, at);
  const long double log_beta = std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
  const long double slope = std::exp(a * std::log(at) + (b - 1) * std::log1p(-at) - log_beta);
  return static_cast<double>(std::abs(tail - (lower ? p.below : p.above)) / slope);
}

TEST_CASE("Solved gamma quantiles are right to 1e-12", "[random][tables]") {
  for (const double shape : {0.05, 0.2, 0.7, 1.0, 1.5, 4.0, 30.0, 1e3, 1e5}) {
    const PreparedDistribution solved = prepare(stated(Family::gamma, {shape, 1, 0}), Tables::none);
    double worst = 0.0;
    for (double z = -widest; z <= widest; z += 0.0371) {
      const Probability p = at_normal(z);
      worst = std::max(worst, gamma_error(shape, quantile(solved, p), p));
    }
    INFO("shape " << shape << ", largest relative error " << worst);
    CHECK(worst < 1e-12);
  }
}

TEST_CASE("Tabulated gamma quantiles are right to 2e-9 for shapes of 0.05 to a million",
          "[random][tables]") {
  for (const double shape : {0.05, 0.11, 0.5, 0.99, 1.0, 1.5, 2.0, 9.0, 77.0, 1e3, 1e6}) {
    const DistributionSpec spec = stated(Family::gamma, {shape, 1, 0});
    const PreparedDistribution table = prepare(spec, Tables::build);
    const PreparedDistribution solved = prepare(spec, Tables::none);
    double worst = 0.0;
    for (double z = -widest; z <= widest; z += 0.00813) {
      const Probability p = at_normal(z);
      worst = std::max(worst, std::abs(quantile(table, p) / quantile(solved, p) - 1.0));
    }
    INFO("shape " << shape << ", " << table.table->constant.size() << " cells, error " << worst);
    CHECK(worst < 2e-9);
    CHECK(table.table->constant.size() <= 4096);
  }
}

TEST_CASE("Solved beta quantiles are right to 1e-11", "[random][tables]") {
  const std::vector<std::pair<double, double>> shapes = {{0.05, 0.05}, {0.05, 3.0}, {0.5, 0.5},
                                                         {1.0, 1.0},   {2.0, 5.0},  {40.0, 0.3},
                                                         {1e3, 2e3},   {1e6, 1e6},  {3.0, 1e6}};
  for (const auto& [alpha, beta] : shapes) {
    const PreparedDistribution solved =
        prepare(stated(Family::beta, {alpha, beta, 0}), Tables::none);
    double worst = 0.0;
    for (double z = -widest; z <= widest; z += 0.0371) {
      const Probability p = at_normal(z);
      const double x = quantile(solved, p);
      // Nearer to 1 the spacing of doubles, not the method, sets the error of the upper tail.
      if (x > 0.9999) continue;
      worst = std::max(worst, beta_error(alpha, beta, x, p));
    }
    INFO("beta " << alpha << ", " << beta << ", largest relative error " << worst);
    CHECK(worst < 1e-11);
  }
}

TEST_CASE("Tabulated beta quantiles are right to 2e-9 for shapes of 0.05 to a million",
          "[random][tables]") {
  const std::vector<std::pair<double, double>> shapes = {{0.05, 0.05}, {0.05, 3.0}, {0.5, 0.5},
                                                         {1.0, 1.0},   {2.0, 5.0},  {40.0, 0.3},
                                                         {1e3, 2e3},   {1e6, 1e6},  {3.0, 1e6}};
  for (const auto& [alpha, beta] : shapes) {
    const DistributionSpec spec = stated(Family::beta, {alpha, beta, 0});
    const PreparedDistribution table = prepare(spec, Tables::build);
    const PreparedDistribution solved = prepare(spec, Tables::none);
    double worst = 0.0;
    for (double z = -widest; z <= widest; z += 0.00813) {
      const Probability p = at_normal(z);
      worst = std::max(worst, std::abs(quantile(table, p) / quantile(solved, p) - 1.0));
    }
    INFO("beta " << alpha << ", " << beta << ", " << table.table->constant.size()
                 << " cells, error " << worst);
    CHECK(worst < 2e-9);
  }
}

TEST_CASE("The two extremes of a beta table agree with each other", "[random][tables]") {
  // X of beta(a, b) is 1 - X of beta(b, a).
  const PreparedDistribution one = prepare(stated(Family::beta, {2.5, 0.3, 0}), Tables::build);
  const PreparedDistribution other = prepare(stated(Family::beta, {0.3, 2.5, 0}), Tables::build);
  for (double z = -widest; z <= widest; z += 0.1) {
    CHECK(quantile(one, at_normal(z)) ==
          Approx(1.0 - quantile(other, at_normal(-z))).epsilon(1e-8));
  }
}

TEST_CASE("Shapes at the limits of what is allowed still give numbers", "[random][tables]") {
  for (const double shape : {1e-3, 1e9}) {
    for (const DistributionSpec& spec :
         {stated(Family::gamma, {shape, 1, 0}), stated(Family::beta, {shape, shape, 0}),
          stated(Family::beta, {shape, 1, 0}), stated(Family::beta, {1e-3, 1e9, 0})}) {
      REQUIRE(problem_of(spec).empty());
      const PreparedDistribution table = prepare(spec, Tables::build);
      const PreparedDistribution solved = prepare(spec, Tables::none);
      for (double z = -widest; z <= widest; z += 1.13) {
        const double x = quantile(table, at_normal(z));
        REQUIRE(std::isfinite(x));
        REQUIRE(x == Approx(quantile(solved, at_normal(z))).epsilon(1e-6).margin(1e-300));
      }
    }
  }
}

TEST_CASE("Beyond the ends of a table the quantile stays at its end", "[random][tables]") {
  const PreparedDistribution table = prepare(stated(Family::gamma, {2, 1, 0}), Tables::build);
  const double last = quantile(table, at_normal(8.3));
  CHECK(quantile(table, at_normal(12.0)) == Approx(last).epsilon(1e-9));
  CHECK(quantile(table, at_normal(-20.0)) ==
        Approx(quantile(table, at_normal(-8.3))).epsilon(1e-9));
}

TEST_CASE("Tabulated and solved Poisson quantiles are the same", "[random][tables]") {
  for (const double mean : {1e-6, 0.3, 1.0, 7.0, 95.0, 3000.0, 1e5}) {
    const DistributionSpec spec = stated(Family::poisson, {mean, 0, 0});
    const PreparedDistribution table = prepare(spec, Tables::build);
    const PreparedDistribution solved = prepare(spec, Tables::none);
    REQUIRE(table.table != nullptr);
    for (double z = -widest; z <= widest; z += 0.0391) {
      REQUIRE(quantile(table, at_normal(z)) == quantile(solved, at_normal(z)));
    }
  }
}

TEST_CASE("A large Poisson mean is drawn without a table", "[random][tables]") {
  const PreparedDistribution prepared =
      prepare(stated(Family::poisson, {1e9, 0, 0}), Tables::build);
  CHECK(prepared.table == nullptr);
  CHECK(quantile(prepared, at_normal(0.0)) == Approx(1e9).epsilon(1e-9));
  CHECK(quantile(prepared, at_normal(3.0)) == Approx(1e9 + 3 * std::sqrt(1e9)).epsilon(1e-8));
}

}  // namespace
}  // namespace journeylab
