#include "trial/sample_ratio.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/problem.h"
#include "stats/tails.h"

namespace journeylab {
namespace {

[[noreturn]] void refuse(std::string found, std::string expected, std::string nearest = {}) {
  throw InputError(Problem{.severity = Severity::error,
                           .place = {.file = {}, .line = 0, .column = 0, .path = "split"},
                           .found = std::move(found),
                           .expected = std::move(expected),
                           .nearest = std::move(nearest)});
}

std::vector<double> weights_of(const TrialData& data, const TrialPlan& plan) {
  if (plan.split.empty()) return std::vector<double>(data.arms.size(), 1.0);
  for (const auto& [arm, weight] : plan.split) {
    if (std::find(data.arms.begin(), data.arms.end(), arm) == data.arms.end()) {
      refuse(fmt::format("no arm '{}' in the data", arm),
             fmt::format("a weight for each of {}", fmt::join(data.arms, ", ")),
             nearest_name(arm, data.arms));
    }
  }
  std::vector<double> weights;
  for (const std::string& arm : data.arms) {
    const auto weight = plan.split.find(arm);
    if (weight == plan.split.end()) {
      refuse(fmt::format("no weight for arm '{}'", arm),
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
  double customers = 0.0;
  for (const double weight : weights) all_weights += weight;
  for (const TrialGroup& group : data.total) {
    ratio.counts.push_back(group.customers);
    customers += static_cast<double>(group.customers);
  }
  for (std::size_t a = 0; a < weights.size(); ++a) {
    ratio.expected.push_back(weights[a] / all_weights);
    const double expected = customers * ratio.expected.back();
    const double off = static_cast<double>(ratio.counts[a]) - expected;
    ratio.chi_square += off * off / expected;
  }
  ratio.df = static_cast<double>(weights.size()) - 1.0;
  ratio.p_value = chi_square_p_value(ratio.chi_square, ratio.df).p;
  if (ratio.p_value < suspect_ratio) ratio.state = RatioState::suspect;
  if (ratio.p_value < broken_ratio) ratio.state = RatioState::broken;
  return ratio;
}

}  // namespace journeylab
