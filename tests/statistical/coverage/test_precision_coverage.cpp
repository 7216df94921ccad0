// Coverage of the interval at which a run with --precision stops. The figures stand in
// engine/methods/precision.md; the test [.table] prints them.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "stopped_runs.h"

using namespace journeylab;
using namespace journeylab::testing;

TEST_CASE("an interval that a precision stops at covers as often as it says", "[coverage]") {
  // 1000 runs: standard error 0.0069 at 0.95; floors are four of them below, and below 0.94 for
  // lognormal tails of sigma 2, where Student's interval itself does not reach 0.95.
  Random random(20260301);
  for (const StoppedCase& stopped : stopped_cases(400, random)) {
    const bool heavy = stopped.name == "lognormal mean, sigma 2";
    for (const bool relative : {false, true}) {
      const double needed = 7e5;
      const StoppedRuns runs =
          stopped_runs(stopped, StoppingRule::engine, needed, relative, 1000, random);
      INFO(stopped.name << (relative ? ", relative" : "") << ": " << runs.covered);
      CHECK(runs.covered >= (heavy ? 0.94 : 0.95) - 4 * 0.0069);
    }
  }
}

namespace {

// Over widths for which 20,000 to 2,000,000 customers are needed.
struct OverWidths {
  double mean = 0.0;
  double least = 1.0;
};

OverWidths over_widths(const StoppedCase& stopped, StoppingRule rule, bool relative, int runs,
                       Random& random) {
  constexpr int widths = 12;
  OverWidths over;
  for (int i = 0; i < widths; ++i) {
    const double needed = 2e4 * std::pow(100.0, i / (widths - 1.0));
    const StoppedRuns at = stopped_runs(stopped, rule, needed, relative, runs, random);
    over.mean += at.covered / widths;
    over.least = std::min(over.least, at.covered);
  }
  return over;
}

}  // namespace

TEST_CASE("the table of stopped runs", "[.table]") {
  Random random(20260302);
  for (const StoppedCase& stopped : stopped_cases(20000, random)) {
    for (const bool relative : {false, true}) {
      constexpr int runs = 5000;
      const OverWidths plain = over_widths(stopped, StoppingRule::plain, relative, runs, random);
      const OverWidths engine = over_widths(stopped, StoppingRule::engine, relative, runs, random);
      fmt::print("| {} | {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n", stopped.name,
                 relative ? "relative" : "absolute", plain.mean, plain.least, engine.mean,
                 engine.least);
      std::fflush(stdout);
    }
  }
}
