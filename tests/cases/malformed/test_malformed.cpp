// Every *.yaml in this folder is read, and what the reader says of it is held against the file
// beside it with the extension .expected: a line for each problem, errors or, where there are none,
// warnings. A new case is a new file; nothing is to be written here.
//
// To accept what the reader says now, run this program with JOURNEYLAB_ACCEPT=1 in the environment,
// then read the difference before it is committed.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "yaml/read_scenario.h"

namespace {

namespace files = std::filesystem;

const files::path folder = files::path(JOURNEYLAB_SOURCE_DIR) / "tests" / "cases" / "malformed";

std::vector<files::path> all_cases() {
  std::vector<files::path> cases;
  for (const auto& entry : files::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

std::string text_of(const files::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// The reader's lines, with the file's name alone as the place.
std::string answer_of(const files::path& path) {
  const auto describe_all = [&](const std::vector<journeylab::Problem>& problems) {
    std::string text;
    for (journeylab::Problem problem : problems) {
      problem.place.file = files::path(problem.place.file).filename().string();
      text += describe(problem) + "\n";
    }
    return text;
  };
  try {
    return describe_all(journeylab::read_scenario(path.string()).warnings);
  } catch (const journeylab::InputError& error) {
    return describe_all(error.problems());
  }
}

bool accepts() {
  const char* wish = std::getenv("JOURNEYLAB_ACCEPT");
  return wish != nullptr && std::string(wish) == "1";
}

}  // namespace

TEST_CASE("each malformed scenario gets exactly its messages", "[yaml][cases]") {
  const auto cases = all_cases();
  REQUIRE(cases.size() >= 200);
  for (const files::path& path : cases) {
    const std::string answer = answer_of(path);
    files::path expected = path;
    expected.replace_extension(".expected");
    INFO(path.filename().string());
    if (accepts()) std::ofstream(expected, std::ios::binary) << answer;
    CHECK(answer == text_of(expected));
    CHECK_FALSE(answer.empty());
  }
}

TEST_CASE("each expected answer belongs to a scenario", "[yaml][cases]") {
  for (const auto& entry : files::directory_iterator(folder)) {
    if (entry.path().extension() != ".expected") continue;
    files::path scenario = entry.path();
    scenario.replace_extension(".yaml");
    INFO(entry.path().filename().string());
    CHECK(files::exists(scenario));
  }
}
