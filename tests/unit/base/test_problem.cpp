// What a problem looks like as one line.
#include <catch2/catch.hpp>

#include "base/problem.h"

using namespace journeylab;

namespace {

Problem misspelt_key() {
  Problem problem;
  problem.place = {"winback.yaml", 12, 7, "journey.email1.outcomes.opened"};
  problem.found = "unknown key 'chanse'";
  problem.expected = "one of chance, after";
  problem.nearest = "chance";
  return problem;
}

}  // namespace

TEST_CASE("a problem tells file, line, column, path, found, expected and nearest", "[base]") {
  CHECK(describe(misspelt_key()) ==
        "winback.yaml:12:7: error: journey.email1.outcomes.opened: unknown key 'chanse'; expected "
        "one of chance, after; did you mean 'chance'?");
}

TEST_CASE("what is not known of a problem is left out", "[base]") {
  Problem problem = misspelt_key();
  problem.nearest.clear();
  problem.place.line = 0;
  CHECK(describe(problem) ==
        "winback.yaml: error: journey.email1.outcomes.opened: unknown key 'chanse'; expected one "
        "of chance, after");
  problem.expected.clear();
  problem.place.path.clear();
  CHECK(describe(problem) == "winback.yaml: error: unknown key 'chanse'");
  problem.place.file.clear();
  CHECK(describe(problem) == "error: unknown key 'chanse'");
}

TEST_CASE("a warning says that it is one", "[base]") {
  Problem problem;
  problem.severity = Severity::warning;
  problem.place = {"a.yaml", 3, 1, ""};
  problem.found = "nobody can reach step 'call'";
  CHECK(describe(problem) == "a.yaml:3:1: warning: nobody can reach step 'call'");
}

TEST_CASE("braces in a user's text are text", "[base]") {
  Problem problem;
  problem.found = "found '{0} {}'";
  CHECK(describe(problem) == "error: found '{0} {}'");
}

TEST_CASE("an input error carries all its problems, one line each", "[base]") {
  const InputError error({misspelt_key(), misspelt_key()});
  CHECK(error.problems().size() == 2);
  const std::string line = describe(misspelt_key());
  CHECK(std::string(error.what()) == line + "\n" + line);
}
