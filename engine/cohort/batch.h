// The batch executor: a block of customers in columns, a queue of positions at each step, a step at
// a time over chunks of its queue, through short loops. What all who wait together have in common
// is not in columns but kept once, and changes at once for all of them. A customer's numbers depend
// on nothing but its own draws, so neither the size of the block nor the order of the queues can
// change them.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "cohort/chunk.h"
#include "cohort/chunk_values.h"
#include "cohort/faults.h"
#include "cohort/kept_columns.h"
#include "cohort/observe.h"
#include "cohort/queue.h"
#include "cohort/tile.h"
#include "plan/chances.h"
#include "plan/journey_plan.h"
#include "tally/tally.h"

namespace journeylab {

/// Runs batches of one plan. Owns the columns and queues, which are reused.
class BatchExecutor {
 public:
  /// `stop` is looked at now and then; a stopped run throws RunStopped.
  BatchExecutor(const JourneyPlan& plan, std::stop_token stop,
                const VectorLoops& loops = fastest_loops());

  /// The tile's customers [offset, offset + n), whose keys, segments and attributes are drawn, in
  /// variant number `variant` of the tile; what they do is counted into `flow`. Throws BatchFault.
  void run(Tile& tile, std::size_t variant, std::size_t offset, std::size_t n, FlowTally& flow);

  /// The columns of the last batch.
  [[nodiscard]] ColumnsView columns() const noexcept {
    return {.columns = batch_.column.data(), .n = n_};
  }

 private:
  void arrive(Tile& tile, std::size_t offset);
  void lay_columns(std::vector<MetricColumns>& metrics, std::size_t offset);
  void draw_start_state(std::size_t first, std::size_t n);
  void drain(const std::vector<std::uint32_t>& component);
  void drain_step(const PlanStep& step);
  void drain_group(const PlanStep& step, Group& group);
  bool drain_dense(const PlanStep& step, Group& group);
  void visit(const PlanStep& step);
  void enter(const PlanStep& step);
  void number_visits(const PlanStep& step);
  void count_idle();
  void meet_touchpoint(const PlanStep& step);
  /// A wait or a time after passes for the chunk.
  void wait(const PlanValue& value, Chunk& chunk);
  /// The spans, or the one span if there are none, in ticks, at most beyond_every_horizon, pass for
  /// the chunk: those whose horizon comes first leave it. Returns false if any does; `leaves_` says
  /// of each who was there whether it does (1) or stays (0).
  bool pass(Chunk& chunk, const double* spans, Ticks span);
  /// As `pass`, where others look on while the clock moves. Leaves the new clocks in `next_`, and
  /// returns the latest.
  Ticks pass_watched(Chunk& chunk, const double* spans, Ticks span);
  /// Of a chunk whose clock is known; returns false if it does not come as far.
  bool pass_together(Chunk& chunk, Ticks span);
  /// Returns how far the times in `next_` of those who leave lie beyond the horizon, in all.
  std::uint64_t censor(Chunk& chunk);
  void observe_crossing(const Chunk& chunk, const Lane& clock, const Lane& next);
  void observe(const Observation& observation, std::span<const std::uint32_t> position);
  void observe_rest();
  void apply(const PlanStep& step, const PlanEffects& effects, Chunk& chunk);
  void assign(const PlanEffects& effects, Chunk& chunk);
  void charge(const PlanValue& value, Chunk& chunk, ColumnIndex total, ExactSum& sum);
  void charge_constant(double amount, Chunk& chunk, ColumnIndex total, ExactSum& sum);
  void add_to(ColumnIndex total, Chunk& chunk, double amount);
  void reach(const PlanGoal& goal, Chunk& chunk);
  void watch_return(const PlanGoal& goal, Chunk& chunk);
  /// What is known of a column is written to it, for it is to differ.
  void write(Chunk& chunk, ColumnIndex index);
  void choose(const PlanStep& step);
  void choose_outcome(const PlanStep& step);
  void choose_computed(const PlanStep& step, const Who& who);
  /// The thresholds of a step's ways in each segment, if they depend on nothing else for a chunk.
  /// Null: they do. They stay until the next call.
  [[nodiscard]] const double* thresholds_for(const PlanStep& step, const Chunk& chunk);
  void choose_branch(const PlanStep& step);
  void run_race(const PlanStep& step);
  void divide(const PlanStep& step, const double* thresholds);
  void take_ways(const PlanStep& step);
  void take_way(const PlanStep& step, std::size_t way, Chunk& chunk);
  [[nodiscard]] WideCount sum_of_clocks(const Chunk& chunk) noexcept;
  void end(Chunk& chunk, std::uint32_t status);

  [[nodiscard]] Who choosers(const PlanStep& step) const noexcept;
  [[nodiscard]] Choice choice(const PlanStep& step, const double* thresholds) const noexcept;
  /// The columns, as a chunk's formulas read them.
  [[nodiscard]] const BatchColumns& columns_of(const Chunk& chunk) noexcept {
    batch_.known = &chunk.known;
    return batch_;
  }
  [[nodiscard]] double* column(ColumnIndex index) noexcept { return batch_.column[index]; }
  static std::span<const std::uint32_t> positions(const Chunk& chunk) noexcept {
    return {chunk.positions(), chunk.n};
  }

  const JourneyPlan& plan_;
  const VectorLoops& loops_;
  std::stop_token stop_;
  ChunkValues values_;
  std::size_t n_ = 0;
  FlowTally* flow_ = nullptr;
  StepTally* here_ = nullptr;  ///< of the step that is visited
  BatchColumns batch_;
  std::vector<AlignedColumn<double>> own_columns_;  ///< all but the shared ones
  KeptColumns kept_;
  Known start_;                       ///< of the customers of a batch when they come
  std::vector<Queue> queues_;         ///< by step: who waits there
  Queue current_;                     ///< the queue being drained
  Chunk chunk_{};                     ///< at the step
  Chunk way_chunk_{};                 ///< on one way
  Chunk other_chunk_{};               ///< on the other way of a division
  Chunk gone_chunk_{};                ///< whose horizon came first
  std::vector<double> thresholds_;    ///< n_ways x n_segments, of thresholds_for
  std::vector<double> some_chances_;  ///< of a segment, and their thresholds
  alignas(64) Tags chosen_{};
  alignas(64) Tags leaves_{};
  AlignedColumn<double> chances_;  ///< n_ways x chunk_customers: of outcomes, then thresholds
  std::vector<Lane> lanes_;        ///< right-hand sides of one `set`
  std::vector<std::optional<double>> same_;  ///< and those that are the same for all
  Lane spans_{};
  Lane clock_{};
  Lane next_{};
  Lane amounts_{};
};

}  // namespace journeylab
