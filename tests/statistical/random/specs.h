// Distributions of every family, form and kind of truncation, for tests that go through all of
// them.
#pragma once

#include <limits>
#include <vector>

#include "statistical/random/boost_reference.h"

namespace journeylab::test {

/// Without truncation.
inline std::vector<NamedSpec> whole_specs() {
  return {
      {"exponential", stated(Family::exponential, {2.5, 0, 0})},
      {"lognormal", stated(Family::lognormal, {1.0, 0.5, 0})},
      {"lognormal by median", stated(Family::lognormal, {3.0, 0.4, 0}, Form::median_sigma)},
      {"lognormal by mean and sd", stated(Family::lognormal, {20, 8, 0}, Form::mean_sd)},
      {"normal", stated(Family::normal, {-3, 2, 0})},
      {"gamma below 1", stated(Family::gamma, {0.4, 2, 0})},
      {"gamma above 1", stated(Family::gamma, {3.7, 0.5, 0})},
      {"gamma by mean and sd", stated(Family::gamma, {10, 4, 0}, Form::mean_sd)},
      {"weibull below 1", stated(Family::weibull, {0.8, 3, 0})},
      {"weibull above 1", stated(Family::weibull, {2.2, 3, 0})},
      {"uniform", stated(Family::uniform, {-1, 4, 0})},
      {"triangular", stated(Family::triangular, {1, 2, 6})},
      {"triangular falling", stated(Family::triangular, {1, 1, 6})},
      {"triangular rising", stated(Family::triangular, {1, 6, 6})},
      {"beta", stated(Family::beta, {2, 5, 0})},
      {"beta with two poles", stated(Family::beta, {0.5, 0.7, 0})},
      {"beta by mean and sd", stated(Family::beta, {0.3, 0.1, 0}, Form::mean_sd)},
      {"bernoulli", stated(Family::bernoulli, {0.37, 0, 0})},
      {"poisson small", stated(Family::poisson, {0.7, 0, 0})},
      {"poisson large", stated(Family::poisson, {240, 0, 0})},
      {"geometric", stated(Family::geometric, {0.15, 0, 0})},
      {"pareto", stated(Family::pareto, {2, 15, 0})},
  };
}

/// With truncation at either or both ends, near and far.
inline std::vector<NamedSpec> truncated_specs() {
  constexpr double none = std::numeric_limits<double>::infinity();
  return {
      {"exponential within", truncated(stated(Family::exponential, {2, 0, 0}), 1, 3)},
      {"exponential far out", truncated(stated(Family::exponential, {1, 0, 0}), 100, none)},
      {"lognormal up to", truncated(stated(Family::lognormal, {1, 1.5, 0}), -none, 10)},
      {"lognormal from", truncated(stated(Family::lognormal, {1, 0.4, 0}), 3, none)},
      {"normal from 0", truncated(stated(Family::normal, {1, 2, 0}), 0, none)},
      {"normal in the tail", truncated(stated(Family::normal, {0, 1, 0}), 6, 7)},
      {"normal in the lower tail", truncated(stated(Family::normal, {0, 1, 0}), -none, -12)},
      {"gamma below 1 up to", truncated(stated(Family::gamma, {0.4, 2, 0}), -none, 2)},
      {"gamma in the tail", truncated(stated(Family::gamma, {3, 1, 0}), 40, none)},
      {"gamma within", truncated(stated(Family::gamma, {10, 4, 0}, Form::mean_sd), 8, 15)},
      {"weibull within", truncated(stated(Family::weibull, {0.7, 3, 0}), 0.5, 20)},
      {"uniform within", truncated(stated(Family::uniform, {0, 10, 0}), 2, 30)},
      {"triangular within", truncated(stated(Family::triangular, {0, 3, 10}), 2, 8)},
      {"beta within", truncated(stated(Family::beta, {0.5, 0.5, 0}), 0.1, 0.95)},
      {"beta at the edge", truncated(stated(Family::beta, {2, 8, 0}), 0.6, none)},
      {"poisson within", truncated(stated(Family::poisson, {4, 0, 0}), 1, 6.5)},
      {"poisson in the tail", truncated(stated(Family::poisson, {2, 0, 0}), 15, none)},
      {"geometric within", truncated(stated(Family::geometric, {0.2, 0, 0}), 2, 9)},
      {"pareto up to", truncated(stated(Family::pareto, {1, 0.8, 0}), -none, 30)},
      {"pareto within", truncated(stated(Family::pareto, {1, 1, 0}), 2, 50)},
  };
}

inline std::vector<NamedSpec> all_specs() {
  std::vector<NamedSpec> result = whole_specs();
  for (NamedSpec& each : truncated_specs()) result.push_back(std::move(each));
  return result;
}

}  // namespace journeylab::test
