// The examples of --help and of the manual page, in one place. Each works as typed from the root of
// a clone, one after the other; tests/scripts/test_help runs them as --help shows them.
#pragma once

#include <string_view>
#include <vector>

namespace journeylab {

struct Example {
  std::string_view purpose;  ///< what it is for, in a few words
  std::string_view command;
};

/// The examples of a verb; of the program as a whole for an empty name.
[[nodiscard]] std::vector<Example> examples_of(std::string_view verb);

}  // namespace journeylab
