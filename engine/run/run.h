// Running a scenario: shards of a fixed number of customers on all threads, merged in the order of
// their numbers, with progress, cancellation and a stopping rule. The answer depends on the
// scenario, the seed and the number of customers alone, never on threads or batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenario/scenario.h"
#include "scenario/story.h"
#include "tally/tally.h"
#include "vector/path.h"

namespace journeylab {

/// Which of the two executors runs the customers; they give the same bits.
enum class Executor : std::uint8_t { batch, reference };

struct Progress {
  std::uint64_t customers_done = 0;
  std::uint64_t customers_planned = 0;  ///< may grow under a precision
};

/// A stopping rule is asked for the first time at this number of customers: what is rare or large
/// has been seen by then (engine/methods/precision.md).
inline constexpr std::uint64_t first_look = 524288;

/// And again each time there are so many more, at the end of the shard that reaches them: small
/// steps, for a step's worth of luck decides whether a run stops before it or after it.
[[nodiscard]] constexpr std::uint64_t look_after(std::uint64_t customers) noexcept {
  return customers + customers / 64;
}

struct RunOptions {
  std::vector<std::size_t> variants;  ///< in Scenario::variants, increasing
  bool paired = false;                ///< tally each variant against the first one
  std::uint64_t customers = 0;        ///< in each variant; under a precision, the most
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: as many as the machine has
  Executor executor = Executor::batch;
  std::size_t batch = 4096;  ///< customers that the batch executor takes at once, 1..4096
  /// The instructions of the batch executor, which the machine must have; all give the same bits.
  VectorPath vector_path = fastest_vector_path();
  /// Asked with the tally so far at numbers of customers that grow geometrically and depend on
  /// nothing else; true stops the run there.
  std::function<bool(const RunTally&)> enough;
  std::function<void(const Progress&)>
      progress;             ///< called now and then, from one thread at a time
  std::stop_token stop;     ///< asks to stop at the next shard
  std::string events_file;  ///< writes the event log there; empty: none
};

struct RunResult {
  RunTally tally;
  bool complete = true;  ///< false if it was stopped before its end
};

/// Runs. Throws RunError when the model does what it may not, naming variant, step and the smallest
/// such customer number; FileError when the event log cannot be written.
[[nodiscard]] RunResult run(const Scenario& scenario, const RunOptions& options);

/// One customer's story in one variant, as any run with this seed would have it.
[[nodiscard]] Story trace_customer(const Scenario& scenario, std::size_t variant,
                                   std::uint64_t customer, std::uint64_t seed);

}  // namespace journeylab
