#include "base/problem.h"

#include <fmt/format.h>

namespace journeylab {
namespace {

std::string describe_all(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += describe(problem);
  }
  return text;
}

}  // namespace

std::string describe(const Problem& problem) {
  std::string text = problem.place.file;
  if (problem.place.line > 0) {
    text += fmt::format(":{}:{}", problem.place.line, problem.place.column);
  }
  if (!text.empty()) text += ": ";
  text += problem.severity == Severity::error ? "error: " : "warning: ";
  if (!problem.place.path.empty()) text += problem.place.path + ": ";
  text += problem.found;
  if (!problem.expected.empty()) text += "; expected " + problem.expected;
  if (!problem.nearest.empty()) text += fmt::format("; did you mean '{}'?", problem.nearest);
  return text;
}

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(describe_all(problems)), problems_(std::move(problems)) {}

InputError::InputError(Problem problem) : InputError(std::vector<Problem>{std::move(problem)}) {}

}  // namespace journeylab
