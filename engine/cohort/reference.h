// The reference executor: one customer at a time, in the plain order of the language. Slow and
// obvious; the batch executor must give the same bits.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "cohort/event.h"
#include "plan/journey_plan.h"
#include "tally/tally.h"

namespace journeylab {

/// Runs customers of one plan, one after another. Keeps the columns of the last one.
class ReferenceCustomer {
 public:
  /// `stop` is looked at now and then; a stopped run throws RunStopped.
  ReferenceCustomer(const JourneyPlan& plan, std::uint64_t seed, std::stop_token stop = {});

  /// One customer's whole journey, counted into `flow`; its story is added to `events` if given.
  /// Throws RunError.
  void run(std::uint64_t customer, FlowTally& flow, RawEvents* events = nullptr);

  [[nodiscard]] const std::vector<double>& columns() const noexcept { return columns_; }
  [[nodiscard]] std::uint32_t segment() const noexcept { return segment_; }

 private:
  void arrive();
  void correlate();
  /// Visits a step; returns the next one, or no_index at the end.
  std::uint32_t visit(const PlanStep& step);
  void enter(const PlanStep& step);
  /// Time passes; false if the horizon came first.
  bool pass(Ticks span);
  void draw_attribute(const PlanAttribute& attribute);
  void observe(const std::vector<ObservedFormula>& formulas);
  void apply(const PlanEffects& effects);
  void assign(const PlanEffects& effects);
  double charge(const PlanValue& value, const std::string& what, Event::Kind kind);
  void reach(const PlanGoal& goal);
  void watch_return(const PlanGoal& goal);
  /// The way taken, or no_index if the customer's time ended before (a race).
  [[nodiscard]] std::uint32_t choose(const PlanStep& step);
  std::uint32_t choose_outcome(const PlanStep& step);
  std::uint32_t choose_branch(const PlanStep& step);
  std::uint32_t run_race(const PlanStep& step);
  void end(std::uint32_t status);

  [[nodiscard]] Probability uniform(std::uint64_t place) const noexcept;
  /// Computes or draws a value; `what` names it in messages.
  [[nodiscard]] double value_of(const PlanValue& value, const std::string& what);
  [[nodiscard]] double value_at(const PlanValue& value, const std::string& what,
                                const Probability& probability);
  [[nodiscard]] Ticks span_of(const PlanValue& value, const std::string& what, bool may_be_never);
  [[nodiscard]] double& column(ColumnIndex index) noexcept { return columns_[index]; }
  [[nodiscard]] StepTally& step_tally() noexcept { return flow_->steps[step_->step]; }
  void record(Event::Kind kind, std::uint32_t subject, double amount);
  [[noreturn]] void fail(const std::string& what);

  const JourneyPlan& plan_;
  std::uint64_t seed_;
  std::stop_token stop_;
  std::uint64_t customer_ = 0;
  std::uint64_t key_ = 0;  ///< of its draws
  std::uint32_t segment_ = 0;
  std::vector<double> columns_;
  std::vector<double> normals_;     ///< of correlated attributes
  std::vector<double> pending_;     ///< right-hand sides of one `set`
  const PlanStep* step_ = nullptr;  ///< where the customer is
  std::uint32_t visit_ = 0;
  FlowTally* flow_ = nullptr;
  RawEvents* events_ = nullptr;
};

/// Whether a metric's `where` takes the customer that `reference` ran last. Throws RunError where
/// the condition is not a number.
[[nodiscard]] bool is_taken(const JourneyPlan& plan, const PlanMetric& metric,
                            const ReferenceCustomer& reference, std::uint64_t customer);

}  // namespace journeylab
