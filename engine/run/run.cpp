#include "run/run.h"

#include <algorithm>
#include <memory>

#include "cohort/shard.h"
#include "run/in_order.h"
#include "run/stories.h"
#include "store/story.h"
#include "store/whole_file.h"

namespace journeylab {
namespace {

// Part of what a run is: another size would give other last bits.
constexpr std::uint64_t shard_customers = 4 * tile_customers;

// What one shard leaves behind.
struct Shard {
  RunTally tally;
  std::string events;  // lines of the log
};

// One run: shards are handed out and merged in the order of their numbers.
class ShardedRun {
 public:
  ShardedRun(const Scenario& scenario, const RunOptions& options)
      : scenario_(scenario),
        options_(options),
        shape_(tally_shape(scenario, options.variants, options.paired)) {
    shape_.distributions = true;
    for (const std::size_t variant : options.variants) {
      plans_.push_back(compile(scenario, variant));
    }
    result_.tally = empty_tally(shape_, RetentionTables::with);
    if (options.events_file.empty()) return;
    log_ = std::make_unique<WholeFile>(options.events_file);
    log_->write(event_csv_header());
  }

  RunResult run() {
    result_.complete = work_in_order(
        {.first = 0,
         .count = (options_.customers + shard_customers - 1) / shard_customers,
         .threads = options_.threads,
         .make_worker = [this](std::stop_token stop) { return make_worker(stop); },
         .take = [this](std::uint64_t /*number*/,
                        std::any shard) { return merge(std::any_cast<Shard&>(shard)); },
         .stop = options_.stop});
    if (log_) log_->commit();
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::function<std::any(std::uint64_t)> make_worker(std::stop_token stop) const {
    const std::size_t batch = options_.executor == Executor::reference ? 0 : options_.batch;
    const auto runner = std::make_shared<ShardRunner>(
        shape_, plans_, options_.seed, batch, std::move(stop), vector_loops(options_.vector_path));
    return [this, runner](std::uint64_t index) -> std::any {
      const std::uint64_t before = index * shard_customers;
      const std::uint64_t n = std::min(shard_customers, options_.customers - before);
      Shard shard;
      shard.tally = runner->run(before + 1, n, story_sink(shard.events));
      return shard;
    };
  }

  [[nodiscard]] StorySink story_sink(std::string& lines) const {
    if (!log_) return {};
    return [this, &lines](std::size_t v, std::uint64_t customer, std::uint32_t segment,
                          const RawEvents& events) {
      const std::size_t variant = options_.variants[v];
      for (const RawEvent& event : events) {
        lines += event_csv_line(scenario_, variant,
                                named_event(scenario_, variant, customer, segment, event));
      }
    };
  }

  // Returns whether the run goes on.
  bool merge(const Shard& shard) {
    result_.tally.merge(shard.tally);
    if (log_) log_->write(shard.events);
    if (options_.progress) {
      options_.progress(
          {.customers_done = result_.tally.customers, .customers_planned = options_.customers});
    }
    if (!options_.enough || result_.tally.customers < next_look_) return true;
    next_look_ = look_after(result_.tally.customers);
    return !options_.enough(result_.tally);
  }

  const Scenario& scenario_;
  const RunOptions& options_;
  TallyShape shape_;
  std::vector<JourneyPlan> plans_;
  std::uint64_t next_look_ = first_look;
  std::unique_ptr<WholeFile> log_;
  RunResult result_;
};

}  // namespace

RunResult run(const Scenario& scenario, const RunOptions& options) {
  return ShardedRun(scenario, options).run();
}

}  // namespace journeylab
