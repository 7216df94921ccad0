// Running a scenario from text, and finding what it counted by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "run/run.h"
#include "scenario/scenario.h"
#include "tally/tally.h"

namespace journeylab::exact {

/// A scenario and what a run of its variants (not paired) counted; `variant` counts those that ran.
struct Simulated {
  Scenario scenario;
  RunTally tally;

  /// A metric over everybody or over one segment. Throws std::out_of_range for an unknown name.
  [[nodiscard]] MetricTally metric(const std::string& name, std::size_t variant = 0) const;
  [[nodiscard]] const MetricTally& metric_in(const std::string& segment, const std::string& name,
                                             std::size_t variant = 0) const;
  [[nodiscard]] Comoments moments(const std::string& name, std::size_t variant = 0) const;
  [[nodiscard]] ShareTally share(const std::string& name, std::size_t variant = 0) const;

  [[nodiscard]] const StepTally& step(const std::string& name, std::size_t variant = 0) const;
  [[nodiscard]] const TouchpointTally& touchpoint(const std::string& name,
                                                  std::size_t variant = 0) const;
  [[nodiscard]] const GoalTally& goal(const std::string& name, std::size_t variant = 0) const;
  /// Customers who ended with a status; "censored" is one.
  [[nodiscard]] std::uint64_t ended(const std::string& status, std::size_t variant = 0) const;
  /// Ways of a step that were chosen, in the order written.
  [[nodiscard]] std::vector<std::uint64_t> chosen(const std::string& step,
                                                  std::size_t variant = 0) const;
};

/// Runs variants of a scenario on all threads; none named: all of them.
[[nodiscard]] Simulated simulate(const std::string& text, std::uint64_t customers,
                                 std::uint64_t seed, std::vector<std::size_t> variants = {});

/// The text of one of the scenarios that come with the program, with more metrics at its end.
[[nodiscard]] std::string shipped(const std::string& name, const std::string& more_metrics = "");

/// The text of a file beside these tests.
[[nodiscard]] std::string text_of(const std::string& path);

}  // namespace journeylab::exact
