#include <filesystem>

#include <catch2/catch.hpp>

#include "base/problem.h"
#include "cli/output.h"

namespace journeylab {

TEST_CASE("an output that is also read is refused, however it is written", "[cli]") {
  const auto folder = std::filesystem::temp_directory_path() / "journeylab-test-output";
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "scenario.yaml").string();
  write_whole_file(file, "horizon: 1 day\n");
  const std::string roundabout =
      (folder / "." / ".." / folder.filename() / "scenario.yaml").string();
  CHECK_THROWS_AS(refuse_same_file(file, "the output", file, "what is read"), FileError);
  CHECK_THROWS_AS(refuse_same_file(roundabout, "the output", file, "what is read"), FileError);
  const std::string fresh = (folder / "new.csv").string();
  CHECK_THROWS_AS(refuse_same_file(fresh, "the output", fresh, "the event log"), FileError);
  CHECK_NOTHROW(refuse_same_file(fresh, "the output", file, "what is read"));
  CHECK_NOTHROW(refuse_same_file("", "the output", file, "what is read"));
  CHECK_NOTHROW(refuse_same_file("/dev/null", "the output", "/dev/null", "the event log"));
  std::filesystem::remove_all(folder);
}

}  // namespace journeylab
