// A scenario file to a checked Scenario.
#pragma once

#include <string>

#include "scenario/scenario.h"

namespace journeylab {

/// Reads, patches and checks a whole file. Every problem of the file is reported together: throws
/// InputError (the scenario is wrong) or FileError (the file cannot be read). What is doubtful but
/// can run stands in Scenario::warnings.
[[nodiscard]] Scenario read_scenario(const std::string& path);

/// As above, from text; `file` is what positions call it and what relative files start from.
[[nodiscard]] Scenario read_scenario_text(std::string_view text, const std::string& file);

}  // namespace journeylab
