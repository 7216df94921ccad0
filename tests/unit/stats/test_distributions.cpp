#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "stats/distributions.h"
#include "unit/stats/reference_table.h"

using namespace journeylab;
using journeylab::testing::number;
using journeylab::testing::reference_rows;

TEST_CASE("Student's quantiles agree with quadrature for any degrees of freedom",
          "[distributions]") {
  for (const auto& row : reference_rows("student_quantiles.csv")) {
    const double tail = number(row, "tail");
    const double df = number(row, "df");
    CAPTURE(tail, df);
    // 1e-11: what Boost's quantile reaches at whole and fractional degrees of freedom.
    CHECK(student_quantile_above(tail, df) == Approx(number(row, "quantile")).epsilon(1e-11));
    CHECK(student_two_sided(number(row, "quantile"), df) == Approx(2.0 * tail).epsilon(1e-9));
  }
}

TEST_CASE("the logarithm of a normal tail is right far beyond what a double can hold",
          "[distributions]") {
  for (const auto& row : reference_rows("normal_tails.csv")) {
    const double z = number(row, "z");
    CAPTURE(z);
    CHECK(ln_normal_tail(z) == Approx(number(row, "ln_tail")).epsilon(1e-14));
  }
}

TEST_CASE("a normal quantile inverts the tail, also at 1e-300", "[distributions]") {
  for (const double tail : {0.5, 0.025, 1e-9, 1e-100, 1e-300}) {
    CAPTURE(tail);
    // The tail's relative error is z^2 times that of z: 1400 roundings at 1e-300.
    CHECK(normal_tail(normal_quantile_above(tail)) == Approx(tail).epsilon(1e-12));
  }
  CHECK(normal_critical(0.95) == Approx(1.9599639845400545).epsilon(1e-14));
}

TEST_CASE("Student's t with infinite degrees of freedom is the normal", "[distributions]") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(student_critical(0.9, infinity) == normal_critical(0.9));
  CHECK(student_two_sided(-2.0, infinity) == 2.0 * normal_tail(2.0));
  CHECK(student_two_sided(infinity, 3.0) == 0.0);
  CHECK(student_two_sided(0.0, 3.0) == Approx(1.0).epsilon(1e-15));
}
