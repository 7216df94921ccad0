// The bits of draws, written down: they must be the same on every machine, with every compiler and
// at every level of optimisation, and they change only on purpose. Gamma, beta and Poisson are left
// out: they stand on Boost.Math and change with its versions.
#include <bit>
#include <limits>

#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "random/mathematics.h"
#include "random/philox_engine.h"
#include "statistical/random/boost_reference.h"

namespace journeylab {
namespace {

using test::stated;
using test::truncated;

/// Fowler, Noll and Vo's hash, over whole doubles.
class BitHash {
 public:
  void add(double value) noexcept {
    hash_ = (hash_ ^ std::bit_cast<std::uint64_t>(value)) * 1099511628211U;
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return hash_; }

 private:
  std::uint64_t hash_ = 14695981039346656037U;
};

std::uint64_t hash_of(const DistributionSpec& spec) {
  const PreparedDistribution prepared = prepare(spec, Tables::build);
  PhiloxEngine engine(2718281828, 3);
  BitHash hash;
  for (int draw = 0; draw < 20000; ++draw) {
    const std::uint64_t high = engine();
    hash.add(quantile(prepared, probability_of((high << 16) | (engine() & 0xffff))));
  }
  return hash.value();
}

TEST_CASE("Draws have the bits that were written down", "[random][bits]") {
  constexpr double none = std::numeric_limits<double>::infinity();
  const DistributionSpec normal = stated(Family::normal, {1, 2, 0});
  CHECK(hash_of(stated(Family::exponential, {2, 0, 0})) == 0x30f3a6506d1e7b0a);
  CHECK(hash_of(normal) == 0x892b9ab94bf6f8c8);
  CHECK(hash_of(stated(Family::lognormal, {0, 1, 0})) == 0x72ac9020ec949800);
  CHECK(hash_of(stated(Family::weibull, {0.7, 2, 0})) == 0x29b165fc4e4b8913);
  CHECK(hash_of(stated(Family::uniform, {-1, 3, 0})) == 0xc461bbf3a6e4a005);
  CHECK(hash_of(stated(Family::triangular, {0, 1, 3})) == 0x2d30c9f8c2aaf724);
  CHECK(hash_of(stated(Family::bernoulli, {0.3, 0, 0})) == 0x09b9e7ee21f20da5);
  CHECK(hash_of(stated(Family::geometric, {0.01, 0, 0})) == 0xd5fe8fee21f20da5);
  CHECK(hash_of(stated(Family::pareto, {1, 3, 0})) == 0xee3e21932bba920b);
  CHECK(hash_of(truncated(normal, 0, none)) == 0xf74e4e3966dd1727);
  CHECK(hash_of(truncated(stated(Family::weibull, {0.7, 2, 0}), 1, 5)) == 0x4f5215192022b6fd);
}

TEST_CASE("Functions have the bits that were written down", "[random][bits]") {
  PhiloxEngine engine(31415926, 5);
  BitHash hash;
  for (int step = 0; step < 20000; ++step) {
    const double u = (engine() + 0.5) / 4294967296.0;
    hash.add(portable_log(u));
    hash.add(portable_exp(100.0 * u - 50.0));
    hash.add(portable_pow(10.0 * u, 7.0 - 14.0 * u));
    hash.add(normal_cumulative(16.0 * u - 8.0));
    hash.add(normal_quantile(u, 1.0 - u));
  }
  CHECK(hash.value() == 0xeaa1e9ecf76b59cc);
}

}  // namespace
}  // namespace journeylab
