// The effect of a variant on one metric over one set of customers, paired by the customers
// themselves: which statistic answers for which kind of tally.
#pragma once

#include <optional>
#include <string>

#include "experiment/metrics.h"

namespace journeylab {

/// The tallies of one metric over the same customers.
struct PairedTallies {
  const MetricTally& control;
  const MetricTally& variant;
  const PairedTally& pairs;
};

struct Effect {
  Estimate difference;  ///< variant - control
  Estimate relative;    ///< difference / |control|
  std::optional<double> p_value;
  std::string method;  ///< of interval and test, in words
  bool same = false;   ///< no customer differs: exactly no effect
};

/// The effect with intervals at a two-sided confidence in (0, 1).
[[nodiscard]] Effect effect_of(const MeasuredMetric& measured, const PairedTallies& tallies,
                               double confidence);

}  // namespace journeylab
