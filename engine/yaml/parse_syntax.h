// What the YAML library says about bad syntax, in words for people who write scenarios.
#pragma once

#include <string>
#include <string_view>

namespace journeylab {

/// What was found and what was expected, as clauses for a Problem.
struct SyntaxWords {
  std::string found;
  std::string expected;
};

/// The words for a message of the library about a line of the file.
[[nodiscard]] SyntaxWords syntax_words(std::string_view message, std::string_view line);

}  // namespace journeylab
