#include "run/in_order.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include "cohort/faults.h"

namespace journeylab {
namespace {

// Work that is over sooner gains nothing by threads: starting them takes a good part of it.
constexpr std::chrono::milliseconds worth_sharing{2};

using Worker = std::function<std::any(std::uint64_t)>;

struct Piece {
  std::any result;
  bool stopped = false;
  std::exception_ptr fault;
};

class OrderedRun {
 public:
  explicit OrderedRun(const OrderedWork& work)
      : work_(work), pass_on_stop_(work.stop, [this] { abandon_.request_stop(); }) {}

  bool run() {
    const int threads = work_.threads > 0 ? work_.threads : tbb::info::default_concurrency();
    // What is in flight bounds the memory, and how far workers run ahead of who takes.
    in_flight_.resize(4 * static_cast<std::size_t>(threads) + 2);
    run_here(threads == 1 ? std::chrono::steady_clock::duration::max() : worth_sharing);
    if (!is_over()) run_on(threads);
    if (fault_) std::rethrow_exception(fault_);
    return !interrupted_ && (is_enough_ || taken_ == work_.count);
  }

 private:
  [[nodiscard]] bool is_over() const {
    return abandon_.stop_requested() || handed_out_ == work_.count;
  }

  // Piece by piece on this thread, for about so long. Time decides who works, never what comes out.
  void run_here(std::chrono::steady_clock::duration most) {
    const auto begin = std::chrono::steady_clock::now();
    while (!is_over() && std::chrono::steady_clock::now() - begin < most) {
      collect_one(perform_one(handed_out_++));
    }
  }

  // The rest on all threads. What the work throws is kept in its piece: what leaves the pipeline is
  // the library's own, that a thread cannot be started.
  void run_on(int threads) {
    try {
      run_pipeline(threads);
    } catch (const std::runtime_error& error) {
      throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                              error.what());
    }
  }

  void run_pipeline(int threads) {
    // As many workers as asked for, also where the machine has fewer cores.
    const tbb::global_control workers(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads);
    hand_over();
    arena.execute([&] {
      const auto hand_out = tbb::make_filter<void, std::uint64_t>(
          tbb::filter_mode::serial_in_order,
          [this](tbb::flow_control& control) { return next(control); });
      const auto perform = tbb::make_filter<std::uint64_t, std::uint64_t>(
          tbb::filter_mode::parallel, [this](std::uint64_t index) { return perform_one(index); });
      const auto collect = tbb::make_filter<std::uint64_t, void>(
          tbb::filter_mode::serial_in_order, [this](std::uint64_t index) { collect_one(index); });
      tbb::parallel_pipeline(in_flight_.size(), hand_out & perform & collect);
    });
    hand_over();
  }

  std::uint64_t next(tbb::flow_control& control) {
    hand_over();
    if (is_over()) {
      hand_over();
      control.stop();
      return 0;
    }
    const std::uint64_t index = handed_out_++;
    hand_over();
    return index;
  }

  std::uint64_t perform_one(std::uint64_t index) {
    hand_over();
    Piece& piece = in_flight_[index % in_flight_.size()];
    piece = Piece{};
    try {
      Worker& worker = workers_.local();
      if (!worker) worker = work_.make_worker(abandon_.get_token());
      piece.result = worker(work_.first + index);
    } catch (const RunStopped&) {
      piece.stopped = true;
    } catch (...) {
      piece.fault = std::current_exception();
    }
    hand_over();
    return index;
  }

  // In the order of the pieces. Those that were under way when the work closed are dropped, so that
  // what was taken does not depend on the threads.
  void collect_one(std::uint64_t index) {
    hand_over();
    Piece& piece = in_flight_[index % in_flight_.size()];
    if (!is_closed_) {
      if (piece.fault || piece.stopped) {
        fault_ = piece.fault;
        interrupted_ = piece.stopped;
        close();
      } else {
        take(index, std::move(piece.result));
      }
    }
    hand_over();
  }

  void take(std::uint64_t index, std::any result) {
    try {
      ++taken_;
      if (work_.take(work_.first + index, std::move(result))) return;
      is_enough_ = true;
    } catch (...) {
      fault_ = std::current_exception();
    }
    close();
  }

  void close() {
    is_closed_ = true;
    abandon_.request_stop();
  }

  // oneTBB orders what one filter wrote before what the next one reads, inside a library that
  // thread sanitizers cannot look into. This says the same order where they can.
  void hand_over() noexcept { handovers_.fetch_add(1, std::memory_order_acq_rel); }

  const OrderedWork& work_;
  std::vector<Piece> in_flight_;  ///< by number, modulo as many as there may be at once
  std::uint64_t handed_out_ = 0;
  std::uint64_t taken_ = 0;
  std::atomic<std::uint64_t> handovers_ = 0;
  bool is_enough_ = false;
  bool is_closed_ = false;
  bool interrupted_ = false;
  std::exception_ptr fault_;
  std::stop_source abandon_;
  std::stop_callback<std::function<void()>> pass_on_stop_;
  tbb::enumerable_thread_specific<Worker> workers_;
};

}  // namespace

bool work_in_order(const OrderedWork& work) {
  // On the heap: thread sanitizers know when its memory serves another purpose.
  return std::make_unique<OrderedRun>(work)->run();
}

}  // namespace journeylab
