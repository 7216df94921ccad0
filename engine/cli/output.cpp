#include "cli/output.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "base/problem.h"

namespace journeylab {
namespace {

[[noreturn]] void refuse_standard_output(int error) {
  if (error == EPIPE) throw OutputClosed{};
  throw FileError(
      fmt::format("standard output: cannot be written: {}", std::system_category().message(error)));
}

void wait_until_writable() {
  pollfd standard{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  poll(&standard, 1, -1);
}

void write_standard_output(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      wait_until_writable();
    } else if (errno != EINTR) {
      refuse_standard_output(errno);
    }
  }
}

}  // namespace

void refuse_same_file(const std::string& target, std::string_view what_target,
                      const std::string& other, std::string_view what_other) {
  if (target.empty() || other.empty()) return;
  std::error_code error;
  const auto whole = [&error](const std::string& path) {
    return std::filesystem::weakly_canonical(path, error);
  };
  const bool is_file =
      !std::filesystem::exists(target, error) || std::filesystem::is_regular_file(target, error);
  if (!is_file) return;
  if (std::filesystem::equivalent(target, other, error) || whole(target) == whole(other)) {
    throw FileError(
        fmt::format("{} '{}' is also {}; expected another file", what_target, target, what_other));
  }
}

Output::Output(const std::string& path) {
  if (!path.empty()) {
    file_ = std::make_unique<WholeFile>(path);
  } else if (fcntl(STDOUT_FILENO, F_GETFD) == -1) {
    refuse_standard_output(errno);
  }
}

void Output::write(std::string_view answer) {
  if (file_ == nullptr) {
    write_standard_output(answer);
    return;
  }
  file_->write(answer);
  file_->commit();
}

}  // namespace journeylab
