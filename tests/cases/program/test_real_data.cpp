// analyze and calc as a user types them: files that cannot be read, streams of requests.
#include <algorithm>
#include <array>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cases/program/run_program.h"

using Catch::Contains;
using nlohmann::json;

namespace {

std::vector<std::string> analyze(const std::string& data) {
  return {"analyze", data, "--arm", "variant", "--control", "plain", "--conversion", "bought"};
}

std::vector<json> calc(const std::string& requests) {
  const Folder folder;
  Setting setting;
  setting.standard_input = folder.write("requests", requests);
  const Outcome outcome = run_program({"calc"}, setting);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  std::vector<json> answers;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  return answers;
}

const std::string request = R"({"method": "proportion_ci", "x": 1, "n": 2})";

}  // namespace

TEST_CASE("data files that cannot be read are refused by name", "[program][analyze]") {
  const Folder folder;
  check_refused(analyze("scenarios/data/no-such.csv"), "no-such.csv: cannot be read");
  check_refused(analyze("scenarios"), "scenarios: is a folder; expected a .csv or .csv.gz file");
  check_refused(analyze(""), "");
  const std::string head("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  check_refused(analyze(folder.write("a.csv.gz", head + "nonsense")), "a.csv.gz: is damaged");
  check_refused(analyze(folder.write("b.csv.gz", head)), "b.csv.gz: is cut off");
  check_refused({"analyze", "scenarios/data/welcome.csv", "--analysis", "scenarios/none.yaml"},
                "none.yaml");
}

TEST_CASE("every format of analyze answers", "[program][analyze]") {
  for (const std::string format : {"text", "json", "csv", "markdown"}) {
    std::vector<std::string> arguments = analyze("scenarios/data/welcome.csv");
    arguments.insert(arguments.end(), {"--format", format});
    const Outcome outcome = run_program(arguments);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, Contains("bought"));
  }
}

TEST_CASE("calc answers every line that asks, and only those", "[program][calc]") {
  const std::vector<json> answers =
      calc("\xEF\xBB\xBF" + request + "\r\n\n  \t\r\nnonsense\n" + request);
  REQUIRE(answers.size() == 3);
  CHECK(answers[0]["estimate"] == 0.5);
  CHECK(answers[1]["line"] == 4);
  CHECK(answers[2] == answers[0]);
  CHECK(calc("").empty());
}

TEST_CASE("a line without end does not fill the memory nor stop the stream", "[program][calc]") {
  const std::vector<json> answers =
      calc(request + "\n" + std::string(34U << 20U, '[') + "\n" + request + "\n");
  REQUIRE(answers.size() == 3);
  CHECK_THAT(answers[1]["error"].get<std::string>(), Contains("a line of more than 32 MiB"));
  CHECK(answers[1]["line"] == 2);
  CHECK(answers[2]["estimate"] == 0.5);
}

TEST_CASE("calc ends quietly where nobody reads its answers", "[program][calc]") {
  const Folder folder;
  std::string requests;
  for (int i = 0; i < 20000; ++i) requests += request + '\n';
  std::array<int, 2> unread{};
  REQUIRE(pipe(unread.data()) == 0);
  close(unread[0]);
  Setting setting;
  setting.standard_input = folder.write("requests", requests);
  setting.output_descriptor = unread[1];
  const Outcome outcome = run_program({"calc"}, setting);
  close(unread[1]);
  CHECK(outcome.exit_code != 3);
  CHECK(outcome.err.empty());
}
