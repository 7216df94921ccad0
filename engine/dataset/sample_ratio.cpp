#include "dataset/sample_ratio.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/problem.h"
#include "stats/sample_ratio.h"

namespace journeylab {
namespace {

[[noreturn]] void refuse(const TrialData& data, const TrialPlan& plan, std::string found,
                         std::string expected, std::string nearest = {}) {
  const Place option{.file = data.file, .line = 0, .column = 0, .path = "--split"};
  throw InputError(Problem{.severity = Severity::error,
                           .place = plan.split_place.value_or(option),
                           .found = std::move(found),
                           .expected = std::move(expected),
                           .nearest = std::move(nearest)});
}

std::vector<double> weights_of(const TrialData& data, const TrialPlan& plan) {
  if (plan.split.empty()) return std::vector<double>(data.arms.size(), 1.0);
  for (const auto& [arm, weight] : plan.split) {
    if (std::find(data.arms.begin(), data.arms.end(), arm) == data.arms.end()) {
      refuse(data, plan, fmt::format("no arm '{}' in the data", arm),
             fmt::format("a weight for each of {}", fmt::join(data.arms, ", ")),
             nearest_name(arm, data.arms));
    }
  }
  std::vector<double> weights;
  for (const std::string& arm : data.arms) {
    const auto weight = plan.split.find(arm);
    if (weight == plan.split.end()) {
      refuse(data, plan, fmt::format("no weight for arm '{}'", arm),
             fmt::format("a weight for each of {}", fmt::join(data.arms, ", ")));
    }
    weights.push_back(weight->second);
  }
  return weights;
}

}  // namespace

SampleRatio sample_ratio(const TrialData& data, const TrialPlan& plan) {
  SampleRatio ratio;
  const std::vector<double> weights = weights_of(data, plan);
  double all_weights = 0.0;
  for (const double weight : weights) all_weights += weight;
  for (const double weight : weights) ratio.expected.push_back(weight / all_weights);
  for (const TrialGroup& group : data.total) ratio.counts.push_back(group.customers);
  const SampleRatioTest test = sample_ratio_test(ratio.counts, weights);
  ratio.chi_square = test.statistic.value_or(0.0);
  ratio.df = test.df;
  ratio.p_value = test.p_value.p;
  ratio.state = test.verdict;
  return ratio;
}

}  // namespace journeylab
