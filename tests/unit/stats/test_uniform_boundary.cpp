#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "stats/uniform_boundary.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::number;
using journeylab::testing::reference_rows;
using journeylab::testing::ReferenceRow;

namespace {

double boundary_of(const ReferenceRow& row) {
  const std::string& method = row.at("method");
  const double v = number(row, "v");
  const double alpha = number(row, "alpha");
  const BoundaryTuning tuning{.variance = number(row, "v_opt"), .alpha = number(row, "alpha_opt")};
  const double c = number(row, "c");
  if (method == "normal_mixture_two_sided") return normal_mixture_two_sided(v, alpha, tuning);
  if (method == "normal_mixture_one_sided") return normal_mixture_one_sided(v, alpha, tuning);
  if (method == "gamma_exponential") return gamma_exponential_mixture(v, alpha, tuning, c);
  if (method == "gamma_poisson") return gamma_poisson_mixture(v, alpha, tuning, c);
  if (method == "poly_stitching") {
    return polynomial_stitching(v, alpha,
                                {.first_variance = number(row, "v_min"),
                                 .c = c,
                                 .s = number(row, "stitch_s"),
                                 .eta = number(row, "eta")});
  }
  const int sides = method == "beta_binomial_two_sided" ? 2 : 1;
  return beta_binomial_mixture(v, alpha, tuning, number(row, "g"), number(row, "h"), sides);
}

}  // namespace

TEST_CASE("uniform boundaries agree with confseq", "[uniform_boundary][reference]") {
  for (const auto& row : reference_rows("confseq_bounds.csv")) {
    CAPTURE(row.at("case_id"), row.at("method"));
    // Root finding on special functions; the figures without a second computation are confseq's
    // own, whose root finder stops at about 1e-9.
    CHECK(boundary_of(row) == Approx(number(row, "bound")).epsilon(1e-8));
  }
}

TEST_CASE("boundaries rise, and order as what they assume", "[uniform_boundary]") {
  const BoundaryTuning tuning{.variance = 100, .alpha = 0.05};
  double before = 0.0;
  for (double v = 1.0; v < 1e10; v *= 7.0) {
    CAPTURE(v);
    const double one = normal_mixture_one_sided(v, 0.05, tuning);
    CHECK(one < normal_mixture_two_sided(v, 0.05, {.variance = 100, .alpha = 0.1}));
    CHECK(one > before);
    before = one;
    const double poisson = gamma_poisson_mixture(v, 0.05, tuning, 1.0);
    CHECK(gamma_exponential_mixture(v, 0.05, tuning, 1.0) > poisson);
    // Where it is tuned for, the heavier tail asks for more than the normal one.
    if (v < 1000.0) CHECK(poisson > one);
  }
  // The stitched boundary grows as the iterated logarithm, a mixture as the logarithm.
  CHECK(polynomial_stitching(100, 0.05, {}) > normal_mixture_one_sided(100, 0.05, tuning));
  CHECK(polynomial_stitching(1e12, 0.05, {}) < normal_mixture_one_sided(1e12, 0.05, tuning));
}

TEST_CASE("a vanishing scale makes the sub-Poisson boundary normal", "[uniform_boundary]") {
  const BoundaryTuning tuning{.variance = 50, .alpha = 0.05};
  CHECK(gamma_poisson_mixture(80, 0.05, tuning, 1e-4) ==
        Approx(normal_mixture_one_sided(80, 0.05, tuning)).epsilon(1e-4));
  CHECK(gamma_exponential_mixture(80, 0.05, tuning, 1e-4) ==
        Approx(normal_mixture_one_sided(80, 0.05, tuning)).epsilon(1e-4));
}

TEST_CASE("boundaries of very much variance are smooth and finite", "[uniform_boundary]") {
  // The incomplete gamma function changes its method at (v + rho) / c^2 = 1e9; the curve does not
  // jump there: over a relative 2e-6 of v it rises by half as much, with 1 % room for the
  // logarithm.
  const BoundaryTuning tuning{.variance = 1e6, .alpha = 0.05};
  for (const auto mixture : {gamma_exponential_mixture, gamma_poisson_mixture}) {
    const double rho = 1e6 / (2 * std::log(10.0) + std::log1p(2 * std::log(10.0)));
    const double v = 1e9 - rho;
    const double step =
        mixture(v * (1 + 1e-6), 0.05, tuning, 1.0) - mixture(v * (1 - 1e-6), 0.05, tuning, 1.0);
    const double slope =
        mixture(v * 1.02, 0.05, tuning, 1.0) - mixture(v * 0.98, 0.05, tuning, 1.0);
    CHECK(step == Approx(slope * 2e-6 / 0.04).epsilon(0.01));
  }
  const double normal = normal_mixture_one_sided(1e12, 1e-8, tuning);
  CHECK(gamma_exponential_mixture(1e12, 1e-8, tuning, 0.1) == Approx(normal).epsilon(1e-4));
  CHECK(gamma_poisson_mixture(1e12, 1e-8, tuning, 0.1) == Approx(normal).epsilon(1e-4));
  CHECK(beta_binomial_mixture(1e12, 1e-8, tuning, 0.1, 0.9, 1) == Approx(normal).epsilon(1e-4));
}

TEST_CASE("coin flips cross the beta-binomial boundary as often as stated", "[uniform_boundary]") {
  // 2000 walks of 300 fair flips of -1/2 or 1/2 (g = h = 1/2, v = n / 4), two-sided 10 %: exact
  // crossing chance at most 10 %, 4.5 standard deviations above are 13 %.
  const BoundaryTuning tuning{.variance = 20, .alpha = 0.1};
  std::vector<double> bound;
  for (int n = 1; n <= 300; ++n) {
    bound.push_back(beta_binomial_mixture(n / 4.0, 0.1, tuning, 0.5, 0.5, 2));
  }
  CHECK(bound[0] == 0.5);  // no sum passes v / g
  std::mt19937_64 engine(5);
  int crossed = 0;
  for (int walk = 0; walk < 2000; ++walk) {
    double sum = 0.0;
    for (const double limit : bound) {
      sum += (engine() >> 63) != 0 ? 0.5 : -0.5;
      if (std::abs(sum) > limit) {
        ++crossed;
        break;
      }
    }
  }
  CHECK(crossed < 260);
  CHECK(crossed > 20);
}

TEST_CASE("boundaries refuse what has no meaning", "[uniform_boundary]") {
  const BoundaryTuning tuning;
  CHECK_THROWS_AS(normal_mixture_two_sided(-1, 0.05, tuning), std::invalid_argument);
  CHECK_THROWS_AS(normal_mixture_two_sided(1, 0, tuning), std::invalid_argument);
  CHECK_THROWS_AS(normal_mixture_one_sided(1, 0.05, {.alpha = 0.5}), std::invalid_argument);
  CHECK_THROWS_AS(gamma_poisson_mixture(1, 0.05, tuning, 0), std::invalid_argument);
  CHECK_THROWS_AS(beta_binomial_mixture(1, 0.05, tuning, 1, -1, 2), std::invalid_argument);
  CHECK_THROWS_AS(polynomial_stitching(1, 0.05, {.eta = 1}), std::invalid_argument);
  CHECK(beta_binomial_mixture(0, 0.05, tuning, 1, 1, 2) == 0.0);
}
