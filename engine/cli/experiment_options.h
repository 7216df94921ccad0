// The options of experiment.
#pragma once

#include "cli/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace journeylab {

void add_experiment_options(CLI::App& app, Options& options);

}  // namespace journeylab
