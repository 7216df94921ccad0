// From text to a scenario that could run, as `check` does it; and problems as a user reads them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/problem.h"
#include "fuzz/target.h"
#include "plan/journey_plan.h"
#include "yaml/read_scenario.h"

namespace journeylab::fuzz {

/// A problem says what was found and where, within a text of so many bytes.
inline void expect_clear(const std::vector<Problem>& problems, std::size_t size) {
  for (const Problem& problem : problems) {
    const auto limit = static_cast<std::int64_t>(size) + 2;
    expect(!problem.found.empty() && !describe(problem).empty(), "a problem without words");
    expect(problem.place.line >= 0 && problem.place.line <= limit, "a line outside the text");
    expect(problem.place.column >= 0 && problem.place.column <= limit, "a column outside the text");
  }
}

/// The scenario, with every variant compiled once; nothing where the text is refused.
inline std::optional<Scenario> checked_scenario(std::string_view text) {
  try {
    Scenario scenario = read_scenario_text(text, "input.yaml");
    for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
      static_cast<void>(compile(scenario, v));
    }
    expect_clear(scenario.warnings, text.size());
    return scenario;
  } catch (const InputError& error) {
    expect(!error.problems().empty(), "refused without a problem");
    expect_clear(error.problems(), text.size());
  } catch (const FileError&) {  // `empirical` names a file that is not there
  }
  return {};
}

}  // namespace journeylab::fuzz
