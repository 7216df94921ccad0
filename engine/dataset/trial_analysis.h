// What a real experiment showed: the sample ratio first, then every metric of every arm against
// control. The customers of the arms are different people, so nothing here is paired. Methods and
// assumptions: engine/methods/analyze.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/trial_data.h"
#include "stats/estimated.h"
#include "stats/sample_ratio.h"

namespace journeylab {

struct SampleRatio {
  std::vector<std::uint64_t> counts;  ///< as TrialData::arms
  std::vector<double> expected;       ///< shares, sum 1
  double chi_square = 0.0;
  double df = 0.0;
  double p_value = 1.0;
  SampleRatioVerdict state = SampleRatioVerdict::as_planned;
};

enum class TrialVerdict : std::uint8_t {
  better,
  worse,
  undecided,
  withheld,  ///< the sample ratio is broken
  unknown,   ///< there is nothing to decide with; a reason says why
};
[[nodiscard]] std::string_view name_of(TrialVerdict verdict) noexcept;

/// A metric in one arm.
struct ArmEstimate {
  Estimated estimate;
  std::uint64_t n = 0;        ///< customers with a value
  std::uint64_t missing = 0;  ///< customers without
};

/// A metric of one arm against control.
struct TrialComparison {
  std::size_t metric = 0;              ///< in TrialPlan::metrics
  std::size_t arm = 0;                 ///< in TrialData::arms, never 0
  std::optional<std::size_t> segment;  ///< in TrialData::segments; none: all customers
  ArmEstimate control;
  ArmEstimate treatment;
  Estimated difference;
  Estimated relative;
  std::optional<double> statistic;  ///< z or t of the test
  std::optional<double> p_value;
  std::optional<double> p_value_adjusted;
  std::string test;      ///< "two-proportion z, pooled"
  std::string interval;  ///< "newcombe"
  TrialVerdict verdict = TrialVerdict::unknown;
  std::optional<double> variance_reduction;  ///< by covariates, a share
};

struct TrialAnalysis {
  SampleRatio ratio;
  std::vector<TrialComparison> comparisons;  ///< all customers first, then segments
  std::vector<std::string> notes;            ///< what a reader must know: missing values, warnings
};

/// Corrects p-values in two families: all customers, over metrics and arms; and the segments, which
/// are exploratory. Intervals are not corrected.
[[nodiscard]] TrialAnalysis analyze_trial(const TrialData& data, const TrialPlan& plan);

}  // namespace journeylab
