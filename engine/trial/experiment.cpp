#include "trial/experiment.h"

#include <algorithm>
#include <any>
#include <cmath>

#include <fmt/format.h>

#include "base/nearest.h"
#include "run/in_order.h"
#include "trial/prepare.h"
#include "trial/replicate.h"
#include "trial/summary.h"
#include "trial/truth.h"

namespace journeylab {
namespace {

constexpr std::uint64_t first_look_at_precision = 200;
constexpr double look_growth = 1.25;

// The replicates of one experiment, taken in order.
class ExperimentRun {
 public:
  ExperimentRun(const Scenario& scenario, const ExperimentRequest& request)
      : scenario_(scenario),
        request_(request),
        prepared_(prepare_experiment(scenario, request.plans, request.seed)),
        effect_(prepared_->setup().designs.size()),
        none_(effect_.size()),
        truth_(prepared_->setup().model.arms.size()) {}

  TestResults run() {
    const ReferenceValues reference = reference_values(scenario_, prepared_->variants(),
                                                       {.customers = reference_customers(),
                                                        .seed = request_.seed,
                                                        .threads = request_.threads,
                                                        .confidence = request_.confidence,
                                                        .stop = request_.stop});
    const bool complete = work_in_order(
        {.first = 0,
         .count = request_.replicates,
         .threads = request_.threads,
         .make_worker = [this](std::stop_token stop) { return worker(std::move(stop)); },
         .take = [this](std::uint64_t, std::any result) { return take(std::move(result)); },
         .stop = request_.stop});
    return results(reference, complete && reference.complete);
  }

 private:
  // More than asked for, where that adds little to the work of the replicates.
  [[nodiscard]] std::uint64_t reference_customers() const {
    constexpr std::uint64_t most = 4000000;
    constexpr std::uint64_t part = 10;
    return std::max(request_.reference_customers,
                    std::min(request_.replicates * prepared_->customers() / part, most));
  }

  std::function<std::any(std::uint64_t)> worker(std::stop_token stop) {
    const auto runner = std::make_shared<ReplicateRunner>(prepared_->setup(), std::move(stop));
    return [runner](std::uint64_t replicate) { return std::any(runner->run(replicate)); };
  }

  bool take(std::any any_result) {
    auto result = std::any_cast<ReplicateResult>(std::move(any_result));
    for (std::size_t p = 0; p < effect_.size(); ++p) {
      if (done_ >= sample_paths) {
        result.effect[p].paths.clear();
        result.none[p].paths.clear();
      }
      effect_[p].push_back(std::move(result.effect[p]));
      none_[p].push_back(std::move(result.none[p]));
    }
    for (std::size_t a = 0; a < truth_.size(); ++a) truth_[a].merge(result.truth[a]);
    ++done_;
    if (request_.progress) {
      const std::uint64_t customers = prepared_->customers();
      request_.progress({.customers_done = done_ * customers,
                         .customers_planned = request_.replicates * customers});
    }
    if (!request_.precision || done_ < next_look_) return true;
    next_look_ =
        std::max(done_ + 1, static_cast<std::uint64_t>(static_cast<double>(done_) * look_growth));
    return !is_precise();
  }

  // The widest interval of a false alarm rate or a power is narrow enough.
  [[nodiscard]] bool is_precise() const {
    const World none = world_of_none();
    World effect = none;
    effect.effects = effects(pooled_truth(prepared_->setup(), truth_, request_.confidence));
    const auto half = [](const Estimate& estimate) {
      return estimate.high ? (*estimate.high - *estimate.low) / 2 : 0.0;
    };
    for (std::size_t p = 0; p < effect_.size(); ++p) {
      const double widest =
          std::max(half(summarise(none_[p], none, request_.confidence).found),
                   half(summarise(effect_[p], effect, request_.confidence).right));
      if (widest > *request_.precision) return false;
    }
    return true;
  }

  [[nodiscard]] static std::vector<double> effects(const std::vector<Estimate>& truth) {
    std::vector<double> values;
    for (std::size_t a = 1; a < truth.size(); ++a) values.push_back(truth[a].value.value_or(0.0));
    return values;
  }

