// Tails and quantiles of the normal and Student's t distribution, right far out in the tails: they
// are asked for by the tail's own probability, never by one minus it. Theory of their use is in
// engine/methods/means.md.
#pragma once

namespace journeylab {

/// z with P(Z > z) = tail, for tail in (0, 1).
[[nodiscard]] double normal_quantile_above(double tail);

/// P(Z > z); 0 where it is below the smallest double.
[[nodiscard]] double normal_tail(double z);

/// ln P(Z > z), finite for every finite z: beyond z = 35 by the asymptotic series of Mills' ratio
/// (Abramowitz and Stegun 1964, eq. 26.2.12), whose first neglected term is below 1e-17 there.
[[nodiscard]] double ln_normal_tail(double z);

/// t with P(T > t) = tail, for tail in (0, 1) and df > 0, whole or not; df = infinity is the
/// normal.
[[nodiscard]] double student_quantile_above(double tail, double df);

/// P(|T| > |t|) for df > 0; df = infinity is the normal.
[[nodiscard]] double student_two_sided(double t, double df);

/// 1 - confidence, for confidence in (0, 1). A confidence that is a decimal of up to 15 digits but
/// for its rounding is meant as that decimal: what is left of 0.99999999 is 1e-8 with all digits.
[[nodiscard]] double outside(double confidence);

/// z or t that a two-sided interval at `confidence` in (0, 1) reaches to.
[[nodiscard]] double normal_critical(double confidence);
[[nodiscard]] double student_critical(double confidence, double df);

}  // namespace journeylab
