// What simulate and compare share: from the options to a finished or interrupted run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/options.h"
#include "experiment/analysis.h"
#include "experiment/facts.h"
#include "run/run.h"
#include "scenario/scenario.h"

namespace journeylab {

/// Reads the scenario and tells its warnings on standard error. Throws InputError, FileError.
[[nodiscard]] Scenario read_with_warnings(const std::string& path);

/// The indices in Scenario::variants of the named variants, increasing; all for no names. Throws
/// UsageError for a name that is not there.
[[nodiscard]] std::vector<std::size_t> chosen_variants(const Scenario& scenario,
                                                       const std::vector<std::string>& names,
                                                       const std::string& verb);

/// A run with its analysis, ready to be written.
struct Simulation {
  RunFacts facts;
  Analysis analysis;
  RunTally tally;
};

/// Runs the variants with a progress bar; Ctrl-C ends it with what is known so far. To compare, the
/// first variant is control.
[[nodiscard]] Simulation simulate_variants(const Scenario& scenario,
                                           const std::vector<std::size_t>& variants,
                                           const Options& options);

}  // namespace journeylab
