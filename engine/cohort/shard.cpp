#include "cohort/shard.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "cohort/arrivals.h"
#include "cohort/distributions.h"
#include "cohort/faults.h"

namespace journeylab {

ShardRunner::ShardRunner(const TallyShape& shape, const std::vector<JourneyPlan>& plans,
                         std::uint64_t seed, std::size_t batch, std::stop_token stop,
                         const VectorLoops& loops)
    : shape_(shape),
      plans_(plans),
      seed_(seed),
      batch_(std::min(batch, tile_customers)),
      stop_(std::move(stop)),
      values_(loops),
      sweep_(shape, loops),
      tile_(make_tile(shape)) {
  for (const JourneyPlan& plan : plans) {
    reference_.emplace_back(plan, seed, stop_);
    if (batch_ > 0) executors_.push_back(std::make_unique<BatchExecutor>(plan, stop_, loops));
  }
}

RunTally ShardRunner::run(std::uint64_t first, std::uint64_t n, const StorySink& sink) {
  RunTally tally = empty_tally(shape_, RetentionTables::without);
  for (std::uint64_t done = 0; done < n; done += tile_customers) {
    if (stop_.stop_requested()) throw RunStopped();
    tile_.first_customer = first + done;
    tile_.n = static_cast<std::size_t>(std::min<std::uint64_t>(tile_customers, n - done));
    if (batch_ == 0 || sink) {
      run_reference(tally, sink);
    } else {
      run_batches(tally);
    }
    sweep_(tile_, tally);
  }
  return tally;
}

void ShardRunner::run_batches(RunTally& tally) {
  try {
    draw_customers(plans_.front(), seed_, values_, tile_, TileOrder::by_segment);
    for (std::size_t offset = 0; offset < tile_.n; offset += batch_) {
      run_batch(offset, std::min(batch_, tile_.n - offset), tally);
    }
  } catch (const BatchFault&) {
    run_reference(tally, {});
    throw std::logic_error(fmt::format(
        "the batch executor stopped at a customer from {} on, and the reference executor did not",
        tile_.first_customer));
  }
}

void ShardRunner::run_batch(std::size_t offset, std::size_t n, RunTally& tally) {
  for (std::size_t v = 0; v < plans_.size(); ++v) {
    executors_[v]->run(tile_, v, offset, n, tally.variants[v].flow);
    const auto bad = observe_metrics(plans_[v], shape_.borders, executors_[v]->columns(),
                                     tile_.variants[v], offset, values_.loops());
    if (bad) throw BatchFault();
  }
  find_populations(plans_.front(), values_, tile_, offset, n);
  if (!counts_distributions()) return;
  for (std::size_t v = 0; v < plans_.size(); ++v) {
    count_distributions(plans_[v], shape_, executors_[v]->columns(), tile_, offset,
                        tally.variants[v].distributions, values_.loops());
  }
}

bool ShardRunner::counts_distributions() const noexcept {
  return shape_.distributions && tile_.first_customer <= distribution_customers;
}

void ShardRunner::run_reference(RunTally& tally, const StorySink& sink) {
  tile_.order = TileOrder::by_number;
  std::copy_n(all_positions().begin(), tile_.n, tile_.place.begin());
  RawEvents events;
  for (std::size_t i = 0; i < tile_.n; ++i) {
    const std::uint64_t customer = tile_.first_customer + i;
    for (std::size_t v = 0; v < plans_.size(); ++v) {
      events.clear();
      reference_[v].run(customer, tally.variants[v].flow, sink ? &events : nullptr);
      if (sink) sink(v, customer, reference_[v].segment(), events);
      finish_customer(v, i, tally.variants[v].distributions);
    }
  }
}

void ShardRunner::finish_customer(std::size_t variant, std::size_t position,
                                  DistributionTally& distributions) {
  const JourneyPlan& plan = plans_[variant];
  const ReferenceCustomer& customer = reference_[variant];
  const std::uint64_t number = tile_.first_customer + position;
  std::vector<const double*> columns;
  for (const double& value : customer.columns()) columns.push_back(&value);
  const ColumnsView view{.columns = columns.data(), .n = 1};
  const auto bad = observe_metrics(plan, shape_.borders, view, tile_.variants[variant], position);
  if (bad) {
    const Metric& metric = shape_.scenario->metrics[bad->metric];
    fail_for_customer(plan, number,
                      not_a_number("the value of metric", metric.name, bad->value) +
                          "; `first(GOAL)` is infinite for a goal that is not reached");
  }
  if (variant == 0) describe_customer(position);
  if (counts_distributions()) {
    count_distributions(plan, shape_, view, tile_, position, distributions);
  }
}

// Who the customer is does not depend on the variant.
void ShardRunner::describe_customer(std::size_t position) {
  const JourneyPlan& plan = plans_.front();
  const ReferenceCustomer& customer = reference_.front();
  tile_.segment[position] = customer.segment();
  for (std::size_t a = 0; a < tile_.attributes.size(); ++a) {
    tile_.attributes[a][position] = customer.columns()[plan.layout.attributes[a]];
  }
  for (std::size_t m = 0; m < tile_.populations.size(); ++m) {
    const PlanMetric& metric = plan.metrics[m];
    if (!metric.has_where) continue;
    tile_.populations[m][position] =
        is_taken(plan, metric, customer, tile_.first_customer + position) ? 1 : 0;
  }
}

}  // namespace journeylab
