// The page of reports, as far as the program itself is concerned: files, refusals, exit codes.
#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cases/program/run_program.h"

using Catch::Contains;

namespace {

const std::string winback = "scenarios/winback.yaml";

// Results of a small run in the folder.
std::string results_in(const Folder& folder) {
  const std::string path = folder.path("results.json");
  REQUIRE(run_program({"compare", winback, "--customers", "500", "--format", "json", "-o", path})
              .exit_code == 0);
  return path;
}

}  // namespace

#ifdef JOURNEYLAB_REPORT

TEST_CASE("report makes one page of results, into a file or to standard output", "[program]") {
  const Folder folder;
  const std::string results = results_in(folder);
  const std::string page = folder.path("page.html");
  const Outcome written = run_program({"report", results, "-o", page});
  CHECK(written.exit_code == 0);
  CHECK((written.out + written.err).empty());
  CHECK_THAT(contents_of(page), Catch::StartsWith("<!doctype html>") && Contains("early_sms"));
  CHECK(run_program({"report", results}).out == contents_of(page));
}

TEST_CASE("the page is written beside the answer", "[program]") {
  const Folder folder;
  const std::string page = folder.path("page.html");
  const std::vector<std::vector<std::string>> commands{
      {"compare", winback, "--customers", "500"},
      {"simulate", winback, "--customers", "500"},
      {"size", "--baseline", "4%", "--effect", "5%"},
      {"experiment", "scenarios/free_shipping.yaml", "--replicates", "20"},
      {"analyze", "scenarios/data/welcome.csv", "--arm", "variant", "--control", "plain",
       "--conversion", "bought"}};
  for (std::vector<std::string> command : commands) {
    INFO(command.front());
    const Outcome plain = run_program(command);
    command.insert(command.end(), {"--report", page});
    const Outcome outcome = run_program(command);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out == plain.out);
    CHECK_THAT(contents_of(page), Contains("\"command\":\"" + command.front() + "\""));
    std::filesystem::remove(page);
  }
}

TEST_CASE("a page of results that were stopped says so", "[program]") {
  const Folder folder;
  const std::string results = results_in(folder);
  nlohmann::json json = nlohmann::json::parse(contents_of(results));
  json["complete"] = false;
  json["planned"] = 1000;
  const Outcome outcome = run_program({"report", folder.write("partial.json", json.dump())});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, Contains("partial.json") && Contains("stopped before its end"));
}

TEST_CASE("report refuses what is no result, and writes nothing", "[program]") {
  const Folder folder;
  const std::string page = folder.path("page.html");
  check_refused({"report", winback, "-o", page}, "not JSON");
  check_refused({"report", folder.path("nothing.json"), "-o", page}, "cannot be read");
  check_refused({"report", folder.write("story.json", "{\"customer\": 1}"), "-o", page},
                "no version of journeylab");
  check_refused(
      {"report",
       folder.write("new.json", "{\"journeylab\": \"999.0.0\", \"command\": \"compare\"}"), "-o",
       page},
      "newer than this one");
  CHECK_FALSE(std::filesystem::exists(page));
  const std::string results = results_in(folder);
  check_refused({"report", results, "-o", results}, "is also what is read");
  check_refused({"compare", winback, "--report", folder.path("no/such/folder.html")}, "folder");
  check_refused({"compare", winback, "--report", winback}, "is also what is read");
  check_refused({"simulate", winback, "--trace-customer", "1", "--report", page}, "--report");
}

#else

TEST_CASE("a program without the page says so", "[program]") {
  const Folder folder;
  const Outcome outcome = run_program({"report", results_in(folder)});
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.err, Contains("without the page of reports"));
}

#endif
