// Elementary functions whose bits do not depend on the machine: the C library picks other code on
// other processors, these do not. Each is a short formula without branches on data where that is
// possible, so that a loop over an array of them can be vectorised. Largest errors are measured by
// tests/unit/random.
#pragma once

namespace journeylab {

/// Natural logarithm; -infinity at 0, NaN below.
[[nodiscard]] double portable_log(double x) noexcept;
/// Exponential; 0 and infinity where the result underflows or overflows.
[[nodiscard]] double portable_exp(double x) noexcept;
/// x to the power y with the conventions of IEEE pow; exact for whole y of size up to 2^10 as far
/// as repeated multiplication is.
[[nodiscard]] double portable_pow(double x, double y) noexcept;
/// Standard normal: P(Z <= x).
[[nodiscard]] double normal_cumulative(double x) noexcept;
/// Standard normal quantile of the probability `below` with complement `above`.
[[nodiscard]] double normal_quantile(double below, double above) noexcept;

}  // namespace journeylab
