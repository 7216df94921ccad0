// Runs that stop by the rule of --precision, played with tallies instead of customers: what arrives
// between two looks is drawn as sums. How often does the interval at the end hold the truth?
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "experiment/precision.h"

namespace journeylab::testing {

using Random = std::mt19937_64;

/// The engine's shards: looks come at multiples of this.
inline constexpr std::uint64_t shard = 16384;

struct StoppedCase {
  std::string name;
  Scenario scenario;  ///< one metric
  bool compare = false;
  double truth = 0.0;           ///< what the estimate or the difference is of
  double relative_truth = 0.0;  ///< of a comparison: the relative effect
  double one_customer = 0.0;    ///< standard deviation of an estimate from one customer
  /// Adds so many shards of new customers.
  std::function<void(RunTally&, std::uint64_t shards, Random&)> add;
};

/// Which rule stops: the engine's; or, to show why, the plain one, which looks from the first shard
/// on at steps of a quarter, and stops at the first interval that is narrow enough.
enum class StoppingRule : std::uint8_t { engine, plain };

struct StoppedRuns {
  double covered = 0.0;    ///< share of the runs
  double customers = 0.0;  ///< mean of a run
};

/// Plays runs. `needed` is the number of customers at which the interval would be as narrow as
/// asked; the width that is asked follows from it, relative to the estimate or not.
[[nodiscard]] StoppedRuns stopped_runs(const StoppedCase& stopped, StoppingRule rule, double needed,
                                       bool relative, int runs, Random& random);

/// All cases. Means are drawn from pools of so many shards, whose own mean is the truth.
[[nodiscard]] std::vector<StoppedCase> stopped_cases(std::size_t pool, Random& random);

}  // namespace journeylab::testing
