#include "tally/tally.h"

#include <stdexcept>

namespace journeylab {
namespace {

// Merges lists entry by entry; what is added is as long, or empty.
template <typename T>
void merge_each(std::vector<T>& into, const std::vector<T>& from) {
  for (std::size_t i = 0; i < from.size(); ++i) into[i].merge(from[i]);
}

// Merges two variants that hold the same alternative.
template <typename... T>
void merge_same(std::variant<T...>& into, const std::variant<T...>& from) noexcept {
  std::visit(
      [&from]<typename Held>(Held& held) {
        if (const Held* other = std::get_if<Held>(&from)) held.merge(*other);
      },
      into);
}

template <typename Tally>
Tally total_of(const std::vector<Tally>& segments) {
  if (segments.empty()) throw std::logic_error("a metric is tallied over at least one segment");
  Tally sum = segments.front();
  for (std::size_t s = 1; s < segments.size(); ++s) merge_same(sum, segments[s]);
  return sum;
}

template <typename Tally>
void merge_grid(std::vector<std::vector<Tally>>& into,
                const std::vector<std::vector<Tally>>& from) noexcept {
  for (std::size_t m = 0; m < into.size(); ++m) {
    for (std::size_t s = 0; s < into[m].size(); ++s) merge_same(into[m][s], from[m][s]);
  }
}

}  // namespace

void FlowTally::merge(const FlowTally& other) noexcept {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    StepTally& step = steps[i];
    const StepTally& added = other.steps[i];
    step.visits += added.visits;
    step.customers += added.customers;
    step.entry_ticks += added.entry_ticks;
    step.stay_ticks += added.stay_ticks;
    step.revenue.add(added.revenue);
    step.cost.add(added.cost);
    for (std::size_t w = 0; w < step.ways.size(); ++w) {
      step.ways[w].chosen += added.ways[w].chosen;
      step.ways[w].completed += added.ways[w].completed;
    }
  }
  for (std::size_t i = 0; i < touchpoints.size(); ++i) {
    touchpoints[i].visits += other.touchpoints[i].visits;
    touchpoints[i].contacts += other.touchpoints[i].contacts;
    touchpoints[i].cost.add(other.touchpoints[i].cost);
  }
  for (std::size_t i = 0; i < goals.size(); ++i) {
    goals[i].customers += other.goals[i].customers;
    goals[i].count += other.goals[i].count;
  }
  for (std::size_t i = 0; i < endings.size(); ++i) endings[i] += other.endings[i];
}

void ShareTally::merge(const ShareTally& other) noexcept {
  n += other.n;
  successes += other.successes;
}

void RetentionTally::merge(const RetentionTally& other) noexcept {
  merge_each(groups, other.groups);
  for (const LifeRecord& record : other.records) {
    groups[record.group].enter(record.covered, record.ended, record.counts);
  }
}

void TimeTally::merge(const TimeTally& other) noexcept {
  restricted.merge(other.restricted);
  reached.merge(other.reached);
  for (std::size_t k = 0; k < first.size(); ++k) first[k] += other.first[k];
}

void PairedShareTally::merge(const PairedShareTally& other) noexcept {
  both += other.both;
  control_only += other.control_only;
  variant_only += other.variant_only;
  neither += other.neither;
}

void PairedMeanTally::merge(const PairedMeanTally& other) noexcept {
  moments.merge(other.moments);
  differing += other.differing;
}

void ReachTally::merge(const ReachTally& other) {
  n += other.n;
  if (first.empty()) first.resize(other.first.size());
  for (std::size_t k = 0; k < other.first.size(); ++k) first[k] += other.first[k];
}

void DistributionTally::merge(const DistributionTally& other) {
  if (goals.empty()) goals.resize(other.goals.size());
  merge_each(goals, other.goals);
  revenue.merge(other.revenue);
}

void VariantTally::merge(const VariantTally& other) {
  flow.merge(other.flow);
  distributions.merge(other.distributions);
  for (std::size_t s = 0; s < segment_customers.size(); ++s) {
    segment_customers[s] += other.segment_customers[s];
  }
  merge_grid(metrics, other.metrics);
  merge_grid(paired, other.paired);
}

void RunTally::merge(const RunTally& other) {
  customers += other.customers;
  merge_each(variants, other.variants);
}

MetricTally total(const std::vector<MetricTally>& segments) {
  return total_of(segments);
}
PairedTally total(const std::vector<PairedTally>& segments) {
  return total_of(segments);
}

}  // namespace journeylab
