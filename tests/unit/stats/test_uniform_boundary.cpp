#include <cmath>

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
