// Runs the built program as a user would, in a process of its own, and catches what it says.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

/// What a process did.
struct Outcome {
  int exit_code = -1;  ///< -1 if a signal ended it
  int signal = 0;      ///< that ended it
  std::string out;
  std::string err;
};

/// How it is started.
struct Setting {
  std::string standard_input;            ///< a path; empty: the test's own
  std::string standard_output;           ///< a path instead of catching what it says; "-" is closed
  std::string standard_error;            ///< likewise
  int output_descriptor = -1;            ///< for standard output, where it is not a path
  std::vector<std::string> environment;  ///< "NAME=value", besides the test's own
  int ignored_signal = 0;                ///< that it starts with switched off
  /// Called while it runs.
  std::function<void(pid_t)> meanwhile;
};

/// Runs the program in the repository's folder and waits for its end.
[[nodiscard]] Outcome run_program(const std::vector<std::string>& arguments,
                                  const Setting& setting = {});

/// Waits until the process has blocked a signal, as it does while it simulates; false after a
/// minute.
[[nodiscard]] bool wait_until_blocked(pid_t process, int signal);

/// An empty folder that goes with the object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string path(const std::string& name) const { return (root_ / name).string(); }
  /// Writes a file there and returns its path.
  std::string write(const std::string& name, const std::string& contents) const;

 private:
  std::filesystem::path root_;
};

/// All of a file; fails the test if it cannot be read.
[[nodiscard]] std::string contents_of(const std::string& path);

/// The program refuses these arguments: exit code 2, nothing on standard output, and a message on
/// standard error that holds `hint` and is no fault of ours.
void check_refused(const std::vector<std::string>& arguments, const std::string& hint);
