// Keys, words, choices and quantiles: every path against the functions for one customer.
#include <array>

#include <catch2/catch.hpp>

#include "random/choice.h"
#include "unit/vector/customers.h"

namespace journeylab {
namespace {

using test::Customers;
using test::for_all;

constexpr std::uint64_t place = 0x0123456789ABCDEF;

std::vector<std::uint64_t> keys_of(std::size_t n) {
  std::vector<std::uint64_t> keys;
  for (std::size_t i = 0; i < n; ++i) keys.push_back(customer_key(5, i));
  return keys;
}

std::vector<std::uint32_t> segments_of(std::size_t n, std::uint64_t n_segments) {
  std::vector<std::uint32_t> segments;
  for (std::size_t i = 0; i < n; ++i) {
    segments.push_back(static_cast<std::uint32_t>(mix(i + 99) % n_segments));
  }
  return segments;
}

// Rising thresholds of each segment, [way][segment]; the last way takes the rest.
std::vector<double> thresholds_of(std::size_t n_ways, std::size_t n_segments) {
  std::vector<double> thresholds(n_ways * n_segments);
  for (std::size_t w = 0; w < n_ways; ++w) {
    for (std::size_t s = 0; s < n_segments; ++s) {
      const double share = static_cast<double>(w + 1) / static_cast<double>(n_ways);
      thresholds[w * n_segments + s] =
          threshold_of(w + 1 == n_ways ? 1.0 : share * (1.0 - 0.01 * static_cast<double>(s)));
    }
  }
  return thresholds;
}

DistributionSpec stated(Family family, const std::array<double, 3>& parameters,
                        double low = -never) {
  DistributionSpec spec;
  spec.family = family;
  spec.parameters = parameters;
  spec.low = low;
  return spec;
}

std::uint32_t way_of(const Choice& choice, const Who& who, std::size_t i) {
  const std::uint32_t position = who.position[i];
  const std::uint64_t visit = who.visit == nullptr ? who.same_visit : who.visit[i];
  const double drawn = choice_of(random_word(choice.key[position], choice.place, visit));
  std::uint32_t way = 0;
  while (way + 1 < choice.n_ways &&
         !(drawn < choice.thresholds[way * choice.n_segments + choice.segment[position]])) {
    ++way;
  }
  return way;
}

// Those who take each of two ways.
struct Division {
  std::array<std::vector<std::uint32_t>, 2> position;
  std::array<std::vector<std::uint32_t>, 2> visit;
};

// Whom the bits of a stretch mean.
std::vector<std::uint32_t> meant(const Stretch& stretch, const std::vector<std::uint8_t>& bits) {
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < stretch.n; ++i) {
    if ((bits[i / 8] >> i % 8 & 1) != 0) {
      all.push_back(static_cast<std::uint32_t>(stretch.first) + i);
    }
  }
  return all;
}

Division divide(const VectorLoops& loops, const Choice& choice, const Who& who) {
  Division divided;
  for (auto* lists : {&divided.position, &divided.visit}) {
    for (auto& list : *lists) list.resize(who.n + position_padding);
  }
  std::array<std::vector<std::uint8_t>, 2> bits;
  for (auto& each : bits) each.resize(who.n + 1);
  const Divided known = loops.divide(
      choice, who, {divided.position[0].data(), divided.visit[0].data(), bits[0].data()},
      {divided.position[1].data(), divided.visit[1].data(), bits[1].data()});
  std::size_t taken = known.n_first;
  for (const std::size_t way : {0U, 1U}) {
    divided.position[way].resize(taken);
    divided.visit[way].resize(taken);
    if (known.stretch.n > 0) REQUIRE(meant(known.stretch, bits[way]) == divided.position[way]);
    taken = who.n - taken;
  }
  return divided;
}

}  // namespace

TEST_CASE("keys of many are those of one", "[vector]") {
  for (const VectorPath path : vector_paths()) {
    for (const std::uint64_t first : {0ULL, 1ULL, 4097ULL, 0xFFFFFFF0ULL, 0x1FFFFFFF3ULL}) {
      for (const std::size_t n : test::sizes()) {
        std::vector<std::uint64_t> key(n);
        vector_loops(path).keys(42, first, n, key.data());
        for (std::size_t i = 0; i < n; ++i) REQUIRE(key[i] == customer_key(42, first + i));
      }
    }
  }
}

