#include "run/run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include "cohort/faults.h"
#include "cohort/shard.h"
#include "run/stories.h"
#include "store/story.h"
#include "store/whole_file.h"

namespace journeylab {
namespace {

// Part of what a run is: another size would give other last bits.
constexpr std::uint64_t shard_customers = 4 * tile_customers;

// A run that is over sooner gains nothing by threads: starting them takes a good part of it.
constexpr std::chrono::milliseconds worth_sharing{2};

// What one shard leaves behind.
struct Shard {
  RunTally tally;
  std::string events;        // lines of the log
  bool stopped = false;      // asked to stop before its end
  std::exception_ptr fault;  // of its smallest customer that failed
};

// One run: shards are handed out and merged in the order of their numbers.
class ShardedRun {
 public:
  ShardedRun(const Scenario& scenario, const RunOptions& options)
      : scenario_(scenario),
        options_(options),
        shape_(tally_shape(scenario, options.variants, options.paired)),
        n_shards_((options.customers + shard_customers - 1) / shard_customers),
        pass_on_stop_(options.stop, [this] { abandon_.request_stop(); }) {
    for (const std::size_t variant : options.variants) {
      plans_.push_back(compile(scenario, variant));
    }
    result_.tally = empty_tally(shape_, RetentionTables::with);
    if (options.events_file.empty()) return;
    log_ = std::make_unique<WholeFile>(options.events_file);
    log_->write(event_csv_header());
  }

  RunResult run() {
    const int threads = options_.threads > 0 ? options_.threads : tbb::info::default_concurrency();
    // What is in flight bounds the memory, and how far workers run ahead of the merge.
    in_flight_.resize(2 * static_cast<std::size_t>(threads) + 2);
    run_here(threads == 1 ? std::chrono::steady_clock::duration::max() : worth_sharing);
    if (!is_over()) run_on(threads);
    if (fault_) std::rethrow_exception(fault_);
    result_.complete = is_enough_ || merged_ == n_shards_;
    if (log_) log_->commit();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool is_over() const {
    return abandon_.stop_requested() || handed_out_ == n_shards_;
  }

  // Shard by shard on this thread, for about so long. Time decides who works, never what comes out.
  void run_here(std::chrono::steady_clock::duration most) {
    const auto begin = std::chrono::steady_clock::now();
    while (!is_over() && std::chrono::steady_clock::now() - begin < most) {
      merge(run_shard(handed_out_++));
    }
  }

  // The rest on all threads.
  void run_on(int threads) {
    // As many workers as asked for, also where the machine has fewer cores.
    const tbb::global_control workers(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads);
    hand_over();
    arena.execute([&] {
      const auto hand_out = tbb::make_filter<void, std::uint64_t>(
          tbb::filter_mode::serial_in_order,
          [this](tbb::flow_control& control) { return next_shard(control); });
      const auto simulate = tbb::make_filter<std::uint64_t, std::uint64_t>(
          tbb::filter_mode::parallel, [this](std::uint64_t shard) { return run_shard(shard); });
      const auto collect = tbb::make_filter<std::uint64_t, void>(
          tbb::filter_mode::serial_in_order, [this](std::uint64_t shard) { merge(shard); });
      tbb::parallel_pipeline(in_flight_.size(), hand_out & simulate & collect);
    });
    hand_over();
  }

  std::uint64_t next_shard(tbb::flow_control& control) {
    hand_over();
    if (is_over()) {
      control.stop();
      return 0;
    }
    return handed_out_++;
  }

  std::uint64_t run_shard(std::uint64_t index) {
    hand_over();
    Shard& shard = in_flight_[index % in_flight_.size()];
    shard = Shard{};
    const std::uint64_t before = index * shard_customers;
    const std::uint64_t n = std::min(shard_customers, options_.customers - before);
    try {
      std::unique_ptr<ShardRunner>& runner = runners_.local();
      if (!runner) {
        const std::size_t batch = options_.executor == Executor::reference ? 0 : options_.batch;
        runner =
            std::make_unique<ShardRunner>(shape_, plans_, options_.seed, batch,
                                          abandon_.get_token(), vector_loops(options_.vector_path));
      }
      shard.tally = runner->run(before + 1, n, story_sink(shard));
    } catch (const RunStopped&) {
      shard.stopped = true;
    } catch (...) {
      shard.fault = std::current_exception();
    }
    hand_over();
    return index;
  }

  [[nodiscard]] StorySink story_sink(Shard& shard) const {
    if (!log_) return {};
    return [this, &shard](std::size_t v, std::uint64_t customer, std::uint32_t segment,
                          const RawEvents& events) {
      const std::size_t variant = options_.variants[v];
      for (const RawEvent& event : events) {
        shard.events += event_csv_line(scenario_, variant,
                                       named_event(scenario_, variant, customer, segment, event));
      }
    };
  }

  // In the order of shards. Those that were under way when the run closed are dropped, so that what
  // it counted does not depend on the threads.
  void merge(std::uint64_t index) {
    hand_over();
    merge_in_order(in_flight_[index % in_flight_.size()]);
    hand_over();
  }

  void merge_in_order(const Shard& shard) {
    if (is_closed_) return;
    if (shard.fault) fault_ = shard.fault;
    if (shard.fault || shard.stopped) {
      close();
      return;
    }
    result_.tally.merge(shard.tally);
    ++merged_;
    try {
      if (log_) log_->write(shard.events);
      if (options_.progress) {
        options_.progress(
            {.customers_done = result_.tally.customers, .customers_planned = options_.customers});
      }
      if (options_.enough && result_.tally.customers >= next_look_) {
        next_look_ = look_after(result_.tally.customers);
        is_enough_ = options_.enough(result_.tally);
      }
    } catch (...) {
      fault_ = std::current_exception();
    }
    if (is_enough_ || fault_) close();
  }

  // oneTBB orders what one filter wrote before what the next one reads, inside a library that
  // thread sanitizers cannot look into. This says the same order where they can.
  void hand_over() noexcept { handovers_.fetch_add(1, std::memory_order_acq_rel); }

  void close() {
    is_closed_ = true;
    abandon_.request_stop();
  }

  const Scenario& scenario_;
  const RunOptions& options_;
  TallyShape shape_;
  std::vector<JourneyPlan> plans_;
  std::uint64_t n_shards_;
  std::vector<Shard> in_flight_;  ///< by number, modulo as many as there may be at once
  std::uint64_t handed_out_ = 0;
  std::uint64_t merged_ = 0;
  std::uint64_t next_look_ = first_look;
  std::atomic<std::uint64_t> handovers_ = 0;
  bool is_enough_ = false;
  bool is_closed_ = false;
  std::exception_ptr fault_;
  std::stop_source abandon_;
  std::stop_callback<std::function<void()>> pass_on_stop_;
  std::unique_ptr<WholeFile> log_;
  tbb::enumerable_thread_specific<std::unique_ptr<ShardRunner>> runners_;
  RunResult result_;
};

}  // namespace

RunResult run(const Scenario& scenario, const RunOptions& options) {
  // On the heap: thread sanitizers know when its memory serves another purpose.
  return std::make_unique<ShardedRun>(scenario, options)->run();
}

}  // namespace journeylab
