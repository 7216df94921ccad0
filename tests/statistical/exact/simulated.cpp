#include "exact/simulated.h"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "yaml/read_scenario.h"

namespace journeylab::exact {
namespace {

std::size_t number_of(const std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw std::out_of_range("no such name: " + name);
  return static_cast<std::size_t>(found - names.begin());
}

std::size_t metric_number(const Scenario& scenario, const std::string& name) {
  std::vector<std::string> names;
  for (const Metric& metric : scenario.metrics) names.push_back(metric.name);
  return number_of(names, name);
}

}  // namespace

MetricTally Simulated::metric(const std::string& name, std::size_t variant) const {
  return total(tally.variants.at(variant).metrics.at(metric_number(scenario, name)));
}

const MetricTally& Simulated::metric_in(const std::string& segment, const std::string& name,
                                        std::size_t variant) const {
  return tally.variants.at(variant)
      .metrics.at(metric_number(scenario, name))
      .at(number_of(scenario.names.segments, segment));
}

Comoments Simulated::moments(const std::string& name, std::size_t variant) const {
  return std::get<MeanTally>(metric(name, variant)).moments;
}

ShareTally Simulated::share(const std::string& name, std::size_t variant) const {
  return std::get<ShareTally>(metric(name, variant));
}

const StepTally& Simulated::step(const std::string& name, std::size_t variant) const {
  return tally.variants.at(variant).flow.steps.at(number_of(scenario.names.steps, name));
}

const TouchpointTally& Simulated::touchpoint(const std::string& name, std::size_t variant) const {
  return tally.variants.at(variant).flow.touchpoints.at(
      number_of(scenario.names.touchpoints, name));
}

const GoalTally& Simulated::goal(const std::string& name, std::size_t variant) const {
  return tally.variants.at(variant).flow.goals.at(number_of(scenario.names.goals, name));
}

std::uint64_t Simulated::ended(const std::string& status, std::size_t variant) const {
  const std::vector<std::uint64_t>& endings = tally.variants.at(variant).flow.endings;
  return status == "censored" ? endings.back()
                              : endings.at(number_of(scenario.names.statuses, status));
}

std::vector<std::uint64_t> Simulated::chosen(const std::string& name, std::size_t variant) const {
  std::vector<std::uint64_t> counts;
  for (const WayTally& way : step(name, variant).ways) counts.push_back(way.chosen);
  return counts;
}

Simulated simulate(const std::string& text, std::uint64_t customers, std::uint64_t seed,
                   std::vector<std::size_t> variants) {
  const std::string beside = std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/test.yaml";
  Simulated simulated{.scenario = read_scenario_text(text, beside), .tally = {}};
  RunOptions options;
  options.variants = std::move(variants);
  if (options.variants.empty()) {
    options.variants.resize(simulated.scenario.variants.size());
    std::iota(options.variants.begin(), options.variants.end(), 0);
  }
  options.customers = customers;
  options.seed = seed;
  simulated.tally = run(simulated.scenario, options).tally;
  return simulated;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string shipped(const std::string& name, const std::string& more_metrics) {
  return text_of(std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/" + name) + more_metrics;
}

}  // namespace journeylab::exact
