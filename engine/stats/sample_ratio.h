// Whether the arms got the shares of customers they were meant to get, and whether a total says the
// opposite of its segments. Both are asked before anything else is believed. Theory and what to do
// then: engine/methods/sample_ratio.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "stats/tails.h"

namespace journeylab {

enum class SampleRatioVerdict : std::uint8_t {
  as_planned,
  suspicious,  ///< p < 0.01: warn
  broken,      ///< p < 0.001: believe nothing that was measured
};

struct SampleRatioTest {
  std::optional<double> statistic;
  double df = 0.0;
  PValue p_value;
  SampleRatioVerdict verdict = SampleRatioVerdict::as_planned;
  std::string reason;  ///< why there is no statistic
};

/// Pearson's chi-square of counts against planned weights (any positive scale), arms less one
/// degrees of freedom (Fabijan et al. 2019). Needs two arms, weights above 0 and a customer.
[[nodiscard]] SampleRatioTest sample_ratio_test(std::span<const std::uint64_t> counts,
                                                std::span<const double> weights);

/// One segment's effect (difference, treatment less control) and its share of all customers.
struct SegmentEffect {
  double effect = 0.0;
  double weight = 0.0;
};

struct SimpsonWarning {
  /// The effect that the segments' own effects give, at the segments' shares of all customers.
  double standardised = 0.0;
  bool every_segment_opposed = false;  ///< Simpson's paradox (1951)
  bool standardised_opposed = false;   ///< the mix of segments turned the sign

  [[nodiscard]] bool warns() const { return every_segment_opposed || standardised_opposed; }
};

/// Compares the sign of the total effect with those of its segments. Zero has no sign and opposes
/// nothing; fewer than two segments never warn.
[[nodiscard]] SimpsonWarning simpson_warning(double total, std::span<const SegmentEffect> segments);

}  // namespace journeylab
