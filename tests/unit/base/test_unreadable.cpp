// What a user reads of a file that is not there.
#include <catch2/catch.hpp>

#include "base/unreadable.h"
#include "support/temporary_file.h"

using namespace journeylab;

TEST_CASE("a missing file is told with the nearest name of its folder", "[base]") {
  const testing::TemporaryFile file("");
  const std::string& path = file.path();
  const std::error_code missing = make_error_code(std::errc::no_such_file_or_directory);
  std::string mistyped = path;
  std::swap(mistyped[mistyped.size() - 2], mistyped[mistyped.size() - 1]);
  if (mistyped == path) mistyped.pop_back();
  CHECK(std::string(unreadable(mistyped, missing).what()) ==
        mistyped + ": cannot be read: No such file or directory; did you mean '" + path + "'?");
  CHECK(std::string(unreadable("/no/such/folder/a.yaml", missing).what()) ==
        "/no/such/folder/a.yaml: cannot be read: No such file or directory");
  // What is there but closed to us needs no other name.
  CHECK(std::string(unreadable(mistyped, make_error_code(std::errc::permission_denied)).what()) ==
        mistyped + ": cannot be read: Permission denied");
}
