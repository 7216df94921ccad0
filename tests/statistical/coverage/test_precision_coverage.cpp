// Coverage of the interval at which a run with --precision stops. The figures stand in
// engine/methods/precision.md; the test [.table] prints them.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "stopped_runs.h"

using namespace journeylab;
using namespace journeylab::testing;

TEST_CASE("an interval that a precision stops at covers as often as it says", "[coverage]") {
  // 2000 runs: standard error 0.0049 at 0.95; floors are four of them below, and below 0.94 for
  // lognormal tails of sigma 2, where Student's interval itself does not reach 0.95.
  Random random(20260301);
  for (const StoppedCase& stopped : stopped_cases(1000, random)) {
    const bool heavy = stopped.name == "lognormal mean, sigma 2.0";
    for (const bool relative : {false, true}) {
      const double needed = 1e6;
      const StoppedRuns runs =
          stopped_runs(stopped, StoppingRule::engine, needed, relative, 2000, random);
      INFO(stopped.name << (relative ? ", relative" : "") << ": " << runs.covered);
      CHECK(runs.covered >= (heavy ? 0.94 : 0.95) - 4 * 0.0049);
    }
  }
}

TEST_CASE("the table of stopped runs", "[.table]") {
  Random random(20260302);
  const std::vector<StoppedCase> cases = stopped_cases(20000, random);
  for (const StoppedCase& stopped : cases) {
    for (const bool relative : {false, true}) {
      for (const double needed : {5e4, 2e5, 1e6, 4e6}) {
        const auto row = [&](StoppingRule rule) {
          return stopped_runs(stopped, rule, needed, relative, 10000, random);
        };
        const StoppedRuns naive = row(StoppingRule::naive);
        const StoppedRuns engine = row(StoppingRule::engine);
        fmt::print("| {} | {} | {:.2g} | {:.4f} | {:.2g} | {:.4f} | {:.2g} |\n", stopped.name,
                   relative ? "relative" : "absolute", needed, naive.covered, naive.customers,
                   engine.covered, engine.customers);
      }
    }
  }
}
