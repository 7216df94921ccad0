// What holds for the quantiles of every family.
#include <algorithm>
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "random/philox_engine.h"
#include "statistical/random/boost_reference.h"
#include "statistical/random/specs.h"

namespace journeylab {
namespace {

using test::all_specs;
using test::NamedSpec;
using test::stated;
using test::truncated;

constexpr std::uint64_t last_bits = (std::uint64_t{1} << uniform_bits) - 1;

/// Bits of uniform draws: dense at both ends, even in between.
std::vector<std::uint64_t> grid_of_bits() {
  std::vector<std::uint64_t> bits;
  for (std::uint64_t near = 0; near < last_bits / 4; near += near / 16 + 1) {
    bits.push_back(near);
    bits.push_back(last_bits - near);
  }
  for (std::uint64_t step = 1; step < 2000; ++step) bits.push_back(last_bits / 2000 * step);
  std::sort(bits.begin(), bits.end());
  return bits;
}

DistributionSpec sample_spec() {
  DistributionSpec spec = stated(Family::empirical, {});
  spec.sample = std::make_shared<std::vector<double>>(
      std::vector<double>{5.0, -1.0, 2.0, 2.0, 9.0, 0.0, 4.0});
  return spec;
}

std::vector<NamedSpec> specs_with_sample() {
  std::vector<NamedSpec> specs = all_specs();
  specs.push_back({"empirical", sample_spec()});
  specs.push_back({"poisson without table", stated(Family::poisson, {2e5, 0, 0})});
  return specs;
}

TEST_CASE("Every tested distribution is allowed", "[random][quantile]") {
  for (const auto& [name, spec] : specs_with_sample()) {
    INFO(name);
    CHECK(problem_of(spec).empty());
  }
}

TEST_CASE("Many quantiles at once have the bits of one at a time", "[random][quantile]") {
  const std::vector<std::uint64_t> bits = grid_of_bits();
  std::vector<double> below;
  std::vector<double> above;
  for (const std::uint64_t each : bits) {
    below.push_back(probability_of(each).below);
    above.push_back(probability_of(each).above);
  }
  for (const auto& [name, spec] : specs_with_sample()) {
    for (const Tables tables : {Tables::build, Tables::none}) {
      const PreparedDistribution prepared = prepare(spec, tables);
      std::vector<double> out(bits.size());
      quantiles(prepared, below, above, out);
      std::vector<double> in_place = below;
      quantiles(prepared, in_place, above, in_place);
      std::size_t different = 0;
      for (std::size_t i = 0; i < bits.size(); ++i) {
        const double single = quantile(prepared, probability_of(bits[i]));
        different += single != out[i] || single != in_place[i];
      }
      INFO(name);
      CHECK(different == 0);
    }
  }
}

TEST_CASE("Quantiles of any number of draws leave their neighbours alone", "[random][quantile]") {
  const PreparedDistribution prepared =
      prepare(stated(Family::lognormal, {0, 1, 0}), Tables::build);
  for (std::size_t size = 0; size < 40; ++size) {
    const std::vector<double> halves(size, 0.5);
    std::vector<double> out(size + 2, -7.0);
    quantiles(prepared, halves, halves, std::span(out).subspan(1, size));
    CHECK(out.front() == -7.0);
    CHECK(out.back() == -7.0);
    CHECK(std::count(out.begin(), out.end(), 1.0) == static_cast<long>(size));
  }
}

TEST_CASE("Quantiles rise with the uniform draw", "[random][quantile]") {
  // Rounding may turn neighbours around by a few units in the last place, interpolation joins too.
  constexpr double slack = 1e-14;
  const std::vector<std::uint64_t> bits = grid_of_bits();
  for (const auto& [name, spec] : specs_with_sample()) {
    INFO(name);
    const PreparedDistribution prepared = prepare(spec, Tables::build);
    double last = quantile(prepared, probability_of(bits.front()));
    for (const std::uint64_t each : bits) {
      const double x = quantile(prepared, probability_of(each));
      REQUIRE(x >= last - slack * std::abs(last));
      last = x;
    }
  }
}

TEST_CASE("Every draw is finite and inside the support and the truncation", "[random][quantile]") {
  for (const auto& [name, spec] : all_specs()) {
    INFO(name);
    const test::Reference reference = test::reference_of(spec);
    for (const Tables tables : {Tables::build, Tables::none}) {
      const PreparedDistribution prepared = prepare(spec, tables);
      for (const std::uint64_t bits :
           {std::uint64_t{0}, std::uint64_t{1}, last_bits / 2, last_bits}) {
        const double x = quantile(prepared, probability_of(bits));
        CHECK(std::isfinite(x));
        CHECK(x >= reference.low);
        CHECK(x <= reference.high);
      }
    }
  }
}

TEST_CASE("The distribution at a continuous quantile is the probability, in both tails",
          "[random][quantile]") {
  // The tables' relative error of 1e-8 becomes one of the tail: it is multiplied by the slope of
  // log(tail) in log(x), at most about 60 here (gamma far out), and Boost's own error is below it.
  const std::vector<std::uint64_t> bits = grid_of_bits();
  for (const auto& [name, spec] : all_specs()) {
    const test::Reference reference = test::reference_of(spec);
    if (reference.discrete) continue;
    INFO(name);
    const PreparedDistribution prepared = prepare(spec, Tables::build);
    double worst = 0.0;
    for (std::size_t i = 0; i < bits.size(); i += 5) {
      const Probability p = probability_of(bits[i]);
      const double x = quantile(prepared, p);
      // What one unit in the last place of x is worth in probability.
      const double unit = reference.density(x) * std::abs(x) * 4e-16;
      const double error = p.below < p.above ? std::abs(reference.below(x) - p.below)
                                             : std::abs(reference.above(x) - p.above);
      const double scale = std::min(p.below, p.above);
      // The reference subtracts where the support ends.
      const bool subtracts = prepared.truncated || std::isfinite(reference.high);
      const double noise = subtracts ? 1e-13 + 1e-11 * scale : 1e-13 * scale;
      worst = std::max(worst, std::max(0.0, error - unit - noise) / scale);
    }
    INFO("largest relative error of the tail " << worst);
    CHECK(worst < 1e-7);
  }
}

TEST_CASE("A quantile of counts is the smallest count that reaches the probability",
          "[random][quantile]") {
  const std::vector<std::uint64_t> bits = grid_of_bits();
  for (const auto& [name, spec] : all_specs()) {
    const test::Reference reference = test::reference_of(spec);
    if (!reference.discrete) continue;
    INFO(name);
    const PreparedDistribution prepared = prepare(spec, Tables::build);
    for (std::size_t i = 0; i < bits.size(); i += 3) {
      const Probability p = probability_of(bits[i]);
      const double x = quantile(prepared, p);
      REQUIRE(x == std::floor(x));
      const double noise = prepared.truncated ? 1e-12 : 1e-14;
      REQUIRE(reference.below(x) >= p.below - noise);
      REQUIRE(reference.above(x) <= p.above + noise);
      if (x > reference.low) REQUIRE(reference.below(x - 1) <= p.below + noise);
      if (x > reference.low) REQUIRE(reference.above(x - 1) >= p.above - noise);
    }
  }
}

TEST_CASE("Our own distribution function is Boost's", "[random][quantile]") {
  for (const auto& [name, spec] : all_specs()) {
    INFO(name);
    const test::Reference reference = test::reference_of(spec);
    const PreparedDistribution prepared = prepare(spec, Tables::none);
    for (const std::uint64_t bits : grid_of_bits()) {
      const double x = quantile(prepared, probability_of(bits));
      for (const double at : {x, x * 1.001, x - 0.4}) {
        const Probability found = cumulative(prepared, at);
        REQUIRE(found.below == Approx(reference.below(at)).margin(2e-11).epsilon(1e-11));
        REQUIRE(found.above == Approx(reference.above(at)).margin(2e-11).epsilon(1e-11));
      }
    }
  }
}

TEST_CASE("Distributions without spread are constant", "[random][quantile]") {
  const std::vector<std::pair<DistributionSpec, double>> constants = {
      {stated(Family::exponential, {0, 0, 0}), 0.0},
      {stated(Family::normal, {4.5, 0, 0}), 4.5},
      {truncated(stated(Family::normal, {4.5, 0, 0}), 0, 5), 4.5},
      {stated(Family::lognormal, {0, 0, 0}), 1.0},
      {stated(Family::uniform, {2, 2, 0}), 2.0},
      {stated(Family::triangular, {3, 3, 3}), 3.0},
      {stated(Family::poisson, {0, 0, 0}), 0.0},
      {stated(Family::geometric, {1, 0, 0}), 0.0},
      {stated(Family::bernoulli, {0, 0, 0}), 0.0},
      {stated(Family::bernoulli, {1, 0, 0}), 1.0},
      {truncated(stated(Family::bernoulli, {0.2, 0, 0}), 1, 1), 1.0},
      {truncated(stated(Family::poisson, {3, 0, 0}), 4, 4.5), 4.0},
  };
  for (const auto& [spec, value] : constants) {
    INFO(name_of(spec.family));
    REQUIRE(problem_of(spec).empty());
    const PreparedDistribution prepared = prepare(spec, Tables::build);
    for (const std::uint64_t bits : {std::uint64_t{0}, last_bits / 3, last_bits}) {
      CHECK(quantile(prepared, probability_of(bits)) == value);
    }
    CHECK(cumulative(prepared, value).below == 1.0);
    CHECK(cumulative(prepared, std::nextafter(value, -1e9)).below == 0.0);
    CHECK(mean_of(spec) == Approx(value));
  }
}

TEST_CASE("A uniform draw stays below its upper end", "[random][quantile]") {
  const PreparedDistribution prepared =
      prepare(stated(Family::uniform, {1e6, 1e6 + 1, 0}), Tables::build);
  CHECK(quantile(prepared, probability_of(last_bits)) == std::nextafter(1e6 + 1, 0.0));
  CHECK(quantile(prepared, probability_of(0)) == 1e6);
}

TEST_CASE("A bernoulli draw is 1 for the upper part of the uniform draws", "[random][quantile]") {
  const PreparedDistribution prepared =
      prepare(stated(Family::bernoulli, {0.25, 0, 0}), Tables::none);
  const std::uint64_t first = last_bits / 4 * 3 + 3;  // bits 3/4 * 2^48
  CHECK(quantile(prepared, probability_of(first)) == 1.0);
  CHECK(quantile(prepared, probability_of(first - 1)) == 0.0);
}

TEST_CASE("Rare successes keep the geometric precise", "[random][quantile]") {
  // The median of the failures is ceil(log(1/2) / log(1 - p)) - 1.
  for (const double p : {1e-9, 1e-12}) {
    const PreparedDistribution prepared =
        prepare(stated(Family::geometric, {p, 0, 0}), Tables::none);
    const long double exact =
        std::ceil(std::log(0.5L) / std::log1p(-static_cast<long double>(p))) - 1;
    CHECK(quantile(prepared, {.below = 0.5, .above = 0.5}) ==
          Approx(static_cast<double>(exact)).epsilon(1e-15));
  }
}

TEST_CASE("Rows of a sample are equally likely and in rising order", "[random][quantile]") {
  const PreparedDistribution prepared = prepare(sample_spec(), Tables::build);
  const std::vector<double> sorted = {-1.0, 0.0, 2.0, 2.0, 4.0, 5.0, 9.0};
  for (std::size_t row = 0; row < sorted.size(); ++row) {
    const auto share = [&](double part) { return (static_cast<double>(row) + part) / 7.0; };
    for (const double u : {share(1e-9), share(0.5), share(1.0 - 1e-9)}) {
      CHECK(quantile(prepared, {.below = u, .above = 1.0 - u}) == sorted[row]);
    }
  }
  CHECK(cumulative(prepared, 2.0).below == Approx(4.0 / 7.0));
  CHECK(cumulative(prepared, 1.9).above == Approx(5.0 / 7.0));
  CHECK(mean_of(sample_spec()) == Approx(3.0));
}

TEST_CASE("Preparing and drawing give the same bits each time", "[random][quantile]") {
  for (const auto& [name, spec] : specs_with_sample()) {
    INFO(name);
    const PreparedDistribution first = prepare(spec, Tables::build);
    const PreparedDistribution second = prepare(spec, Tables::build);
    PhiloxEngine engine(1, 2);
    for (int draw = 0; draw < 200; ++draw) {
      const std::uint64_t high = engine();
      const Probability p = probability_of((high << 16) | (engine() & 0xffff));
      REQUIRE(quantile(first, p) == quantile(second, p));
    }
  }
}

}  // namespace
}  // namespace journeylab
