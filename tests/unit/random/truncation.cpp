// Truncation windows of every size and place.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "random/mathematics.h"
#include "statistical/random/boost_reference.h"

namespace journeylab {
namespace {

using test::stated;
using test::truncated;

constexpr double none = std::numeric_limits<double>::infinity();
constexpr std::uint64_t last_bits = (std::uint64_t{1} << uniform_bits) - 1;

TEST_CASE("Truncation that cuts nothing changes no bit", "[random][truncation]") {
  const DistributionSpec whole = stated(Family::gamma, {2, 3, 0});
  const PreparedDistribution plain = prepare(whole, Tables::build);
  const PreparedDistribution cut = prepare(truncated(whole, 0, none), Tables::build);
  CHECK_FALSE(cut.truncated);
  for (std::uint64_t bits = 1; bits < last_bits; bits = bits * 7 + 1) {
    CHECK(quantile(plain, probability_of(bits)) == quantile(cut, probability_of(bits)));
  }
}

TEST_CASE("The far upper tail of a normal is close to an exponential", "[random][truncation]") {
  // Given Z > 30, Z - 30 has tail exp(-30 t - t^2/2) times 30/(30 + t) to first order.
  const PreparedDistribution prepared =
      prepare(truncated(stated(Family::normal, {0, 1, 0}), 30, none), Tables::none);
  for (const double above : {0.9, 0.5, 0.1, 1e-3, 1e-9}) {
    const double x = quantile(prepared, {.below = 1.0 - above, .above = above});
    const double ratio = normal_cumulative(-x) / normal_cumulative(-30.0);
    CHECK(ratio == Approx(above).epsilon(1e-10));
  }
}

TEST_CASE("The exponential has no memory, wherever it is cut", "[random][truncation]") {
  const PreparedDistribution whole = prepare(stated(Family::exponential, {2, 0, 0}), Tables::none);
  const PreparedDistribution cut =
      prepare(truncated(stated(Family::exponential, {2, 0, 0}), 600, none), Tables::none);
  for (std::uint64_t bits = last_bits / 1000; bits < last_bits; bits += last_bits / 997) {
    const Probability p = probability_of(bits);
    CHECK(quantile(cut, p) == Approx(600.0 + quantile(whole, p)).epsilon(1e-13));
  }
}

TEST_CASE("A window near the start of the support is drawn without steps", "[random][truncation]") {
  // Far below the mean an exponential is uniform; 1 - below alone could not tell its values apart.
  const PreparedDistribution prepared =
      prepare(truncated(stated(Family::exponential, {1, 0, 0}), 0, 1e-20), Tables::none);
  for (const double below : {1e-3, 0.25, 0.5, 0.99}) {
    CHECK(quantile(prepared, {.below = below, .above = 1.0 - below}) ==
          Approx(below * 1e-20).epsilon(1e-12));
  }
  const PreparedDistribution weibull =
      prepare(truncated(stated(Family::weibull, {2, 1, 0}), 0, 1e-9), Tables::none);
  CHECK(quantile(weibull, {.below = 0.25, .above = 0.75}) == Approx(0.5e-9).epsilon(1e-12));
}

TEST_CASE("A narrow window is drawn evenly and never left", "[random][truncation]") {
  for (const DistributionSpec& whole :
       {stated(Family::normal, {0, 1, 0}), stated(Family::gamma, {3, 1, 0}),
        stated(Family::lognormal, {0, 1, 0}), stated(Family::weibull, {2, 1, 0})}) {
    INFO(name_of(whole.family));
    const double low = 1.0;
    const double high = 1.0 + 1e-7;
    const PreparedDistribution prepared = prepare(truncated(whole, low, high), Tables::build);
    for (double below = 0.05; below < 1.0; below += 0.1) {
      const double x = quantile(prepared, {.below = below, .above = 1.0 - below});
      CHECK(x >= low);
      CHECK(x <= high);
      CHECK((x - low) / (high - low) == Approx(below).margin(1e-2));
    }
  }
}

TEST_CASE("Counts keep the whole numbers at both ends of the window", "[random][truncation]") {
  const PreparedDistribution prepared =
      prepare(truncated(stated(Family::poisson, {3, 0, 0}), 1.5, 4.5), Tables::build);
  CHECK(quantile(prepared, probability_of(0)) == 2.0);
  CHECK(quantile(prepared, probability_of(last_bits)) == 4.0);
  const double mass = 4.5 + 4.5 + 3.375;  // 3^2/2!, 3^3/3!, 3^4/4!
  CHECK(cumulative(prepared, 2.0).below == Approx(4.5 / mass).epsilon(1e-13));
  CHECK(cumulative(prepared, 3.5).above == Approx(3.375 / mass).epsilon(1e-13));
  CHECK(cumulative(prepared, 1.9).below == 0.0);
  CHECK(cumulative(prepared, 4.0).above == 0.0);
}

}  // namespace
}  // namespace journeylab
