#include "cases/program/run_program.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

// In the child: lets a descriptor be a file.
void connect(int descriptor, const std::string& path) {
  if (path == "-") return;
  const int opened = open(path.c_str(), O_WRONLY | O_CREAT | O_NOCTTY, 0600);
  if (opened == -1 || dup2(opened, descriptor) == -1) _exit(99);
  close(opened);
}

[[noreturn]] void become_program(const std::vector<std::string>& arguments, const Setting& setting,
                                 const std::string& out, const std::string& err) {
  if (chdir(JOURNEYLAB_SOURCE_DIR) != 0) _exit(99);
  // Whoever started the tests may have switched these off; the program is to find the usual state.
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) std::signal(signal, SIG_DFL);
  if (setting.ignored_signal != 0) std::signal(setting.ignored_signal, SIG_IGN);
  const std::string out_path = setting.standard_output.empty() ? out : setting.standard_output;
  const std::string err_path = setting.standard_error.empty() ? err : setting.standard_error;
  if (!setting.standard_input.empty()) {
    const int opened = open(setting.standard_input.c_str(), O_RDONLY);
    if (opened == -1 || dup2(opened, STDIN_FILENO) == -1) _exit(99);
    close(opened);
  }
  connect(STDOUT_FILENO, out_path);
  connect(STDERR_FILENO, err_path);
  if (setting.output_descriptor != -1) dup2(setting.output_descriptor, STDOUT_FILENO);
  if (out_path == "-") close(STDOUT_FILENO);
  if (err_path == "-") close(STDERR_FILENO);
  for (const std::string& variable : setting.environment) {
    const std::size_t equals = variable.find('=');
    setenv(variable.substr(0, equals).c_str(), variable.substr(equals + 1).c_str(), 1);
  }
  std::vector<std::string> words{JOURNEYLAB_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execv(JOURNEYLAB_PROGRAM, pointers.data());
  _exit(99);
}

}  // namespace

Outcome run_program(const std::vector<std::string>& arguments, const Setting& setting) {
  const Folder folder;
  const std::string out = folder.write("out", "");
  const std::string err = folder.write("err", "");
  std::array<int, 2> started{};
  REQUIRE(pipe2(started.data(), O_CLOEXEC) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) become_program(arguments, setting, out, err);
  // The child's end closes when the program takes its place: before, a signal would meet the test's
  // own handlers.
  close(started[1]);
  char nothing = 0;
  CHECK(read(started[0], &nothing, 1) == 0);
  close(started[0]);
  if (setting.meanwhile) setting.meanwhile(child);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  Outcome outcome;
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  REQUIRE(outcome.exit_code != 99);
  outcome.out = contents_of(out);
  outcome.err = contents_of(err);
  return outcome;
}

bool wait_until_blocked(pid_t process, int signal) {
  const std::string status = "/proc/" + std::to_string(process) + "/status";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::chrono::steady_clock::now() < deadline) {
    std::ifstream lines(status);
    std::string line;
    while (std::getline(lines, line)) {
      if (!line.starts_with("SigBlk:")) continue;
      const auto blocked = std::stoull(line.substr(7), nullptr, 16);
      if ((blocked >> (signal - 1)) & 1U) return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "journeylab-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  root_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

std::string Folder::write(const std::string& name, const std::string& contents) const {
  const std::string file = path(name);
  std::ofstream stream(file, std::ios::binary);
  stream << contents;
  REQUIRE(stream.flush().good());
  return file;
}

std::string contents_of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  REQUIRE(stream.good());
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void check_refused(const std::vector<std::string>& arguments, const std::string& hint) {
  const Outcome outcome = run_program(arguments);
  INFO("standard error: " << outcome.err);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, Catch::Contains(hint));
  CHECK_THAT(outcome.err, !Catch::Contains("internal error"));
}
