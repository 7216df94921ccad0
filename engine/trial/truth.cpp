#include "trial/truth.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "run/run.h"

namespace journeylab {
namespace {

// Why a metric does not add up over customers; empty if it does.
std::string why_no_value(const Metric& metric) {
  if (metric.where) return fmt::format("'{}' is measured on some customers only", metric.name);
  if (std::holds_alternative<GoalShare>(metric.kind) || std::holds_alternative<Mean>(metric.kind)) {
    return {};
  }
  const auto* returned = std::get_if<Returned>(&metric.kind);
  if (returned != nullptr && !returned->from) return {};
  return fmt::format("'{}' does not add up over customers: name a mean or a share as `value`",
                     metric.name);
}

std::size_t value_metric(const Scenario& scenario) {
  for (std::size_t m = 0; m < scenario.metrics.size(); ++m) {
    if (scenario.metrics[m].name == scenario.test_plan.value) return m;
  }
  return deciding_metric(scenario);
}

}  // namespace

ReferenceValues reference_values(const Scenario& scenario, const std::vector<std::size_t>& variants,
                                 const ReferenceRequest& request) {
  RunOptions options;
  options.variants = variants;
  options.paired = true;
  options.customers = request.customers;
  options.seed = request.seed;
  options.threads = request.threads;
  options.stop = request.stop;
  const RunResult result = run(scenario, options);
  const Analysis analysis =
      analyze(scenario, variants, result.tally,
              {.confidence = request.confidence, .adjustment = "none", .compare = true});
  ReferenceValues reference;
  reference.complete = result.complete;
  const std::size_t decides = deciding_metric(scenario);
  reference.effects.resize(variants.size());
  const bool has_difference = !std::holds_alternative<TimeTo>(scenario.metrics[decides].kind);
  for (const Comparison& comparison : analysis.comparisons) {
    if (comparison.segment || comparison.metric != decides || !has_difference) continue;
    reference.effects[comparison.variant] = comparison.difference;
  }
  const std::size_t value = value_metric(scenario);
  reference.reason = why_no_value(scenario.metrics[value]);
  if (!reference.reason.empty()) return reference;
  reference.metric = scenario.metrics[value].name;
  reference.direction = scenario.metrics[value].higher_is_better ? 1.0 : -1.0;
  for (const Comparison& comparison : analysis.comparisons) {
    if (comparison.segment || comparison.metric != value) continue;
    const double difference = std::abs(comparison.difference.value.value_or(0.0));
    const double error = comparison.difference.standard_error.value_or(0.0);
    if (difference > 0.0) reference.error = std::max(reference.error, error / difference);
  }
  for (const VariantResult& variant : analysis.variants) {
    reference.values.push_back(variant.metrics[value].estimate);
  }
  return reference;
}

std::vector<Estimate> pooled_truth(const ExperimentSetup& setup, const std::vector<ArmTruth>& arms,
                                   double confidence) {
  const TestMetric& metric = setup.model.metrics.front();
  std::vector<Estimate> truth(arms.size());
  for (std::size_t a = 1; a < arms.size(); ++a) {
    const Evidence evidence =
        metric.cells == 0 ? evidence_of_sums(metric, arms[0].sums, arms[a].sums, confidence)
                          : evidence_of_lives(metric, arms[0].life, arms[a].life, confidence);
    if (!evidence.known) {
      truth[a].reason = "no customer tells";
      continue;
    }
    truth[a] = {.value = evidence.effect,
                .standard_error = evidence.standard_error,
                .low = evidence.interval.low,
                .high = evidence.interval.high,
                .n = static_cast<std::uint64_t>(evidence.customers),
                .method = "all replicates together",
                .reason = {}};
  }
  return truth;
}

std::vector<double> arrivals_by_day(const TestPlan& plan) {
  TestPlan full = plan;
  full.ramp.clear();
  std::vector<double> arrivals(plan.period + 1);
  for (std::uint32_t day = 1; day <= plan.period; ++day) {
    arrivals[day] = arrivals[day - 1] + expected_entries(full, day);
  }
  return arrivals;
}

}  // namespace journeylab
