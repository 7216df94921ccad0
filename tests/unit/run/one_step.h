// Small scenarios for the tests of the run.
#pragma once

#include <string>

#include "run/run.h"
#include "yaml/read_scenario.h"

namespace journeylab {

/// A scenario of a ten-day horizon with the given journey and further top-level text.
inline Scenario small_scenario(const std::string& journey, const std::string& more = {}) {
  return read_scenario_text("horizon: 10 days\n" + more + "journey:\n" + journey, "small.yaml");
}

inline RunOptions small_run(std::uint64_t customers, Executor executor = Executor::batch) {
  RunOptions options;
  options.variants = {0};
  options.customers = customers;
  options.executor = executor;
  options.threads = 2;
  return options;
}

}  // namespace journeylab
