// A size put to the test: whole tests of that size are simulated, each arm from customers of its
// own, analysed as a real test would be, look by look, and the decisions are counted. All customers
// are mature; who enters when is left to the verb experiment.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "experiment/size_answer.h"
#include "scenario/scenario.h"

namespace journeylab {

/// Which tests to simulate.
struct SizeCheckRequest {
  const Scenario& scenario;
  std::size_t metric = 0;             ///< in Scenario::metrics
  std::vector<std::size_t> variants;  ///< in Scenario::variants, control first
  const Sizing& sizing;               ///< its arms are these variants
  std::uint64_t tests = 1000;
  std::uint64_t seed = 1;
  int threads = 0;                                   ///< 0: as many as the machine has
  std::function<void(std::uint64_t done)> progress;  ///< tests; from one thread at a time
  std::stop_token stop;
};

/// Customers that one test of the check takes: those of the sizing without what adjustment saves
/// and clusters cost, neither of which is simulated; and an arm of control more for false alarms.
[[nodiscard]] double customers_of_check(const Sizing& sizing);

/// The answer depends on seed and tests alone; stopped, on the tests that were finished. Throws
/// RunError.
[[nodiscard]] SizeCheck check_size(const SizeCheckRequest& request);

}  // namespace journeylab
