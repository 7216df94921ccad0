#include "cohort/tile_runner.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "cohort/arrivals.h"
#include "cohort/faults.h"
#include "cohort/observe.h"
#include "cohort/reference.h"

namespace journeylab {

TileRunner::TileRunner(const TallyShape& shape, const std::vector<JourneyPlan>& plans,
                       std::uint64_t seed, std::stop_token stop)
    : shape_(shape),
      plans_(plans),
      seed_(seed),
      stop_(std::move(stop)),
      values_(fastest_loops()),
      tile_(make_tile(shape)) {
  // One flow for all plans: that of a shape with every variant is as wide as the widest.
  flow_ = std::move(empty_tally(shape, RetentionTables::without).variants.front().flow);
  for (std::size_t s = 0; s < flow_.steps.size(); ++s) {
    for (const JourneyPlan& plan : plans) {
      flow_.steps[s].ways.resize(std::max(flow_.steps[s].ways.size(), plan.steps[s].ways.size()));
    }
  }
  for (const JourneyPlan& plan : plans) {
    executors_.push_back(std::make_unique<BatchExecutor>(plan, stop_));
  }
}

const Tile& TileRunner::run(std::size_t plan, std::uint64_t first, std::size_t n) {
  if (stop_.stop_requested()) throw RunStopped();
  tile_.first_customer = first;
  tile_.n = n;
  last_plan_ = plan;
  try {
    simulate(plan);
  } catch (const BatchFault&) {
    explain_fault(plan);
  }
  return tile_;
}

void TileRunner::simulate(std::size_t plan) {
  draw_customers(plans_[plan], seed_, values_, tile_, TileOrder::by_number);
  executors_[plan]->run(tile_, 0, 0, tile_.n, flow_);
  const auto bad = observe_metrics(plans_[plan], shape_.borders, executors_[plan]->columns(),
                                   tile_.variants.front(), 0);
  if (bad) {
    const Metric& metric = shape_.scenario->metrics[bad->metric];
    fail_for_customer(plans_[plan], tile_.first_customer + bad->customer,
                      not_a_number("the value of metric", metric.name, bad->value));
  }
  find_populations(plans_.front(), values_, tile_, 0, tile_.n);
}

// The reference executor, over the same customers, says who did what.
void TileRunner::explain_fault(std::size_t plan) {
  ReferenceCustomer reference(plans_[plan], seed_, stop_);
  for (std::size_t i = 0; i < tile_.n; ++i) {
    const std::uint64_t customer = tile_.first_customer + i;
    reference.run(customer, flow_);
    for (const PlanMetric& metric : plans_.front().metrics) {
      if (metric.has_where)
        static_cast<void>(is_taken(plans_.front(), metric, reference, customer));
    }
  }
  throw std::logic_error(fmt::format(
      "the batch executor stopped at a customer from {} on, and the reference executor did not",
      tile_.first_customer));
}

const double* TileRunner::first_reach(std::uint32_t goal) const {
  return executors_[last_plan_]->columns()[plans_[last_plan_].layout.goal_first[goal]];
}

}  // namespace journeylab
