// Numbers as people type them on the command line: 200000, 2e6, 95%, 0.1pp. The decimal sign is a
// point in every locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace journeylab {

/// The width, from end to end, that the interval of the primary metric may have.
struct Precision {
  double width = 0.0;
  bool relative = false;  ///< a share of the estimate instead of an absolute width
};

/// A whole number, also with an exponent ("2e6", "1.5e3") if it comes out whole and is at most
/// 2^53; plain digits go up to 2^64 - 1. Nothing if it is not one.
[[nodiscard]] std::optional<std::uint64_t> whole_number(std::string_view text) noexcept;

/// A level of confidence, "95%" or "0.95", strictly between 0 and 1.
[[nodiscard]] std::optional<double> confidence_level(std::string_view text) noexcept;

/// "0.1pp" is percentage points (0.001), "0.5%" is relative to the estimate (0.005), a plain number
/// is absolute. Positive and finite.
[[nodiscard]] std::optional<Precision> precision(std::string_view text) noexcept;

/// A change of a metric: "5%" relative to control's value (0.05), "0.5pp" in percentage points
/// (0.005), a plain number absolute. A sign may stand before it; finite, and 0 is one too.
struct Change {
  double amount = 0.0;
  bool relative = false;
};
[[nodiscard]] std::optional<Change> change(std::string_view text) noexcept;

/// A share, "4%" or "0.04", from 0 to 1.
[[nodiscard]] std::optional<double> share(std::string_view text) noexcept;

/// The weight of an arm in a split, "2" or "50%", from 0 on; only their proportions count.
[[nodiscard]] std::optional<double> weight(std::string_view text) noexcept;

/// A finite number, with a sign or without.
[[nodiscard]] std::optional<double> number(std::string_view text) noexcept;

/// Customers a day: "2000/day", "2000" (a day), "14000/week", "100/hour". Above 0, at most 1e8 a
/// day.
[[nodiscard]] std::optional<double> traffic(std::string_view text) noexcept;

}  // namespace journeylab
