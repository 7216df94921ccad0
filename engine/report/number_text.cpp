#include "report/number_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace journeylab {
namespace {

// Beyond these a fixed notation is longer than it is readable.
constexpr double largest_fixed = 1e15;
constexpr int most_decimals = 9;

double scale_of(Measure measure) noexcept {
  return measure == Measure::share || measure == Measure::points ? 100.0 : 1.0;
}

/// Puts a comma between thousands in the digits before the point.
std::string grouped(std::string text) {
  const std::size_t begin = text.find_first_of("0123456789");
  std::size_t end = text.find_first_not_of("0123456789", begin);
  if (begin == std::string::npos || text.find('e') != std::string::npos) return text;
  end = std::min(end, text.size());
  for (std::size_t at = end; at > begin + 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

/// What is shown as zero has no sign.
std::string unsigned_zero(std::string text) {
  if (text.find_first_of("123456789") == std::string::npos && text.starts_with('-'))
    text.erase(0, 1);
  return text;
}

/// Four significant digits in fixed notation, without zeros at the end.
std::string four_digits(double number) {
  if (number == 0.0) return "0";
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(number))));
  if (3 - exponent > most_decimals) return fmt::format("{:.4g}", number);
  std::string text = fmt::format("{:.{}f}", number, std::max(0, 3 - exponent));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::string digits_of(double number, const std::optional<int>& decimals) {
  if (std::abs(number) >= largest_fixed || decimals.value_or(0) > most_decimals) {
    return fmt::format("{:.4g}", number);
  }
  return decimals ? fmt::format("{:.{}f}", number, *decimals) : four_digits(number);
}

}  // namespace

std::optional<int> decimals_for(double error) noexcept {
  if (!std::isfinite(error) || error <= 0.0) return std::nullopt;
  int exponent = static_cast<int>(std::floor(std::log10(error)));
  // Rounded to two digits, 0.0996 is 0.10: one decimal less.
  if (error / std::pow(10.0, exponent) >= 9.95) ++exponent;
  return std::max(0, 1 - exponent);
}

NumberStyle style_for(const Estimate& estimate, Measure measure, TimeUnit unit, bool sign) {
  double error = estimate.standard_error.value_or(0.0);
  if (!(error > 0.0) && estimate.low && estimate.high) error = (*estimate.high - *estimate.low) / 4;
  return {.measure = measure,
          .unit = unit,
          .decimals = decimals_for(error * scale_of(measure)),
          .sign = sign};
}

std::string show_bare(double number, const NumberStyle& style) {
  if (!std::isfinite(number)) return missing_text;
  std::string text =
      grouped(unsigned_zero(digits_of(number * scale_of(style.measure), style.decimals)));
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  if (style.sign && number > 0.0 && !zero) text.insert(0, 1, '+');
  return style.measure == Measure::share ? text + '%' : text;
}

std::string unit_text(const NumberStyle& style) {
  if (style.measure == Measure::points) return " points";
  if (style.measure == Measure::time) return fmt::format(" {}s", name_of(style.unit));
  return "";
}

std::string show(double number, const NumberStyle& style) {
  std::string text = show_bare(number, style);
  if (text == missing_text) return text;
  if (text == "1" && style.measure == Measure::time)
    return fmt::format("1 {}", name_of(style.unit));
  return text + unit_text(style);
}

std::string show_interval(const Estimate& estimate, const NumberStyle& style) {
  if (!estimate.low || !estimate.high) return missing_text;
  return show_bare(*estimate.low, style) + " to " + show_bare(*estimate.high, style);
}

std::string show_count(std::uint64_t count) {
  return grouped(fmt::to_string(count));
}

std::string show_share(std::uint64_t count, std::uint64_t total) {
  if (total == 0) return missing_text;
  const double share = static_cast<double>(count) / static_cast<double>(total);
  const double error = std::sqrt(share * (1.0 - share) / static_cast<double>(total));
  return show_bare(share, {.measure = Measure::share, .decimals = decimals_for(100.0 * error)});
}

std::string show_money(double amount) {
  if (!std::isfinite(amount)) return missing_text;
  if (amount != 0.0 && std::abs(amount) < 0.01) return four_digits(amount);
  return show_bare(amount, {.decimals = 2});
}

std::string show_p_value(const std::optional<double>& p_value) {
  if (!p_value || !std::isfinite(*p_value)) return missing_text;
  if (*p_value < 0.0001) return "<0.0001";
  return *p_value >= 1.0 ? "1" : fmt::format("{:.4f}", *p_value);
}

std::string show_level(double level) {
  return fmt::format("{:g}%", 100.0 * level);
}

std::string show_span(double span, TimeUnit unit) {
  return fmt::format("{} {}{}", span, name_of(unit), span == 1.0 ? "" : "s");
}

}  // namespace journeylab
