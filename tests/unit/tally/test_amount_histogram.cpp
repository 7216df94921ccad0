// Bins of amounts: they cover every number in order, and are no wider than is promised.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "tally/amount_histogram.h"

using namespace journeylab;

namespace {

using Histogram = AmountHistogram;
constexpr std::size_t n_bins = 2 * Histogram::bins_of_sign;

}  // namespace

TEST_CASE("bins of amounts lie side by side from the lowest numbers to the highest", "[tally]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(Histogram::low_border(0) == -infinity);
  CHECK(Histogram::high_border(n_bins - 1) == infinity);
  CHECK(Histogram::low_border(Histogram::bins_of_sign) == 0.0);
  for (std::size_t bin = 0; bin < n_bins; ++bin) {
    INFO(bin);
    const double low = Histogram::low_border(bin);
    const double high = Histogram::high_border(bin);
    REQUIRE(low < high);
    REQUIRE(low == -Histogram::high_border(n_bins - 1 - bin));
    if (low <= 0.0 || std::isinf(high)) continue;
    REQUIRE(high - low <= low / 32.0);
    // The near border belongs to the bin, the far one to the next.
    REQUIRE(Histogram::bin_of(low) == bin);
    REQUIRE(Histogram::bin_of(std::nextafter(high, 0.0)) == bin);
    REQUIRE(Histogram::bin_of(-low) == n_bins - 1 - bin);
  }
}

TEST_CASE("amounts beyond all bins lie in the outermost ones", "[tally]") {
  CHECK(Histogram::bin_of(1e300) == n_bins - 1);
  CHECK(Histogram::bin_of(-1e300) == 0);
  CHECK(Histogram::bin_of(std::ldexp(1.0, Histogram::most_exponent)) == n_bins - 1);
  CHECK(Histogram::bin_of(5e-324) == Histogram::bins_of_sign);
  CHECK(Histogram::bin_of(-5e-324) == Histogram::bins_of_sign - 1);
}

TEST_CASE("histograms keep counts and extremes, and merge in any order", "[tally]") {
  Histogram a;
  a.customers = 4;
  for (const double amount : {29.9, 29.9, -3.0}) a.add(amount);
  Histogram b;
  b.customers = 2;
  b.add(1000.0);
  Histogram ab = a;
  ab.merge(b);
  Histogram ba = b;
  ba.merge(a);
  CHECK(ab == ba);
  CHECK(ab.customers == 6);
  CHECK(ab.least == -3.0);
  CHECK(ab.most == 1000.0);
  CHECK(ab.bins[Histogram::bin_of(29.9)] == 2);
  CHECK(std::count(ab.bins.begin(), ab.bins.end(), 1) == 2);
  ab.merge(Histogram{});
  CHECK(ab == ba);
}
