#include "cli/progress.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.h"

namespace journeylab {
namespace {

using namespace std::chrono_literals;

constexpr auto first_shown_after = 500ms;
constexpr auto redrawn_every = 100ms;

std::string time_left_text(double seconds) {
  if (seconds < 1.0) return "less than 1 s left";
  if (seconds < 90.0) return fmt::format("{:.0f} s left", seconds);
  if (seconds < 90.0 * 60) return fmt::format("{:.0f} min left", seconds / 60);
  return fmt::format("{:.1f} h left", seconds / 3600);
}

std::string count_text(double customers) {
  if (customers < 1e6) return fmt::format("{:.0f}", customers);
  return fmt::format("{:.1f} million", customers / 1e6);
}

}  // namespace

std::string progress_line(const Progress& progress, std::chrono::duration<double> spent,
                          std::size_t width) {
  if (progress.customers_done == 0 || progress.customers_planned == 0) return {};
  const auto done = static_cast<double>(progress.customers_done);
  const double planned = std::max(done, static_cast<double>(progress.customers_planned));
  const double share = done / planned;
  std::string words =
      fmt::format("{:3.0f} %  {} of {} customers, {}", std::floor(100 * share), count_text(done),
                  count_text(planned), time_left_text(spent.count() * (planned - done) / done));
  constexpr std::size_t bar_most = 30;
  constexpr std::size_t bar_least = 5;
  constexpr std::size_t frame = 3;  // brackets and a space
  if (words.size() > width) words.resize(width);
  const std::size_t room = width - words.size();
  if (room < bar_least + frame) return words;
  const std::size_t bar = std::min(bar_most, room - frame);
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(bar));
  return fmt::format("[{}{}] {}", std::string(filled, '#'), std::string(bar - filled, '.'), words);
}

ProgressBar::ProgressBar()
    : on_terminal_(is_terminal(STDERR_FILENO)),
      started_(Clock::now()),
      next_(started_ + first_shown_after) {}

ProgressBar::~ProgressBar() {
  if (drawn_) tell_people("\r\033[K");
}

void ProgressBar::show(const Progress& progress) {
  if (!on_terminal_) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  // The last column stays free: some terminals wrap after it.
  const std::string line =
      progress_line(progress, now - started_, terminal_width(STDERR_FILENO) - 1);
  if (line.empty()) return;
  tell_people("\r" + line + "\033[K");
  drawn_ = true;
  next_ = now + redrawn_every;
}

}  // namespace journeylab
