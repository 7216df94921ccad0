// Comparison with files of expected output, kept under tests/golden/files. With JOURNEYLAB_ACCEPT=1
// in the environment a run writes what it got instead; look at the difference before committing it.
#pragma once

#include <string>

namespace journeylab {

/// Fails the running test, naming the first line that differs, unless `actual` is what stands in
/// the golden file `name`, byte for byte.
void check_golden(const std::string& name, const std::string& actual);

}  // namespace journeylab
