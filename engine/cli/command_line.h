// The parsers of the command line, a verb each: every option with its meaning, and the words that
// --help says of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace journeylab {

/// What the program itself is asked, beside a verb.
enum class Generated : std::uint8_t { manual_page, bash, zsh, fish };

/// Adds the program's own options and every verb; what is parsed is written to what is given, which
/// must outlive the parser.
void add_command_line(CLI::App& app, Options& options, std::optional<Generated>& generated);

/// "portable, sse4, avx2": the paths of this machine.
[[nodiscard]] std::string vector_paths_here();

}  // namespace journeylab
