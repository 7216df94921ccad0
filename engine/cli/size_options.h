// The options of size.
#pragma once

#include "cli/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace journeylab {

/// Adds them to the verb's part of the command line, with their help and examples.
void add_size_options(CLI::App& app, Options& options);

}  // namespace journeylab
