// What can go wrong, by whose fault it is. A Problem is something wrong in a user's input, with the
// place where it stands; InputError carries all that were found in one go; RunError stops a
// simulation whose model did what it may not; anything else that is thrown is our own bug.
// Nothing below the command line prints or exits.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace journeylab {

/// Where something stands: line and column count from 1 (0: the file as a whole); `path` is the
/// place in the document, keys joined by dots ("journey.email1.outcomes.opened.chance").
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  std::string path;
};

enum class Severity : std::uint8_t { error, warning };

/// One thing wrong with an input.
struct Problem {
  Severity severity = Severity::error;
  Place place;
  std::string found;     ///< what stands there, as a clause: "unknown key 'chanse'"
  std::string expected;  ///< what may stand there: "one of chance, after, set, ..."; may be empty
  std::string nearest;   ///< the nearest valid name; empty if none is near
};

/// One problem as one line: "file:line:column: error: path: found; expected ...; did you mean 'x'?"
[[nodiscard]] std::string describe(const Problem& problem);

/// Bad input: every problem that was found, in the order of the file. Exit code 2 (1 under
/// `check`).
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  explicit InputError(Problem problem);
  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// A file that cannot be read or written. Exit code 2.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The model did something that the language forbids while it ran (a chance above 1, a negative
/// delay, a loop without time). The text names variant, step and customer. Exit code 2.
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace journeylab
