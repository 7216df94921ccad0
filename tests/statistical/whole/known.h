// Scenarios whose answers are known exactly: control, a twin of it (the same law under other names
// of steps, so that it meets other dice) and a variant that is better by a known amount.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "statistical/whole/calibration.h"

namespace journeylab::whole {

struct KnownMetric {
  std::string name;
  std::string kind;      ///< in words, for the tables
  double control = 0.0;  ///< exact; the twin's as well
  double better = 0.0;   ///< exact, of the variant `better`
  /// Exact height of control's curve at a time or an age, for kinds that have one.
  std::function<double(double)> curve = {};
  std::vector<double> curve_times = {};  ///< three, at which it is looked at
  /// Of p-values of compare, overall and in one segment: where few differ McNemar's test is exact.
  Promise p_values = Promise::near;
  Promise p_values_in_segment = Promise::near;
};

/// Variants are control, twin, better, in this order; `same` comes last and changes nothing.
struct KnownScenario {
  std::string name;
  std::string text;
  std::uint64_t customers = 0;  ///< of one run
  std::uint32_t follow_up = 0;  ///< days of a test after its last entry, so that all is mature
  std::vector<KnownMetric> metrics = {};
};

/// Times are exponential, endings compete, entry into the pool is staggered, so that the horizon
/// censors; two segments.
[[nodiscard]] KnownScenario memoryless();

/// An absorbing chain with loops: a move takes a day, amounts are whole.
[[nodiscard]] KnownScenario chain();

/// A few in a hundred buy, for log-normal amounts, after log-normal times; who buys depends on an
/// attribute; they stay for Weibull times.
[[nodiscard]] KnownScenario few_buyers();

[[nodiscard]] std::vector<KnownScenario> known_scenarios();

}  // namespace journeylab::whole
