// Ctrl-C: the run ends soon, what is known is told, and it says that it is not all.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cases/program/run_program.h"

namespace {

// More customers than any machine simulates within the time of a test.
const std::vector<std::string> long_run{
    "simulate", "scenarios/winback.yaml", "--customers", "4e9", "--format", "json"};

Setting interrupted_by(int signal) {
  Setting setting;
  setting.meanwhile = [signal](pid_t process) {
    CHECK(wait_until_blocked(process, signal));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    kill(process, signal);
  };
  return setting;
}

}  // namespace

TEST_CASE("an interrupted run tells what is known, marked as partial", "[program]") {
  const int signal = GENERATE(SIGINT, SIGTERM);
  const Outcome outcome = run_program(long_run, interrupted_by(signal));
  INFO("standard error: " << outcome.err);
  CHECK(outcome.exit_code == 130);
  const nlohmann::json answer = nlohmann::json::parse(outcome.out);
  CHECK(answer.at("complete") == false);
  CHECK(answer.at("customers") < 4000000000);
}

TEST_CASE("interrupted simulated tests tell what is known, marked as partial", "[program]") {
  const std::vector<std::string> long_tests{
      "experiment", "scenarios/free_shipping.yaml", "--replicates", "1e6", "--format", "json"};
  const Outcome outcome = run_program(long_tests, interrupted_by(SIGINT));
  INFO("standard error: " << outcome.err);
  CHECK(outcome.exit_code == 130);
  const nlohmann::json answer = nlohmann::json::parse(outcome.out);
  CHECK(answer.at("complete") == false);
  CHECK(answer.at("planned") == 1000000);
  CHECK(answer.at("replicates") < 1000000);
}

TEST_CASE("an interrupted run leaves its file whole", "[program]") {
  const Folder folder;
  const std::string path = folder.path("partial.json");
  std::vector<std::string> command = long_run;
  command.insert(command.end(), {"-o", path});
  CHECK(run_program(command, interrupted_by(SIGINT)).exit_code == 130);
  CHECK(nlohmann::json::parse(contents_of(path)).at("complete") == false);
  // Nothing else was left beside it.
  const std::filesystem::path beside = std::filesystem::path(path).parent_path();
  CHECK(std::distance(std::filesystem::directory_iterator(beside), {}) == 1);
}

TEST_CASE("a signal right at the start ends the program too", "[program]") {
  for (int milliseconds = 0; milliseconds < 60; milliseconds += 6) {
    Setting setting;
    setting.meanwhile = [milliseconds](pid_t process) {
      std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
      kill(process, SIGINT);
    };
    const Outcome outcome = run_program(long_run, setting);
    INFO("after " << milliseconds << " ms: " << outcome.exit_code << ", " << outcome.err);
    CHECK((outcome.exit_code == 130 || outcome.signal == SIGINT));
    // Before the first shard of customers is done the answer has none, and is still whole.
    if (outcome.exit_code == 130) {
      CHECK(nlohmann::json::parse(outcome.out).at("complete") == false);
    }
  }
}

TEST_CASE("a signal that the caller has switched off stays off", "[program]") {
  // As under nohup, or in the background of a script.
  std::vector<std::string> command = long_run;
  command[3] = "20000";
  Setting setting;
  setting.ignored_signal = SIGINT;
  setting.meanwhile = [](pid_t process) { kill(process, SIGINT); };
  const Outcome outcome = run_program(command, setting);
  CHECK(outcome.exit_code == 0);
  CHECK(nlohmann::json::parse(outcome.out).at("complete") == true);
}
