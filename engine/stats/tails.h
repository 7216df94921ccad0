// p-values by their tail: of a normal, a Student's t and a chi-square statistic, each together with
// its logarithm, which stays finite where the p-value itself underflows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "stats/estimated.h"

namespace journeylab {

/// What a test looks for: any difference, treatment above control, treatment below control.
enum class Alternative : std::uint8_t { two_sided, greater, less };

/// A p-value and its natural logarithm.
struct PValue {
  double p = 1.0;
  double ln_p = 0.0;
};

/// The outcome of a test; `reason` says why something is missing. An exact test has a p-value
/// without a statistic.
struct TestOutcome {
  std::optional<double> statistic;
  std::optional<PValue> p_value;
  std::string reason;
};

/// p-value of a standard normal statistic. The tail towards the centre is one minus the other, with
/// its logarithm by log1p.
[[nodiscard]] PValue normal_p_value(double z, Alternative alternative);

/// p-value of Student's t with `df` > 0 degrees of freedom, whole or not; df = infinity is the
/// normal. Where the tail underflows its logarithm is by the continued fraction of the incomplete
/// beta function.
[[nodiscard]] PValue student_p_value(double t, double df, Alternative alternative);

/// P(chi-square with `df` degrees of freedom > statistic), for statistic >= 0 and df > 0. The far
/// tail's logarithm is by Legendre's continued fraction (Abramowitz and Stegun 1964, eq. 6.5.31).
[[nodiscard]] PValue chi_square_p_value(double statistic, double df);

/// The interval of value -+ error at `confidence` that belongs to the alternative: the open side of
/// a one-sided one is infinite. df = infinity is the normal.
[[nodiscard]] Interval tested_interval(double value, double error, double df, double confidence,
                                       Alternative alternative);

/// A statistic with its normal p-value.
[[nodiscard]] TestOutcome normal_outcome(double z, Alternative alternative);

/// No statistic, and why.
[[nodiscard]] inline TestOutcome no_outcome(std::string reason) {
  return {.statistic = {}, .p_value = {}, .reason = std::move(reason)};
}

}  // namespace journeylab
