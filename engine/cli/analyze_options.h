// The options of analyze.
#pragma once

#include "cli/options.h"

namespace CLI {
class App;
}

namespace journeylab {

void add_analyze_options(CLI::App& app, AnalyzeOptions& options);

}  // namespace journeylab
