#include "store/check.h"

#include "store/json_value.h"

namespace journeylab {
namespace {

Json json_of(const Problem& problem) {
  return {{"file", problem.place.file},
          {"line", problem.place.line},
          {"column", problem.place.column},
          {"path", problem.place.path},
          {"found", problem.found},
          {"expected", problem.expected},
          {"nearest", problem.nearest},
          {"severity", problem.severity == Severity::error ? "error" : "warning"}};
}

}  // namespace

std::string write_check(const std::string& file, const std::vector<Problem>& problems,
                        const std::vector<Problem>& warnings) {
  Json list = Json::array();
  bool valid = true;
  for (const std::vector<Problem>* part : {&problems, &warnings}) {
    for (const Problem& problem : *part) {
      valid = valid && problem.severity != Severity::error;
      list.push_back(json_of(problem));
    }
  }
  return print({{"valid", valid}, {"file", file}, {"problems", list}});
}

}  // namespace journeylab
