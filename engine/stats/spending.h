// How a group sequential design spends its error over the information: the cumulative error that
// may have been used up by a look. Theory: engine/methods/sequential.md.
#pragma once

#include <cstdint>

namespace journeylab {

enum class SpendingFunction : std::uint8_t {
  obrien_fleming,     ///< 2 - 2 Phi(z_{1-a/2} / sqrt t) (Lan and DeMets 1983)
  pocock,             ///< a ln(1 + (e - 1) t) (Lan and DeMets 1983)
  power,              ///< a t^parameter (Kim and DeMets 1987)
  hwang_shih_decani,  ///< a (1 - e^(-g t)) / (1 - e^-g), g the parameter; a t at 0 (1990)
};

struct Spending {
  SpendingFunction function = SpendingFunction::obrien_fleming;
  double parameter = 0.0;
};

/// The error spent of `total` in (0, 1) by information fraction t: 0 at 0, `total` from 1 on.
[[nodiscard]] double error_spent(const Spending& spending, double total, double t);

/// The error spent between the fractions from < to, to relative precision also where hardly any is
/// left to spend and the difference of the cumulative errors would cancel.
[[nodiscard]] double error_spent_between(const Spending& spending, double total, double from,
                                         double to);

}  // namespace journeylab
