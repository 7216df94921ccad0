// Simulated time. The clock of a customer counts whole ticks of 1/1024 second, held in a double:
// sums and ages stay exact up to 2^53 ticks (278,000 years), so ties are decided by the model and
// not by rounding. What people write and read is in time units; the conversion is here.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace journeylab {

/// A point or span of simulated time in whole ticks; always an integer value, or infinity
/// ("never").
using Ticks = double;

inline constexpr double ticks_per_second = 1024.0;
inline constexpr Ticks never = std::numeric_limits<double>::infinity();

/// The longest horizon that a scenario may ask for: 2^50 ticks (about 34,800 years), so that sums
/// of a clock and one more delay stay exact.
inline constexpr Ticks longest_horizon = 1125899906842624.0;

/// A span that passes every horizon, 2^51 ticks: what waits longer is as good as this, and can be
/// added up.
inline constexpr Ticks beyond_every_horizon = 2251799813685248.0;

enum class TimeUnit : std::uint8_t { second, minute, hour, day, week, month, year };

/// Length of a unit in ticks: a month is 30 days, a year 365 days.
[[nodiscard]] double ticks_per(TimeUnit unit) noexcept;

/// Singular name of the unit, as the scenario language writes it.
[[nodiscard]] std::string_view name_of(TimeUnit unit) noexcept;

/// The unit of a word in singular or plural ("day", "days"), or nothing.
[[nodiscard]] std::optional<TimeUnit> time_unit_named(std::string_view word) noexcept;

/// A span in time units, as the nearest whole number of ticks (ties to even). The caller has
/// refused NaN and negative spans; spans beyond what a double counts exactly become "never".
[[nodiscard]] inline Ticks to_ticks(double span, double ticks_per_unit) noexcept {
  constexpr double two_52 = 4503599627370496.0;  // adding it rounds to a whole number
  const double ticks = (span * ticks_per_unit + two_52) - two_52;
  return ticks < two_52 ? ticks : never;
}

}  // namespace journeylab
