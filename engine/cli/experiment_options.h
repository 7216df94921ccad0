// The options of experiment.
#pragma once

#include "cli/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace journeylab {

void add_experiment_options(CLI::App& app, Options& options);

/// "2000/day", "14000/week" or a plain number: customers a day; nothing where it is not above 0.
[[nodiscard]] std::optional<double> traffic(std::string_view text) noexcept;

}  // namespace journeylab
