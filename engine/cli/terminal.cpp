#include "cli/terminal.h"

#include <cstdlib>
#include <optional>
#include <string_view>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/quantity.h"

namespace journeylab {
namespace {

// The variable's text; empty if it is not set. Called before there are threads that change them.
std::string_view environment(const char* name) noexcept {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return text == nullptr ? std::string_view{} : text;
}

}  // namespace

bool is_terminal(int descriptor) noexcept {
  return isatty(descriptor) == 1;
}

std::size_t terminal_width(int descriptor) noexcept {
  constexpr std::size_t usual = 80;
  constexpr std::size_t most = 10000;
  const std::optional<std::uint64_t> asked = whole_number(environment("COLUMNS"));
  if (asked && *asked > 0 && *asked <= most) return *asked;
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return size.ws_col;
}

bool wants_colour() noexcept {
  return environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

void tell_people(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void fill_closed_streams() noexcept {
  for (const int descriptor : {STDIN_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) != -1) continue;
    const int opened = open("/dev/null", O_RDWR);
    if (opened == -1 || opened == descriptor) continue;
    dup2(opened, descriptor);
    close(opened);
  }
}

}  // namespace journeylab
