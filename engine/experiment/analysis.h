// What a run says, as plain values ready to be shown: estimates with intervals, comparisons with
// control, the flow. It knows names and statistics, and nothing of formats.
//
// Every interval here is simulation noise: it shrinks as more customers are simulated, and says
// nothing about how true the assumptions are or what a real test would see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/scenario.h"
#include "tally/tally.h"

namespace journeylab {

/// An estimate, or the reason why there is none. Shares are in 0..1, times in time units, money as
/// in the scenario. An estimate can stand without interval (`reason` says why); without an estimate
/// there is no interval either.
struct Estimate {
  std::optional<double> value;
  std::optional<double> standard_error;
  std::optional<double> low;
  std::optional<double> high;
  std::uint64_t n = 0;  ///< customers behind it
  std::string method;   ///< of the interval: "wilson"
  std::string reason;   ///< why something is missing; empty if nothing is
};

/// What stands beside the estimate of a time-to-goal metric.
struct TimeToSummary {
  std::uint64_t n_reached = 0;
  std::optional<double> mean_among_reached;
  std::optional<double> median_among_reached;
  struct Quantile {
    double probability = 0.0;
    std::optional<double> time;  ///< none: not reached
  };
  std::vector<Quantile> quantiles;  ///< over all customers
};

/// A curve over time or age: survival for retention, cumulative incidence for a goal and the time
/// to it.
struct Curve {
  bool incidence = false;    ///< else survival
  std::vector<double> time;  ///< time units, from 0
  std::vector<double> value;
  std::vector<double> low;
  std::vector<double> high;
  std::vector<std::uint64_t> at_risk;
  std::uint64_t customers = 0;  ///< it is counted from; of a goal's curve the first of a run alone
  std::vector<TimeToSummary::Quantile> among_reached;  ///< of a goal's curve: of those who reach it
};

/// How an amount spreads over customers, those with none of it apart.
struct AmountDistribution {
  struct Quantile {
    double probability = 0.0;
    double amount = 0.0;
  };
  struct Bin {
    double low = 0.0;
    double high = 0.0;
    std::uint64_t customers = 0;
  };
  std::uint64_t customers = 0;  ///< looked at: the first of a run
  std::uint64_t none = 0;       ///< of them with an amount of 0
  std::optional<double> least;  ///< of those with any, as all below
  std::optional<double> most;
  std::vector<Quantile> quantiles;  ///< each within 1/32 of its size
  std::vector<Bin> bins;            ///< that hold anybody, by amount
};

struct MetricResult {
  Estimate estimate;
  std::optional<TimeToSummary> time_to;
};

struct SegmentResult {
  std::uint64_t customers = 0;
  std::vector<MetricResult> metrics;  ///< as Scenario::metrics
};

struct WayResult {
  std::string name;
  std::uint64_t count = 0;
  std::uint64_t completed = 0;
};

struct StepResult {
  std::uint32_t step = 0;  ///< in Names::steps
  std::uint64_t visits = 0;
  std::uint64_t customers = 0;
  std::optional<double> mean_entry_time;  ///< time units; none without visits
  std::optional<double> mean_time;        ///< of a visit, to its leaving or the horizon
  double revenue = 0.0;
  double cost = 0.0;
  std::vector<WayResult> ways;  ///< empty for a step that goes straight on
};

struct TouchpointResult {
  std::uint32_t touchpoint = 0;
  std::uint64_t visits = 0;
  std::uint64_t contacts = 0;
  double cost = 0.0;
};

struct EndingResult {
  std::string status;  ///< `censored` last
  std::uint64_t customers = 0;
};

struct VariantResult {
  std::string name;
  std::string description;
  std::vector<MetricResult> metrics;    ///< as Scenario::metrics
  std::vector<SegmentResult> segments;  ///< as Scenario::segments
  std::vector<StepResult> steps;        ///< the variant's steps, in the order written
  std::vector<TouchpointResult> touchpoints;
  std::vector<GoalTally> goals;  ///< as Names::goals
  std::vector<EndingResult> endings;
  std::vector<std::optional<Curve>> curves;   ///< as Scenario::metrics; none for kinds without one
  std::optional<AmountDistribution> revenue;  ///< none: no formula reads it
};

enum class Verdict : std::uint8_t { better, worse, same, undecided };
enum class GuardrailVerdict : std::uint8_t { kept, broken, undecided };
[[nodiscard]] std::string_view name_of(Verdict verdict) noexcept;
[[nodiscard]] std::string_view name_of(GuardrailVerdict verdict) noexcept;

/// The family that a p-value is corrected in.
enum class TestFamily : std::uint8_t { primary, secondary, segments };

struct GuardrailResult {
  double limit = 0.0;               ///< largest acceptable relative worsening
  std::optional<double> worsening;  ///< estimated; negative is an improvement
  std::optional<double> bound_low;  ///< one-sided bounds at the run's confidence
  std::optional<double> bound_high;
  GuardrailVerdict verdict = GuardrailVerdict::undecided;
};

/// One metric of one variant against control, on the same customers.
struct Comparison {
  std::size_t metric = 0;                ///< in Scenario::metrics
  std::size_t variant = 0;               ///< in Analysis::variants
  std::optional<std::uint32_t> segment;  ///< none: all customers
  Estimate difference;                   ///< variant - control
  Estimate relative;                     ///< difference / control
  std::optional<double> p_value;
  std::optional<double> p_value_adjusted;
  std::string adjustment;  ///< "holm"
  TestFamily family = TestFamily::primary;
  bool paired = true;
  std::string method;  ///< "paired shares: ... interval, exact McNemar"
  Verdict verdict = Verdict::undecided;
  std::optional<GuardrailResult> guardrail;
};

struct AnalysisOptions {
  double confidence = 0.95;         ///< two-sided level, in (0, 1)
  std::string adjustment = "holm";  ///< holm, bonferroni, hochberg, bh, by, none
  bool compare = false;             ///< fill `comparisons`; the tally's first variant is control
};

struct Analysis {
  std::vector<VariantResult> variants;
  std::vector<Comparison> comparisons;
  /// Things that a reader must know, in whole sentences: metrics that condition on something after
  /// the start, assumptions at their means, effects that reverse between segments and total.
  std::vector<std::string> notes;
};

/// Analyses a run. `variants` are the indices in Scenario::variants of the tally's variants.
[[nodiscard]] Analysis analyze(const Scenario& scenario, const std::vector<std::size_t>& variants,
                               const RunTally& tally, const AnalysisOptions& options);

}  // namespace journeylab
