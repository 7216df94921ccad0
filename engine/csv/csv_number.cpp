#include "csv/csv_number.h"

#include <charconv>
#include <cmath>

namespace journeylab {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<double> finite_number(std::string_view text) noexcept {
  std::string_view digits = trimmed(text);
  if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-') digits.remove_prefix(1);
  double number = 0.0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = error == std::errc{} && rest == digits.data() + digits.size();
  if (!whole || digits.empty() || !std::isfinite(number)) return {};
  return number;
}

}  // namespace journeylab
