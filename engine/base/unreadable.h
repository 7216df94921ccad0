// Files that cannot be opened, told in one way everywhere.
#pragma once

#include <string>
#include <system_error>

#include "base/problem.h"

namespace journeylab {

/// "PATH: cannot be read: REASON", and where there is no such file the nearest one of its folder:
/// "; did you mean 'scenarios/winback.yaml'?".
[[nodiscard]] FileError unreadable(const std::string& path, std::error_code reason);

}  // namespace journeylab
