// What the verbs answer, as far as the program itself is concerned: formats, files, choices.
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cases/program/run_program.h"

using Catch::Contains;
using nlohmann::json;

namespace {

const std::string winback = "scenarios/winback.yaml";

// The answer of a command that must end well and say nothing else.
std::string answer(std::vector<std::string> arguments) {
  const Outcome outcome = run_program(arguments);
  INFO("standard error: " << outcome.err);
  REQUIRE(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  return outcome.out;
}

std::vector<std::string> with(std::vector<std::string> arguments,
                              const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::set<std::string> keys_of(const json& object) {
  std::set<std::string> keys;
  for (const auto& item : object.items()) keys.insert(item.key());
  return keys;
}

}  // namespace

TEST_CASE("help and version go to standard output", "[program]") {
  CHECK_THAT(answer({"--version"}), Catch::StartsWith("journeylab "));
  CHECK_THAT(answer({"--help"}), Contains("check") && Contains("simulate") && Contains("compare"));
  for (const std::string verb : {"check", "simulate", "compare", "size", "experiment"}) {
    CHECK_THAT(answer({verb, "--help"}), Contains("scenarios/winback.yaml"));
  }
}

TEST_CASE("simulate answers in every format", "[program]") {
  const std::vector<std::string> command{"simulate", winback, "--customers", "2000"};
  CHECK_THAT(answer(command), Contains("conversion"));
  CHECK_THAT(answer(with(command, {"--format", "markdown"})), Contains("| "));
  CHECK_THAT(answer(with(command, {"--format", "csv"})), Contains("conversion"));
  const json whole = json::parse(answer(with(command, {"--format", "json"})));
  CHECK(whole.at("command") == "simulate");
  CHECK(whole.at("customers") == 2000);
  CHECK(whole.at("complete") == true);
  CHECK(whole.at("scenario").at("file") == winback);
  CHECK(keys_of(whole.at("variants")) == std::set<std::string>{"control", "early_sms"});
}

TEST_CASE("compare answers in every format", "[program]") {
  const std::vector<std::string> command{"compare", winback, "--customers", "2000"};
  CHECK_THAT(answer(command), Contains("early_sms"));
  CHECK_THAT(answer(with(command, {"--format", "markdown"})), Contains("| "));
  CHECK_THAT(answer(with(command, {"--format", "csv"})), Contains("early_sms"));
  const json whole = json::parse(answer(with(command, {"--format", "json"})));
  CHECK(whole.at("command") == "compare");
  CHECK_FALSE(whole.at("comparisons").empty());
}

TEST_CASE("experiment answers in every format", "[program]") {
  const std::vector<std::string> command{"experiment",   "scenarios/free_shipping.yaml",
                                         "--replicates", "20",
                                         "--plan",       "fixed",
                                         "--plan",       "pocock",
                                         "--days",       "7"};
  CHECK_THAT(answer(command), Contains("pocock: finds the effect in"));
  CHECK_THAT(answer(with(command, {"--format", "markdown"})), Contains("| "));
  CHECK_THAT(answer(with(command, {"--format", "csv"})), Contains("free_shipping"));
  const json whole = json::parse(
      answer(with(command, {"--format", "json", "--seed", "3", "--traffic", "14000/week"})));
  CHECK(whole.at("command") == "experiment");
  CHECK(whole.at("replicates") == 20);
  CHECK(whole.at("seed") == 3);
  CHECK(whole.at("traffic_per_day") == 2000.0);
  CHECK(keys_of(whole.at("plans")) == std::set<std::string>{"fixed", "pocock"});
  CHECK(whole.at("plans").at("fixed").at("last_day") == 14);
}

TEST_CASE("experiment writes one test as rows, which analyze reads", "[program]") {
  const Folder folder;
  const std::string rows = folder.path("rows.csv");
  (void)answer({"experiment", "scenarios/free_shipping.yaml", "--replicates", "2", "--plan",
                "fixed", "--days", "3", "--rows", rows});
  const json analysis = json::parse(
      answer({"analyze", rows, "--arm", "arm", "--control", "control", "--conversion", "conversion",
              "--mean", "profit", "--segment", "segment", "--format", "json"}));
  // 10%, 50% and all of 2000, on days that are a little below the mean of the week.
  CHECK(analysis.at("rows") == 2947);
}

TEST_CASE("the options of a run reach the answer", "[program]") {
  const json whole = json::parse(
      answer({"compare", winback, "--customers", "1e3", "--seed", "42", "--confidence", "90%",
              "--adjust", "bonferroni", "--variant", "early_sms", "--format", "json"}));
  CHECK(whole.at("customers") == 1000);
  CHECK(whole.at("seed") == 42);
  CHECK(whole.at("confidence") == 0.9);
  CHECK(whole.at("comparisons").at(0).at("adjustment") == "bonferroni");
}

TEST_CASE("simulate runs the chosen variants only", "[program]") {
  const json whole = json::parse(answer(
      {"simulate", winback, "--customers", "500", "--variant", "early_sms", "--format", "json"}));
  CHECK(keys_of(whole.at("variants")) == std::set<std::string>{"early_sms"});
}

TEST_CASE("threads, batches, executors and vector paths do not change a byte of the answer",
          "[program]") {
  const std::vector<std::string> command{"compare", winback,    "--customers",
                                         "20000",   "--format", "json"};
  const std::string first = answer(with(command, {"--threads", "1"}));
  CHECK(answer(with(command, {"--threads", "2"})) == first);
  CHECK(answer(with(command, {"--threads", "8"})) == first);
  CHECK(answer(with(command, {"--threads", "0"})) == first);
  CHECK(answer(with(command, {"--batch", "7"})) == first);
  CHECK(answer(with(command, {"--executor", "reference"})) == first);
  CHECK(answer(with(command, {"--vector-path", "portable"})) == first);
  CHECK(answer(with(command, {"--seed", "2"})) != first);
}

TEST_CASE("an answer can go to a file, which holds the same bytes", "[program]") {
  const Folder folder;
  const std::string path = folder.write("answer.json", "what stood there before");
  const std::vector<std::string> command{"simulate", winback,    "--customers",
                                         "1000",     "--format", "json"};
  CHECK(answer(with(command, {"-o", path})).empty());
  CHECK(contents_of(path) == answer(command));
}

TEST_CASE("a story is told in every format", "[program]") {
  const std::vector<std::string> command{"simulate", winback, "--trace-customer", "17"};
  CHECK_THAT(answer(command), Contains("email1"));
  CHECK_THAT(answer(with(command, {"--format", "markdown"})), Contains("email1"));
  CHECK_THAT(answer(with(command, {"--format", "csv"})), Catch::StartsWith("customer,segment,"));
  const json story = json::parse(answer(with(command, {"--format", "json"})));
  CHECK_FALSE(story.empty());
  const Outcome two =
      run_program(with(command, {"--variant", "control", "--variant", "early_sms"}));
  CHECK(two.exit_code == 2);
}

TEST_CASE("the story of a customer is what the event log says of it", "[program]") {
  const Folder folder;
  const std::string log = folder.path("events.csv");
  (void)answer({"simulate", winback, "--customers", "30", "--variant", "control", "--events", log});
  std::istringstream lines(contents_of(log));
  std::string of_one;
  std::string line;
  REQUIRE(std::getline(lines, line));
  of_one = line + "\n";
  while (std::getline(lines, line)) {
    if (line.starts_with("17,")) of_one += line + "\n";
  }
  CHECK(of_one == answer({"simulate", winback, "--trace-customer", "17", "--format", "csv"}));
}

TEST_CASE("a precision ends the run early, and the interval is that narrow", "[program]") {
  const json whole = json::parse(answer(
      {"simulate", winback, "--variant", "control", "--precision", "0.5pp", "--format", "json"}));
  CHECK(whole.at("complete") == true);
  const json& conversion = whole.at("variants").at("control").at("metrics").at("conversion");
  const double width =
      conversion.at("ci_high").get<double>() - conversion.at("ci_low").get<double>();
  CHECK(width <= 0.005);
  // p = 0.081: 4 * 1.96^2 p (1 - p) / 0.005^2 = 45,800 customers would do; the first look is later.
  CHECK(whole.at("customers") == 524288);
}

TEST_CASE("a precision takes as many customers on any number of threads", "[program]") {
  std::vector<std::string> answers;
  for (const char* threads : {"1", "2", "3"}) {
    answers.push_back(answer({"compare", winback, "--precision", "0.02pp", "--seed", "4",
                              "--threads", threads, "--format", "json"}));
  }
  CHECK(answers[0] == answers[1]);
  CHECK(answers[0] == answers[2]);
  const json whole = json::parse(answers[0]);
  const json& difference = whole.at("comparisons").at(0).at("difference");
  const double width =
      difference.at("ci_high").get<double>() - difference.at("ci_low").get<double>();
  CHECK(width <= 0.0002);
  CHECK(width > 0.00019);  // steps of a 64th: a run ends soon after it may
  CHECK(whole.at("customers") > 600000);
}

TEST_CASE("a precision that the most customers do not reach says so", "[program]") {
  const Outcome outcome =
      run_program({"simulate", winback, "--precision", "0.001pp", "--customers", "1000"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, Contains("--precision"));
}

TEST_CASE("a broken guardrail decides the exit code where that is asked for", "[program]") {
  const Folder folder;
  std::string text = contents_of(std::string(JOURNEYLAB_SOURCE_DIR) + "/" + winback);
  // Who ignores the first e-mail, seven in ten, gets the second one before the text message: about
  // 30 % more contacts, of which at most 5 % are acceptable.
  text.replace(
      text.find("variants:"), 9,
      "variants:\n  louder:\n    journey: {email1: {outcomes: {ignored: {go: email2}}}}\n");
  const std::string path = folder.write("louder.yaml", text);
  const std::vector<std::string> command{"compare", path,        "--customers",
                                         "20000",   "--variant", "louder"};
  CHECK(run_program(command).exit_code == 0);
  CHECK(run_program(with(command, {"--fail-on-guardrail"})).exit_code == 1);
  CHECK(
      run_program({"compare", winback, "--customers", "20000", "--fail-on-guardrail"}).exit_code ==
      0);
}

TEST_CASE("colours come only where they are asked for", "[program]") {
  const std::vector<std::string> command{"compare", winback, "--customers", "50000"};
  CHECK(answer(command).find('\033') == std::string::npos);
  CHECK(answer(with(command, {"--color", "always"})).find('\033') != std::string::npos);
  CHECK(answer(with(command, {"--color", "never"})).find('\033') == std::string::npos);
}
