// Ctrl-C as a request to stop.
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace journeylab {

/// While it lives, SIGINT and SIGTERM ask by a stop token instead of ending the program; a second
/// signal ends it at once, with 130. Signals that the caller has switched off stay switched off. It
/// must be made before the threads whose work is to be stopped.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const noexcept { return source_.get_token(); }

 private:
  void watch(const std::stop_token& finished);

  sigset_t watched_{};
  sigset_t before_{};
  std::stop_source source_;
  std::jthread watcher_;
};

}  // namespace journeylab
