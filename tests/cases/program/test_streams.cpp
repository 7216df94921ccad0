// Standard output and standard error that are full, closed, unread, or terminals.
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cases/program/run_program.h"

using Catch::Contains;

namespace {

const std::vector<std::string> short_run{"simulate", "scenarios/winback.yaml", "--customers",
                                         "1000"};

Setting with_output(const std::string& path) {
  Setting setting;
  setting.standard_output = path;
  return setting;
}

// False in a sandbox without pseudo-terminals, where what a terminal shows cannot be tested.
bool has_terminals() {
  const int side = posix_openpt(O_RDWR | O_NOCTTY);
  if (side == -1) WARN("this machine has no pseudo-terminals");
  close(side);
  return side != -1;
}

// A terminal whose other side is read until the program ends.
class Terminal {
 public:
  Terminal() : side_(posix_openpt(O_RDWR | O_NOCTTY)) {
    REQUIRE(side_ >= 0);
    REQUIRE(grantpt(side_) == 0);
    REQUIRE(unlockpt(side_) == 0);
    path_ = ptsname(side_);
    held_ = open(path_.c_str(), O_RDWR | O_NOCTTY);
    reader_ = std::thread([this] {
      std::array<char, 4096> buffer{};
      ssize_t n = 0;
      while ((n = read(side_, buffer.data(), buffer.size())) > 0) {
        shown_.append(buffer.data(), static_cast<std::size_t>(n));
      }
    });
  }
  ~Terminal() {
    if (reader_.joinable()) (void)shown();
    close(side_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  // All that was shown; nothing can be shown afterwards.
  [[nodiscard]] const std::string& shown() {
    if (reader_.joinable()) {
      close(held_);
      reader_.join();
    }
    return shown_;
  }

 private:
  int side_;
  int held_ = -1;
  std::string path_;
  std::string shown_;
  std::thread reader_;
};

}  // namespace

TEST_CASE("a full disk under standard output is told", "[program]") {
  for (const auto& command :
       {short_run, std::vector<std::string>{"check", "scenarios/winback.yaml"},
        std::vector<std::string>{"--help"}, std::vector<std::string>{"--version"}}) {
    const Outcome outcome = run_program(command, with_output("/dev/full"));
    INFO("standard error: " << outcome.err);
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.err, Contains("standard output") && Contains("No space left"));
  }
}

TEST_CASE("a full disk under the output file is told, and leaves nothing", "[program]") {
  std::vector<std::string> command = short_run;
  command.insert(command.end(), {"-o", "/dev/full"});
  const Outcome outcome = run_program(command);
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.err, Contains("/dev/full"));
}

TEST_CASE("a closed standard output is told", "[program]") {
  const Outcome outcome = run_program(short_run, with_output("-"));
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.err, Contains("standard output"));
}

TEST_CASE("a reader that went away ends the program quietly", "[program]") {
  std::array<int, 2> pipe_ends{};
  REQUIRE(pipe(pipe_ends.data()) == 0);
  close(pipe_ends[0]);
  Setting setting;
  setting.output_descriptor = pipe_ends[1];
  const Outcome outcome = run_program(short_run, setting);
  close(pipe_ends[1]);
  INFO("standard error: " << outcome.err);
  CHECK(outcome.exit_code == 141);
  CHECK(outcome.err.empty());
}

TEST_CASE("a message that nobody can read changes no exit code", "[program]") {
  for (const std::string place : {"/dev/full", "-"}) {
    Setting setting;
    setting.standard_error = place;
    CHECK(run_program({"simulate", "no-such-file.yaml"}, setting).exit_code == 2);
    CHECK(run_program({"simulat"}, setting).exit_code == 2);
    CHECK(run_program(short_run, setting).exit_code == 0);
  }
}

TEST_CASE("with standard error closed, an output file holds the answer alone", "[program]") {
  const Folder folder;
  const std::string path = folder.path("answer.txt");
  std::vector<std::string> command = short_run;
  command.insert(command.end(), {"-o", path});
  Setting setting;
  setting.standard_error = "-";
  CHECK(run_program(command, setting).exit_code == 0);
  CHECK(contents_of(path) == run_program(short_run).out);
}

