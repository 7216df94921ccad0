#include "cli/quantity.h"

#include <charconv>
#include <cmath>
#include <system_error>

#include "base/clock.h"

namespace journeylab {
namespace {

// The finite number that is all of the text; a sign, blanks, "inf" and "nan" are not part of one.
std::optional<double> plain_number(std::string_view text) noexcept {
  if (text.empty() || ((text[0] < '0' || text[0] > '9') && text[0] != '.')) return std::nullopt;
  double number = 0.0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool take_suffix(std::string_view& text, std::string_view suffix) noexcept {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) noexcept {
  std::uint64_t whole = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, whole);
  if (error == std::errc{} && rest == end) return whole;
  constexpr double exact_limit = 9007199254740992.0;  // 2^53
  const std::optional<double> number = plain_number(text);
  if (!number || *number > exact_limit || *number != std::floor(*number)) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::optional<double> confidence_level(std::string_view text) noexcept {
  const bool percent = take_suffix(text, "%");
  const std::optional<double> number = plain_number(text);
  if (!number) return std::nullopt;
  const double level = percent ? *number / 100 : *number;
  if (!(level > 0.0 && level < 1.0)) return std::nullopt;
  return level;
}

std::optional<Precision> precision(std::string_view text) noexcept {
  const bool points = take_suffix(text, "pp");
  const bool relative = !points && take_suffix(text, "%");
  const std::optional<double> number = plain_number(text);
  if (!number) return std::nullopt;
  const double width = points || relative ? *number / 100 : *number;
  if (!(width > 0.0)) return std::nullopt;
  return Precision{.width = width, .relative = relative};
}

std::optional<double> number(std::string_view text) noexcept {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::optional<double> size = plain_number(text);
  if (!size) return std::nullopt;
  return negative ? -*size : *size;
}

std::optional<Change> change(std::string_view text) noexcept {
  const bool points = take_suffix(text, "pp");
  const bool relative = !points && take_suffix(text, "%");
  const std::optional<double> amount = number(text);
  if (!amount) return std::nullopt;
  return Change{.amount = points || relative ? *amount / 100 : *amount, .relative = relative};
}

std::optional<double> weight(std::string_view text) noexcept {
  const std::optional<double> weight = text.ends_with('%') ? share(text) : plain_number(text);
  return weight && *weight >= 0.0 ? weight : std::nullopt;
}

std::optional<double> share(std::string_view text) noexcept {
  const bool percent = take_suffix(text, "%");
  const std::optional<double> number = plain_number(text);
  if (!number) return std::nullopt;
  const double share = percent ? *number / 100 : *number;
  if (!(share >= 0.0 && share <= 1.0)) return std::nullopt;
  return share;
}

std::optional<double> traffic(std::string_view text) noexcept {
  constexpr double most = 1e8;
  const std::size_t slash = text.find('/');
  const std::optional<double> count = plain_number(text.substr(0, slash));
  if (!count) return std::nullopt;
  double days = 1.0;
  if (slash != std::string_view::npos) {
    const auto unit = time_unit_named(text.substr(slash + 1));
    if (!unit) return std::nullopt;
    days = ticks_per(*unit) / ticks_per(TimeUnit::day);
  }
  const double rate = *count / days;
  return rate > 0.0 && rate <= most ? std::optional(rate) : std::nullopt;
}

}  // namespace journeylab
