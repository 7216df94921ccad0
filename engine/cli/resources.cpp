#include "cli/resources.h"

#include <fmt/format.h>
#include <sys/resource.h>

namespace journeylab {
namespace {

std::chrono::duration<double> duration_of(const timeval& time) noexcept {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

std::string duration_text(std::chrono::duration<double> duration) {
  const double seconds = duration.count();
  if (seconds < 99.95) return fmt::format("{:.2f} s", seconds);
  if (seconds < 5400.0) return fmt::format("{:.1f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

Resources resources_since(std::chrono::steady_clock::time_point started) noexcept {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  constexpr std::uint64_t unit = 1024;  // of ru_maxrss, on Linux
  return {.wall = std::chrono::steady_clock::now() - started,
          .processor = duration_of(usage.ru_utime) + duration_of(usage.ru_stime),
          .peak_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * unit};
}

std::string describe(const Resources& resources) {
  constexpr double mebibyte = 1024.0 * 1024.0;
  return fmt::format("{}, {} of processor time, at most {:.0f} MiB of memory",
                     duration_text(resources.wall), duration_text(resources.processor),
                     static_cast<double>(resources.peak_bytes) / mebibyte);
}

}  // namespace journeylab