TEST_CASE("progress is shown on a terminal, and gone at the end", "[program]") {
  if (!has_terminals()) return;
  Terminal terminal;
  Setting setting;
  setting.standard_error = terminal.path();
  setting.meanwhile = [](pid_t process) {
    CHECK(wait_until_blocked(process, SIGINT));
    std::this_thread::sleep_for(std::chrono::seconds(2));
    kill(process, SIGINT);
  };
  const Outcome outcome = run_program(
      {"simulate", "scenarios/winback.yaml", "--customers", "4e9", "--variant", "control"},
      setting);
  CHECK(outcome.exit_code == 130);
  CHECK_THAT(terminal.shown(), Contains("customers,") && Contains("left"));
  CHECK_THAT(terminal.shown(), Catch::EndsWith("\r\033[K"));
}

TEST_CASE("without a terminal there is no progress", "[program]") {
  const Outcome outcome = run_program({"simulate", "scenarios/winback.yaml", "--customers", "3e5"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("tables fit the width of the terminal, or what COLUMNS says of it", "[program]") {
  if (!has_terminals()) return;
  const std::string width = GENERATE("40", "80", "200");
  Terminal terminal;
  Setting setting = with_output(terminal.path());
  setting.environment = {"COLUMNS=" + width, "NO_COLOR=1"};
  CHECK(
      run_program({"compare", "scenarios/winback.yaml", "--customers", "100"}, setting).exit_code ==
      0);
  std::istringstream lines(terminal.shown());
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    widest = std::max(widest, journeylab::count_characters(line));
  }
  CHECK(widest <= std::stoul(width));
  CHECK(widest > std::stoul(width) - 10);
}

TEST_CASE("a pipe takes lines as long as they are, whatever COLUMNS says", "[program]") {
  Setting setting;
  setting.environment = {"COLUMNS=40"};
  const std::vector<std::string> command{"simulate", "scenarios/winback.yaml", "--customers",
                                         "100"};
  CHECK(run_program(command, setting).out == run_program(command).out);
}

TEST_CASE("what a run took is told at the end, on standard error, where it is asked for",
          "[program]") {
  const std::vector<std::vector<std::string>> commands{
      {"check", "scenarios/winback.yaml"},
      {"simulate", "scenarios/winback.yaml", "--customers", "100"},
      {"compare", "scenarios/winback.yaml", "--customers", "100"},
      {"size", "--baseline", "4%", "--effect", "5%"},
      {"experiment", "scenarios/free_shipping.yaml", "--replicates", "2"},
      {"analyze", "scenarios/data/welcome.csv", "--analysis",
       "scenarios/data/welcome_analysis.yaml"},
      {"calc", "--list"}};
  for (std::vector<std::string> command : commands) {
    INFO(command.front());
    const Outcome quiet = run_program(command);
    command.emplace_back("--verbose");
    const Outcome outcome = run_program(command);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out == quiet.out);
    CHECK_THAT(outcome.err,
               Catch::Matches("journeylab: [0-9.]+ s, [0-9.]+ s of processor time, at most [0-9]+ "
                              "MiB of memory\n"));
    CHECK(quiet.err.empty());
  }
}

TEST_CASE("text on a terminal has colours, unless NO_COLOR is set", "[program]") {
  if (!has_terminals()) return;
  const std::vector<std::string> command{"compare", "scenarios/winback.yaml", "--customers",
                                         "50000"};
  const bool refused = GENERATE(false, true);
  Terminal terminal;
  Setting setting = with_output(terminal.path());
  setting.environment = {"TERM=xterm", refused ? "NO_COLOR=1" : "NO_COLOR="};
  CHECK(run_program(command, setting).exit_code == 0);
  CHECK((terminal.shown().find("\033[") == std::string::npos) == refused);
}