TEST_CASE("customers come in rows of their segments", "[vector]") {
  constexpr std::size_t stride = 1024 + position_padding;
  for_all([](const VectorLoops& loops, const Customers& customers) {
    for (const std::size_t n_segments : {1U, 2U, 3U, 4U, 7U}) {
      for (const std::uint64_t first : {1ULL, 4096ULL}) {
        const auto thresholds = thresholds_of(n_segments, 1);
        std::vector<std::uint64_t> key(n_segments * stride);
        std::vector<std::uint32_t> where(n_segments * stride);
        std::vector<std::size_t> count(n_segments);
        const std::size_t n = customers.position.size();
        if (!loops.arrive({.seed = 11,
                           .first = first,
                           .n = n,
                           .place = place,
                           .thresholds = thresholds.data(),
                           .n_segments = n_segments,
                           .stride = stride},
                          key.data(), where.data(), count.data())) {
          return;
        }
        std::vector<std::size_t> seen(n_segments);
        for (std::uint32_t i = 0; i < n; ++i) {
          const std::uint64_t own = customer_key(11, first + i);
          const double drawn = choice_of(random_word(own, place, 0));
          std::size_t s = 0;
          while (s + 1 < n_segments && !(drawn < thresholds[s])) ++s;
          const std::size_t at = s * stride + seen[s]++;
          REQUIRE(key[at] == own);
          REQUIRE(where[at] == i);
        }
        REQUIRE(seen == count);
      }
    }
  });
}

TEST_CASE("choices of many are those of one, and so is their division", "[vector]") {
  for_all([](const VectorLoops& loops, const Customers& customers) {
    const auto key = keys_of(customers.room);
    for (const std::size_t n_segments : {1U, 3U, 8U, 9U}) {
      for (const std::size_t n_ways : {2U, 5U}) {
        const auto segment = segments_of(customers.room, n_segments);
        const auto thresholds = thresholds_of(n_ways, n_segments);
        const Choice choice{.key = key.data(),
                            .segment = segment.data(),
                            .place = place,
                            .thresholds = thresholds.data(),
                            .n_segments = n_segments,
                            .n_ways = n_ways};
        for (const bool numbered : {false, true}) {
          const Who who = customers.who(numbered);
          std::vector<std::uint32_t> way(who.n);
          loops.choose(choice, who, way.data());
          std::array<std::vector<std::uint32_t>, 2> expected;
          std::array<std::vector<std::uint32_t>, 2> visits;
          for (std::size_t i = 0; i < who.n; ++i) {
            REQUIRE(way[i] == way_of(choice, who, i));
            if (way[i] < 2) expected[way[i]].push_back(who.position[i]);
            if (way[i] < 2 && numbered) visits[way[i]].push_back(who.visit[i]);
          }
          if (n_ways > 2) continue;
          const Division divided = divide(loops, choice, who);
          REQUIRE(divided.position == expected);
          if (numbered) REQUIRE(divided.visit == visits);
        }
      }
    }
  });
}

TEST_CASE("quantiles of many are those of one", "[vector]") {
  const std::array specs = {
      stated(Family::exponential, {2.0}),      stated(Family::lognormal, {0.5, 0.8}),
      stated(Family::normal, {1.0, 3.0}),      stated(Family::weibull, {1.5, 2.0}),
      stated(Family::gamma, {2.5, 1.0}),       stated(Family::beta, {2.0, 3.0}),
      stated(Family::pareto, {1.0, 2.0}),      stated(Family::poisson, {4.0}),
      stated(Family::normal, {0.0, 1.0}, 1.0),
  };
  const auto key = keys_of(4 * 1024 + 8);
  for (const DistributionSpec& spec : specs) {
    const PreparedDistribution prepared = prepare(spec, Tables::build);
    for_all([&](const VectorLoops& loops, const Customers& customers) {
      const Who who = customers.who(true);
      std::vector<double> below(who.n);
      std::vector<double> above(who.n);
      std::vector<double> values(who.n);
      loops.uniforms(key.data(), place, who, below.data(), above.data());
      loops.quantiles(prepared, below.data(), above.data(), who.n, values.data());
      std::vector<double> at_once(who.n);
      loops.draw(prepared, key.data(), place, who, at_once.data());
      REQUIRE(at_once == values);
      for (std::size_t i = 0; i < who.n; ++i) {
        const Probability u =
            probability_of(uniform_bits_of(random_word(key[who.position[i]], place, who.visit[i])));
        REQUIRE(below[i] == u.below);
        REQUIRE(above[i] == u.above);
        REQUIRE(values[i] == quantile(prepared, u));
      }
    });
  }
}

TEST_CASE("draws far out in both tails are those of one", "[vector]") {
  std::vector<double> below;
  std::vector<double> above;
  for (int power = 1; power <= 48; ++power) {
    const Probability low = probability_of((std::uint64_t{1} << (48 - power)) - 1);
    below.insert(below.end(), {low.below, low.above});
    above.insert(above.end(), {low.above, low.below});
  }
  const PreparedDistribution prepared =
      prepare(stated(Family::lognormal, {0.0, 1.0}), Tables::build);
  for (const VectorPath path : vector_paths()) {
    std::vector<double> values(below.size());
    vector_loops(path).quantiles(prepared, below.data(), above.data(), below.size(), values.data());
    for (std::size_t i = 0; i < below.size(); ++i) {
      CHECK(values[i] == quantile(prepared, {.below = below[i], .above = above[i]}));
    }
  }
}

}  // namespace journeylab
