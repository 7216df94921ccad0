#include "fuzz/agreement.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/problem.h"
#include "fuzz/target.h"
#include "run/run.h"

namespace journeylab::fuzz {
namespace {

// Asks runs to stop when their time is over.
class TimeLimit {
 public:
  explicit TimeLimit(std::chrono::milliseconds limit)
      : watch_([this, limit](const std::stop_token& done) {
          std::unique_lock lock(mutex_);
          if (!wake_.wait_for(lock, done, limit, [&] { return done.stop_requested(); })) {
            stop_.request_stop();
          }
        }) {}
  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread watch_;  // the last member: it ends before the others go
};

struct Way {
  Executor executor = Executor::batch;
  std::size_t batch = 4096;
  int threads = 1;
  VectorPath path = fastest_vector_path();
};

struct Outcome {
  RunTally tally;
  std::string failure;
  bool complete = true;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome run_by(const Way& way, const Scenario& scenario, std::uint64_t customers,
               const std::stop_token& stop) {
  RunOptions options;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) options.variants.push_back(v);
  options.paired = true;
  options.customers = customers;
  options.executor = way.executor;
  options.batch = way.batch;
  options.threads = way.threads;
  options.vector_path = way.path;
  options.stop = stop;
  Outcome outcome;
  try {
    RunResult result = run(scenario, options);
    outcome.tally = std::move(result.tally);
    outcome.complete = result.complete;
  } catch (const RunError& error) {
    outcome.failure = error.what();
  }
  return outcome;
}

}  // namespace

std::optional<RunTally> expect_agreement(const Scenario& scenario, std::uint64_t customers) {
  const TimeLimit limit(std::chrono::milliseconds(500));
  Outcome expected = run_by({.executor = Executor::reference}, scenario, customers, limit.token());
  std::vector<Way> ways{{.batch = 7, .threads = 2}, {.batch = 1}};
  for (const VectorPath path : vector_paths()) ways.push_back({.path = path});
  for (const Way& way : ways) {
    if (limit.token().stop_requested()) return {};
    const Outcome found = run_by(way, scenario, customers, limit.token());
    if (limit.token().stop_requested()) return {};
    if (found == expected) continue;
    finding(fmt::format("batches of {}, {} threads and {} differ from the reference: '{}' and '{}'",
                        way.batch, way.threads, name_of(way.path), found.failure,
                        expected.failure));
  }
  if (!expected.failure.empty()) return {};
  return std::move(expected.tally);
}

}  // namespace journeylab::fuzz
