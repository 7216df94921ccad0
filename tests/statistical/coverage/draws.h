// Draws for simulated experiments: one stream a topic, the same on every machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include "stats/two_means.h"

namespace journeylab::coverage {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}

  double normal() { return normal_(engine_); }
  double exponential() { return exponential_(engine_); }
  double uniform() { return boost::random::uniform_01<double>{}(engine_); }
  double poisson(double mean) {
    return static_cast<double>(boost::random::poisson_distribution<int, double>{mean}(engine_));
  }

 private:
  boost::random::mt19937_64 engine_;
  boost::random::normal_distribution<double> normal_;
  boost::random::exponential_distribution<double> exponential_;
};

inline MeanSummary summary_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0.0;
  for (const double x : values) mean += x / n;
  double squares = 0.0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  return {.n = values.size(), .mean = mean, .variance = squares / (n - 1.0)};
}

template <typename Draw>
std::vector<double> sample_of(std::size_t n, const Draw& draw) {
  std::vector<double> values(n);
  for (double& x : values) x = draw();
  return values;
}

inline bool holds(const std::optional<Interval>& interval, double truth) {
  return interval && interval->low <= truth && truth <= interval->high;
}

}  // namespace journeylab::coverage