  [[nodiscard]] World world_of_none() const {
    World world;
    world.effects.assign(truth_.size() - 1, 0.0);
    world.direction = prepared_->setup().model.direction(0);
    return world;
  }

  [[nodiscard]] World world_of_effect(const std::vector<Estimate>& truth,
                                      const ReferenceValues& reference) const {
    World world = world_of_none();
    world.effects = effects(truth);
    for (std::size_t a = 1; a < truth.size(); ++a) {
      world.effects_known = world.effects_known && truth[a].value.has_value();
    }
    if (reference.values.empty()) return world;
    for (const Estimate& value : reference.values) {
      world.values.push_back(reference.direction * value.value.value_or(0.0));
    }
    world.arrivals = arrivals_by_day(scenario_.test_plan);
    return world;
  }

  TestResults results(const ReferenceValues& reference, bool complete) {
    const ExperimentSetup& setup = prepared_->setup();
    TestResults results = prepared_->describe();
    results.version = request_.version;
    results.seed = request_.seed;
    results.replicates = done_;
    results.planned = request_.replicates;
    results.precision = request_.precision;
    results.complete = complete;
    results.confidence = request_.confidence;
    results.value_metric = reference.metric;
    results.value_reason = reference.reason;
    constexpr double rough = 0.05;
    if (reference.error > rough) {
      results.notes.push_back(
          fmt::format("What is lost has a scale that is known to a standard error of {:.0f}%, from "
                      "{} customers "
                      "in each arm: more `customers` in the scenario make it sharper.",
                      100.0 * reference.error, reference_customers()));
    }
    // Contaminated arms do not show what the variants do: then the reference run says it.
    const std::vector<Estimate> truth = setup.test.faults.contamination > 0.0
                                            ? reference.effects
                                            : pooled_truth(setup, truth_, request_.confidence);
    for (std::size_t a = 0; a < results.arms.size(); ++a) {
      results.arms[a].true_effect = truth[a];
      if (!reference.values.empty()) results.arms[a].value = reference.values[a];
    }
    const World none = world_of_none();
    const World effect = world_of_effect(truth, reference);
    for (std::size_t p = 0; p < effect_.size(); ++p) {
      results.plans[p].none = summarise(none_[p], none, request_.confidence);
      results.plans[p].effect = summarise(effect_[p], effect, request_.confidence);
    }
    return results;
  }

  const Scenario& scenario_;
  const ExperimentRequest& request_;
  std::unique_ptr<const PreparedExperiment> prepared_;
  std::vector<std::vector<PlanOutcome>> effect_;  ///< by plan and replicate
  std::vector<std::vector<PlanOutcome>> none_;
  std::vector<ArmTruth> truth_;
  std::uint64_t done_ = 0;
  std::uint64_t next_look_ = first_look_at_precision;
};

}  // namespace

TestResults run_experiment(const Scenario& scenario, const ExperimentRequest& request) {
  return ExperimentRun(scenario, request).run();
}

PlannedDesign plan_named(const Scenario& scenario, const std::string& name) {
  std::vector<std::string> known;
  for (const PlannedDesign& plan : scenario.test_plan.plans) {
    if (plan.name == name) return plan;
    known.push_back(plan.name);
  }
  for (std::size_t d = 0; d < design_words.size(); ++d) {
    if (design_words[d] == name) return built_in_plan(static_cast<Design>(d));
    const std::string word(design_words[d]);
    if (std::find(known.begin(), known.end(), word) == known.end()) known.push_back(word);
  }
  std::string list;
  for (const std::string& word : known) list += (list.empty() ? "" : ", ") + word;
  throw InputError({.severity = Severity::error,
                    .place = {.file = scenario.file, .line = 0, .column = 0, .path = "experiment"},
                    .found = fmt::format("there is no plan '{}'", name),
                    .expected = "one of " + list,
                    .nearest = nearest_name(name, known)});
}

}  // namespace journeylab
