// The loops of the batch executor, one by one on each path that the machine has: time for one
// customer, and for draws the largest relative error against Boost.Math in long double. 1024
// customers at scattered positions of a tile, as in the middle of a journey. Compare rows of one
// run with each other.
#include "vector/loops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>

#include "random/choice.h"
#include "random/words.h"

namespace journeylab {
namespace {

constexpr std::size_t n = 1024;
constexpr std::size_t tile = 4096;

// Columns of a tile, and every fourth of its customers or so.
struct Customers {
  std::vector<std::uint64_t> key = std::vector<std::uint64_t>(tile);
  std::vector<std::uint32_t> segment = std::vector<std::uint32_t>(tile);
  std::vector<double> column = std::vector<double>(tile, 1.0);
  std::vector<std::uint32_t> position;
  std::vector<std::uint32_t> tags;
  std::vector<double> below = std::vector<double>(n);
  std::vector<double> above = std::vector<double>(n);
  std::vector<double> out = std::vector<double>(n);
  std::vector<std::uint32_t> first = std::vector<std::uint32_t>(n + position_padding);
  std::vector<std::uint32_t> second = std::vector<std::uint32_t>(n + position_padding);
  std::array<double, 6> thresholds{};

  Customers() {
    for (std::uint32_t i = 0; i < tile; ++i) {
      key[i] = customer_key(1, i);
      segment[i] = static_cast<std::uint32_t>(mix(i) % 3);
    }
    for (std::uint32_t i = 0; i < n; ++i) {
      position.push_back(4 * i + static_cast<std::uint32_t>(mix(i) % 4));
      tags.push_back(static_cast<std::uint32_t>(mix(i + 5) % 2));
    }
    for (std::size_t s = 0; s < 3; ++s) {
      thresholds[s] = threshold_of(0.2 + 0.2 * static_cast<double>(s));
      thresholds[3 + s] = threshold_of(1.0);
    }
    fastest_loops().uniforms(key.data(), 7, who(), below.data(), above.data());
  }
  [[nodiscard]] Who who() const {
    return {.position = position.data(), .visit = nullptr, .n = n, .is_run = false};
  }
  [[nodiscard]] Choice choice() const {
    return {.key = key.data(),
            .segment = segment.data(),
            .place = 7,
            .thresholds = thresholds.data(),
            .n_segments = 3,
            .n_ways = 2};
  }
};

using Loop = std::function<void(const VectorLoops&, Customers&)>;

void measure(const std::string& name, const Loop& loop) {
  for (const VectorPath path : vector_paths()) {
    benchmark::RegisterBenchmark(
        (name + "/" + std::string(name_of(path))).c_str(), [=](benchmark::State& state) {
          Customers customers;
          for (auto _ : state) {
            loop(vector_loops(path), customers);
            benchmark::ClobberMemory();
          }
          state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n));
        });
  }
}

using Truth = std::function<long double(long double below, long double above)>;

void measure_draw(const std::string& name, Family family, std::array<double, 3> parameters,
                  const Truth& truth) {
  DistributionSpec spec;
  spec.family = family;
  spec.parameters = parameters;
  const PreparedDistribution prepared = prepare(spec, Tables::build);
  for (const VectorPath path : vector_paths()) {
    benchmark::RegisterBenchmark(
        (name + "/" + std::string(name_of(path))).c_str(), [=](benchmark::State& state) {
          Customers customers;
          for (auto _ : state) {
            vector_loops(path).draw(prepared, customers.key.data(), 7, customers.who(),
                                    customers.out.data());
            benchmark::ClobberMemory();
          }
          state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n));
          long double error = 0.0;
          for (std::size_t i = 0; i < n; ++i) {
            const long double right = truth(customers.below[i], customers.above[i]);
            error = std::max(error, std::fabs((customers.out[i] - right) / right));
          }
          state.counters["error"] = static_cast<double>(error);
        });
  }
}

long double normal(long double below, long double above) {
  const boost::math::normal_distribution<long double> law;
  return below < above ? boost::math::quantile(law, below)
                       : boost::math::quantile(boost::math::complement(law, above));
}

void measure_all() {
  measure("keys",
          [](const VectorLoops& loops, Customers& c) { loops.keys(1, 1, n, c.key.data()); });
  measure("uniforms", [](const VectorLoops& loops, Customers& c) {
    loops.uniforms(c.key.data(), 7, c.who(), c.below.data(), c.above.data());
  });
  measure("divide between two ways", [](const VectorLoops& loops, Customers& c) {
    benchmark::DoNotOptimize(
        loops.divide(c.choice(), c.who(), {c.first.data()}, {c.second.data()}).n_first);
  });
  measure("choose", [](const VectorLoops& loops, Customers& c) {
    loops.choose(c.choice(), c.who(), c.first.data());
  });
  measure("select", [](const VectorLoops& loops, Customers& c) {
    benchmark::DoNotOptimize(loops.select(c.tags.data(), 1, n, c.position.data(), c.first.data()));
  });
  measure("gather", [](const VectorLoops& loops, Customers& c) {
    loops.gather(c.column.data(), c.who(), c.out.data());
  });
  measure("add a constant", [](const VectorLoops& loops, Customers& c) {
    loops.add_constant(c.column.data(), c.who(), 1.0);
  });
  measure("advance in place", [](const VectorLoops& loops, Customers& c) {
    benchmark::DoNotOptimize(loops.advance_in_place(c.column.data(), c.who(), nullptr, 1.0, 1e15));
  });
  measure("logistic", [](const VectorLoops& loops, Customers& c) {
    const Numbers x{.values = c.below.data()};
    loops.apply(Operation::logistic, x, x, x, n, c.out.data());
  });
  measure("sum", [](const VectorLoops& loops, Customers& c) {
    benchmark::DoNotOptimize(loops.sum(c.below.data(), n));
  });
  measure("sum of products", [](const VectorLoops& loops, Customers& c) {
    benchmark::DoNotOptimize(loops.sum_products(c.below.data(), 0.5, c.above.data(), 0.5, n));
  });
  measure("sum of money", [](const VectorLoops& loops, Customers& c) {
    benchmark::DoNotOptimize(loops.sum_fixed(c.below.data(), n));
  });
  measure_draw("exponential", Family::exponential, {1.0},
               [](long double, long double above) { return -std::log(above); });
  measure_draw("normal", Family::normal, {0.0, 1.0}, normal);
  measure_draw("lognormal", Family::lognormal, {-1.0, 0.8},
               [](long double below, long double above) {
                 return std::exp(-1.0L + static_cast<long double>(0.8) * normal(below, above));
               });
  measure_draw("weibull", Family::weibull, {1.5, 1.0}, [](long double, long double above) {
    return std::pow(-std::log(above), 1.0L / 1.5L);
  });
  measure_draw("gamma", Family::gamma, {2.5, 1.0}, [](long double below, long double above) {
    const boost::math::gamma_distribution<long double> law(2.5L);
    return below < above ? boost::math::quantile(law, below)
                         : boost::math::quantile(boost::math::complement(law, above));
  });
}

}  // namespace
}  // namespace journeylab

int main(int n_arguments, char** arguments) {
  benchmark::Initialize(&n_arguments, arguments);
  journeylab::measure_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
