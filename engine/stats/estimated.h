// What every estimator of this room answers with: a value with its interval, or the reason why
// something is missing. A degenerate statistic is a reason, never a NaN.
#pragma once

#include <optional>
#include <string>

namespace journeylab {

struct Interval {
  double low = 0.0;
  double high = 0.0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// An estimate. Without a value there is no interval either; `reason` is empty if nothing is
/// missing.
struct Estimated {
  std::optional<double> value;
  std::optional<double> standard_error;
  std::optional<Interval> interval;
  std::string reason;
};

/// No value, and why.
[[nodiscard]] inline Estimated no_estimate(std::string reason) {
  return {.value = {}, .standard_error = {}, .interval = {}, .reason = std::move(reason)};
}

/// A value without interval, and why.
[[nodiscard]] inline Estimated no_interval(double value, std::string reason) {
  return {.value = value, .standard_error = {}, .interval = {}, .reason = std::move(reason)};
}

}  // namespace journeylab
