// Numbers as people read them: shares as percentages, times with their unit, counts with thousands
// separators, and as many digits as the number's error leaves meaning to (the error's first two).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "experiment/analysis.h"

namespace journeylab {

/// What a number measures, which decides its scale and its unit.
enum class Measure : std::uint8_t {
  plain,   ///< as it is
  share,   ///< in 0..1, shown as a percentage
  points,  ///< a difference of shares, shown in percentage points
  time,    ///< in time units
};

/// How to show the numbers of one estimate, so that all of them have the same digits.
struct NumberStyle {
  Measure measure = Measure::plain;
  TimeUnit unit = TimeUnit::day;
  std::optional<int> decimals = {};  ///< none: four significant digits
  bool sign = false;                 ///< a plus before what is above 0
};

/// What stands for a missing value.
inline constexpr const char* missing_text = "–";

/// Decimals that show the first two significant digits of an error; none if it is 0 or not finite.
[[nodiscard]] std::optional<int> decimals_for(double error) noexcept;

/// The style of an estimate: digits by its standard error, else by a quarter of its interval's
/// width.
[[nodiscard]] NumberStyle style_for(const Estimate& estimate, Measure measure, TimeUnit unit,
                                    bool sign = false);

/// The number without its unit, save for the per cent sign: "8.14%", "-0.62", "1,234.5", "3e+20".
[[nodiscard]] std::string show_bare(double number, const NumberStyle& style);

/// The number with its unit: "8.14%", "0.62 points", "3.41 days", "1 day".
[[nodiscard]] std::string show(double number, const NumberStyle& style);

/// The unit that `show` appends, with its space: " days"; empty where there is none.
[[nodiscard]] std::string unit_text(const NumberStyle& style);

/// "0.60 to 0.64", without unit; the missing text if a bound is missing.
[[nodiscard]] std::string show_interval(const Estimate& estimate, const NumberStyle& style);

/// A whole number with thousands separators.
[[nodiscard]] std::string show_count(std::uint64_t count);

/// count / total as a percentage, digits by its binomial error; the missing text if the total is 0.
[[nodiscard]] std::string show_share(std::uint64_t count, std::uint64_t total);

/// An amount of money with two decimals, and more where it is less than a cent.
[[nodiscard]] std::string show_money(double amount);

/// "0.0421", "<0.0001", "1", or the missing text.
[[nodiscard]] std::string show_p_value(const std::optional<double>& p_value);

/// A level as "95%", "99.9%".
[[nodiscard]] std::string show_level(double level);

/// "1 day", "3.5 days": shortest digits.
[[nodiscard]] std::string show_span(double span, TimeUnit unit);

}  // namespace journeylab
