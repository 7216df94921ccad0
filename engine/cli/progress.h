// How far a run has come, on a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "run/run.h"

namespace journeylab {

/// One line of at most `width` columns: a bar, the share done, the customers, and the time left by
/// the speed so far. Empty where it cannot say anything yet.
[[nodiscard]] std::string progress_line(const Progress& progress,
                                        std::chrono::duration<double> spent, std::size_t width);

/// A progress line on standard error if that is a terminal, redrawn at most ten times a second and
/// gone when the bar goes. Short runs show none.
class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;

  bool on_terminal_ = false;
  bool drawn_ = false;
  Clock::time_point started_;
  Clock::time_point next_;
};

}  // namespace journeylab
