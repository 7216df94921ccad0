// Answers of this program read again: the JSON that simulate, compare, analyze, size and experiment
// wrote. Only what tells them apart from other files is looked at, not every number in them.
#pragma once

#include <string>
#include <string_view>

namespace journeylab {

struct Results {
  std::string command;   ///< the verb that wrote them
  std::string title;     ///< the scenario's name, or the data file
  bool complete = true;  ///< false: of a run that was stopped
  std::string json;      ///< all of them, on one line
};

/// Understands the text of a results file. `version` is this program's. Throws InputError with the
/// place where the text is no JSON, no answer of this program, or an answer of a newer one.
[[nodiscard]] Results parse_results(std::string_view text, const std::string& file,
                                    std::string_view version);

/// The same from a file. Throws FileError where it cannot be read.
[[nodiscard]] Results read_results(const std::string& path, std::string_view version);

}  // namespace journeylab
