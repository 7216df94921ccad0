// The answer of `check` as JSON.
#pragma once

#include <string>
#include <vector>

#include "base/problem.h"

namespace journeylab {

/// {"valid", "file", "problems": [{file, line, column, path, found, expected, nearest, severity}]},
/// errors first, each list in its order. Valid is what has no error; warnings do not matter.
[[nodiscard]] std::string write_check(const std::string& file, const std::vector<Problem>& problems,
                                      const std::vector<Problem>& warnings);

}  // namespace journeylab
