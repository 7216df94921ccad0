#include "cli/interrupt.h"

#include <ctime>

#include <pthread.h>
#include <unistd.h>

#include "cli/exit_code.h"

namespace journeylab {
namespace {

bool is_switched_off(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

// The signals are blocked in this thread and in all that it starts, and the watcher takes them with
// sigtimedwait: so nothing runs inside a signal handler.
Interrupt::Interrupt() {
  sigemptyset(&watched_);
  for (const int signal : {SIGINT, SIGTERM}) {
    if (!is_switched_off(signal)) sigaddset(&watched_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
  watcher_ = std::jthread([this](const std::stop_token& finished) { watch(finished); });
}

Interrupt::~Interrupt() {
  watcher_.request_stop();
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupt::watch(const std::stop_token& finished) {
  constexpr timespec patience{.tv_sec = 0, .tv_nsec = 20'000'000};
  while (!finished.stop_requested()) {
    if (sigtimedwait(&watched_, nullptr, &patience) == -1) continue;
    if (source_.stop_requested()) _exit(exit_interrupted);
    source_.request_stop();
  }
}

}  // namespace journeylab
