// Small scenarios with a test plan, for the tests of this room.
#pragma once

#include <string>
#include <vector>

#include "trial/experiment.h"
#include "yaml/read_scenario.h"

namespace journeylab {

/// A coin that is tossed at once: control wins with 20%, the variant with `chance`.
inline Scenario coin_test(const std::string& chance, const std::string& experiment) {
  return read_scenario_text(
      "horizon: 30\n"
      "segments: {all: {share: 1, p: 0.2}}\n"
      "journey: {a: {outcomes: {yes: {chance: p, goal: g, end: x}, no: {end: y}}}}\n"
      "variants: {v: {segments: {all: {p: " +
          chance +
          "}}}}\n"
          "metrics: {m: {goal: g, within: 1, primary: true}}\n"
          "experiment: {" +
          experiment + "}\n",
      "coin.yaml");
}

/// The plans of the scenario, over some replicates.
inline TestResults run_plans(const Scenario& scenario, std::uint64_t replicates, int threads = 2) {
  ExperimentRequest request;
  request.plans = scenario.test_plan.plans;
  request.replicates = replicates;
  request.threads = threads;
  request.reference_customers = 20000;
  return run_experiment(scenario, request);
}

}  // namespace journeylab
