// The options of analyze.
#pragma once

#include "cli/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace journeylab {

void add_analyze_options(CLI::App& app, AnalyzeOptions& options);

}  // namespace journeylab
