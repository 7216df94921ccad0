#include "run/in_order.h"

#include <atomic>
#include <exception>
#include <vector>

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include "cohort/faults.h"

namespace journeylab {
namespace {

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
    in_flight_.resize(4 * static_cast<std::size_t>(threads) + 2);
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
    if (fault_) std::rethrow_exception(fault_);
    return !interrupted_ && (is_enough_ || taken_ == work_.count);
  }

 private:
  std::uint64_t next(tbb::flow_control& control) {
    hand_over();
    if (abandon_.stop_requested() || handed_out_ == work_.count) {
      control.stop();
      return 0;
    }
    return handed_out_++;
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

  // As in run.cpp: says the order of oneTBB's filters where thread sanitizers can see it.
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
  return std::make_unique<OrderedRun>(work)->run();
}

}  // namespace journeylab
