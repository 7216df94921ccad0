#include "golden/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#include <catch2/catch.hpp>

namespace journeylab {
namespace {

std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream wanted(expected);
  std::istringstream got(actual);
  std::string wanted_line;
  std::string got_line;
  for (int line = 1;; ++line) {
    const bool more_wanted = static_cast<bool>(std::getline(wanted, wanted_line));
    const bool more_got = static_cast<bool>(std::getline(got, got_line));
    if (!more_wanted && !more_got) return "only line ends differ";
    if (more_wanted && more_got && wanted_line == got_line) continue;
    return "line " + std::to_string(line) +
           "\n  expected: " + (more_wanted ? wanted_line : "(the end)") +
           "\n  found:    " + (more_got ? got_line : "(the end)");
  }
}

}  // namespace

void check_golden(const std::string& name, const std::string& actual) {
  const std::string path = JOURNEYLAB_SOURCE_DIR "/tests/golden/files/" + name;
  const char* accept = std::getenv("JOURNEYLAB_ACCEPT");
  if (accept != nullptr && std::string_view(accept) == "1") {
    std::ofstream(path, std::ios::binary) << actual;
    SUCCEED("accepted " + name);
    return;
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) FAIL("there is no golden file " << path << "; JOURNEYLAB_ACCEPT=1 writes it");
  std::ostringstream expected;
  expected << file.rdbuf();
  if (expected.str() != actual) {
    FAIL(name << " differs: " << first_difference(expected.str(), actual)
              << "\n(JOURNEYLAB_ACCEPT=1 accepts the new output)");
  }
  SUCCEED(name);
}

}  // namespace journeylab
