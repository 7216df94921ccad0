// The quantile of the standard normal, one and many, inline for the loops that draw. Wichura
// (1988), "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics
// 37, 477-484, the routine PPND16 (relative error about 1e-16).
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "random/elementary.h"

namespace journeylab::elementary {

namespace as241 {
using Coefficients = std::array<double, 8>;  // by rising power

inline constexpr double central_half_width = 0.425;
inline constexpr double central_square = 0.180625;
inline constexpr Coefficients central_top = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                             1.9715909503065514427e3, 1.3731693765509461125e4,
                                             4.5921953931549871457e4, 6.7265770927008700853e4,
                                             3.3430575583588128105e4, 2.5090809287301226727e3};
inline constexpr Coefficients central_bottom = {1.0,
                                                4.2313330701600911252e1,
                                                6.8718700749205790830e2,
                                                5.3941960214247511077e3,
                                                2.1213794301586595867e4,
                                                3.9307895800092710610e4,
                                                2.8729085735721942674e4,
                                                5.2264952788528545610e3};
inline constexpr Coefficients middle_top = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                            5.76949722146069140550e0,  3.64784832476320460504e0,
                                            1.27045825245236838258e0,  2.41780725177450611770e-1,
                                            2.27238449892691845833e-2, 7.74545014278341407640e-4};
inline constexpr Coefficients middle_bottom = {1.0,
                                               2.05319162663775882187e0,
                                               1.67638483018380384940e0,
                                               6.89767334985100004550e-1,
                                               1.48103976427480074590e-1,
                                               1.51986665636164571966e-2,
                                               5.47593808499534494600e-4,
                                               1.05075007164441684324e-9};
inline constexpr Coefficients far_top = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                         1.78482653991729133580e0,  2.96560571828504891230e-1,
                                         2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
inline constexpr Coefficients far_bottom = {1.0,
                                            5.99832206555887937690e-1,
                                            1.36929880922735805310e-1,
                                            1.48753612908506148525e-2,
                                            7.86869131145613259100e-4,
                                            1.84631831751005468180e-5,
                                            1.42151175831644588870e-7,
                                            2.04426310338993978564e-15};

[[nodiscard]] inline double polynomial(const Coefficients& coefficients, double t) noexcept {
  double sum = coefficients[7];
  for (int power = 6; power >= 0; --power) sum = sum * t + coefficients[power];
  return sum;
}

[[nodiscard]] inline bool is_central(double tail) noexcept {
  return tail >= 0.5 - central_half_width;
}

/// The quantile of 1/2 + centre, |centre| up to 0.425.
[[nodiscard]] inline double central_quantile(double centre) noexcept {
  const double t = central_square - centre * centre;
  return centre * (polynomial(central_top, t) / polynomial(central_bottom, t));
}

/// The quantile of 1 - tail, for the other tails, from sqrt(-log(tail)): up to 5, and beyond.
[[nodiscard]] inline double middle_quantile(double root) noexcept {
  return polynomial(middle_top, root - 1.6) / polynomial(middle_bottom, root - 1.6);
}
[[nodiscard]] inline double far_quantile(double root) noexcept {
  return polynomial(far_top, root - 5.0) / polynomial(far_bottom, root - 5.0);
}
[[nodiscard]] inline double outer_quantile(double tail) noexcept {
  const double root = std::sqrt(-log(tail));
  return root > 5.0 ? far_quantile(root) : middle_quantile(root);
}
}  // namespace as241

/// Standard normal quantile of the probability `below` with complement `above`, both in (0, 1).
[[nodiscard]] inline double normal_quantile(double below, double above) noexcept {
  const double tail = below < above ? below : above;
  if (as241::is_central(tail)) return as241::central_quantile(0.5 * (below - above));
  const double outer = as241::outer_quantile(tail);
  return below < above ? -outer : outer;
}

/// How many quantiles `normal_quantiles` takes at once.
inline constexpr std::size_t most_normal_quantiles = 256;

/// As `normal_quantile` for each of n, at most most_normal_quantiles, the same bits: the centre, 85
/// of 100, as one vector loop for all, then the tails side by side; those so far out that they have
/// a formula of their own one by one. `out` is none of the inputs.
inline void normal_quantiles(const double* below, const double* above, double* out,
                             std::size_t n) noexcept {
  alignas(64) std::array<std::uint32_t, most_normal_quantiles> where;
  alignas(64) std::array<double, most_normal_quantiles> tails;
  std::size_t n_outer = 0;
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = as241::central_quantile(0.5 * (below[i] - above[i]));
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double tail = below[i] < above[i] ? below[i] : above[i];
    where[n_outer] = static_cast<std::uint32_t>(i);
    tails[n_outer] = tail;
    n_outer += as241::is_central(tail) ? 0 : 1;
  }
  alignas(64) std::array<double, most_normal_quantiles> outer;
  for (std::size_t i = 0; i < n_outer; ++i) {
    const double root = std::sqrt(-log(tails[i]));
    outer[i] = as241::middle_quantile(root);
    tails[i] = root;
  }
  for (std::size_t i = 0; i < n_outer; ++i) {
    if (tails[i] > 5.0) outer[i] = as241::far_quantile(tails[i]);
    const std::size_t at = where[i];
    out[at] = below[at] < above[at] ? -outer[i] : outer[i];
  }
}

}  // namespace journeylab::elementary
