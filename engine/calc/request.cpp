#include "calc/request.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/utf8.h"

namespace journeylab::calc {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string quoted(const Json& value) {
  // A long list is not written out only to be cut.
  if (value.is_array() && value.size() > 10) return fmt::format("a list of {}", value.size());
  return shortened(value.dump(-1, ' ', true, Json::error_handler_t::replace));
}

bool same_word(std::string_view text, std::string_view word) noexcept {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// Infinity and what is no number, as Python, R and JavaScript write them.
std::optional<double> named_number(std::string_view text) noexcept {
  if (same_word(text, "nan") || same_word(text, "na")) return no_number;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!same_word(text, "inf") && !same_word(text, "infinity")) return {};
  return negative ? -infinity : infinity;
}

[[noreturn]] void refuse(std::string_view name, const Json& found, std::string_view expected) {
  throw RequestError(fmt::format("'{}': found {}; expected {}", name, quoted(found), expected));
}

std::optional<double> number_in(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (const auto named = named_number(text)) return named;
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  double number = 0.0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || rest != text.data() + text.size() || text.empty()) return {};
  // from_chars knows more spellings of them, which are refused here.
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<double> number_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_null()) return no_number;
  if (value.is_string()) return number_in(value.get_ref<const std::string&>());
  return {};
}

std::vector<double> split_numbers(std::string_view name, const std::string& text) {
  std::vector<double> numbers;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(';', start), text.size());
    const auto number = number_in(std::string_view(text).substr(start, end - start));
    if (!number) refuse(name, text, "numbers separated by ';'");
    numbers.push_back(*number);
    start = end + 1;
  }
  return numbers;
}

std::vector<double> numbers_in(std::string_view name, const Json& found) {
  if (found.is_string()) return split_numbers(name, found.get<std::string>());
  std::vector<double> numbers;
  if (!found.is_array()) {
    const std::optional<double> alone = number_of(found);
    if (!alone) refuse(name, found, "a list of numbers");
    return {*alone};
  }
  numbers.reserve(found.size());
  for (const Json& item : found) {
    const std::optional<double> number = number_of(item);
    if (!number) refuse(name, item, "a number in the list");
    numbers.push_back(*number);
  }
  return numbers;
}

std::vector<double> finite(std::string_view name, std::vector<double> values) {
  for (const double value : values) {
    if (!std::isfinite(value)) {
      throw RequestError(fmt::format("'{}': found {}; expected finite numbers", name, value));
    }
  }
  return values;
}

std::uint64_t whole(std::string_view name, double number, const Json& found, std::uint64_t low) {
  // Beyond 2^53 neighbours have become the same double.
  constexpr double exact_limit = 9007199254740992.0;
  if (!(number >= static_cast<double>(low) && number < exact_limit) ||
      number != std::floor(number)) {
    refuse(name, found, fmt::format("a whole number from {} to below 2^53", low));
  }
  return static_cast<std::uint64_t>(number);
}

}  // namespace

bool lists(std::string_view list, std::string_view word) noexcept {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    words.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

const Json* find_member(const Json& object, const Field& field) {
  const auto found = object.find(field.name);
  if (found != object.end()) return &*found;
  if (field.synonyms.empty()) return nullptr;
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (lists(field.synonyms, member.key())) return &*member;
  }
  return nullptr;
}

const Field& Request::field(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const Field& each) { return each.name == name; });
  if (found == fields_.end()) {
    throw std::logic_error(fmt::format("no field '{}' of a calc method", name));
  }
  return *found;
}

bool Request::has_field(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const Field& each) { return each.name == name; });
}

bool Request::has(std::string_view name) const {
  return find_member(object_, field(name)) != nullptr;
}

Json Request::value(std::string_view name) const {
  const Field& wanted = field(name);
  if (const Json* member = find_member(object_, wanted)) return *member;
  if (!wanted.fallback.empty()) return Json::parse(wanted.fallback);
  throw RequestError(fmt::format(
      "'{}' is missing; expected {}{}", name, wanted.meaning,
      wanted.synonyms.empty() ? "" : fmt::format(" (also called {})", wanted.synonyms)));
}

double Request::any_number(std::string_view name) const {
  const Json found = value(name);
  const std::optional<double> number = number_of(found);
  if (!number) refuse(name, found, "a number");
  return *number;
}

double Request::number(std::string_view name) const {
  const double number = any_number(name);
  if (!std::isfinite(number)) refuse(name, value(name), "a finite number");
  return number;
}

double Request::positive(std::string_view name) const {
  const double found = number(name);
  if (!(found > 0.0)) refuse(name, value(name), "a number above 0");
  return found;
}

double Request::not_negative(std::string_view name) const {
  const double found = number(name);
  if (!(found >= 0.0)) refuse(name, value(name), "a number of at least 0");
  return found;
}

double Request::level(std::string_view name) const {
  const double found = any_number(name);
  if (!(found > 0.0 && found < 1.0)) {
    refuse(name, value(name), "a number strictly between 0 and 1, like 0.95");
  }
  return found;
}

std::uint64_t Request::count(std::string_view name, std::uint64_t low) const {
  return whole(name, any_number(name), value(name), low);
}

std::string Request::word(std::string_view name, std::span<const std::string_view> words) const {
  const Json found = value(name);
  if (found.is_string()) {
    const auto& text = found.get_ref<const std::string&>();
    if (std::find(words.begin(), words.end(), text) != words.end()) return text;
    const std::string nearest =
        nearest_name(text, std::vector<std::string>(words.begin(), words.end()));
    refuse(name, found,
           fmt::format("one of {}{}", fmt::join(words, ", "),
                       nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
  }
  refuse(name, found, fmt::format("one of {}", fmt::join(words, ", ")));
}

std::vector<double> Request::numbers(std::string_view name) const {
  return numbers_in(name, value(name));
}

std::vector<double> Request::finite_numbers(std::string_view name) const {
  return finite(name, numbers(name));
}

std::vector<std::vector<double>> Request::lists_of_numbers(std::string_view name) const {
  const Json found = value(name);
  std::vector<std::vector<double>> columns;
  if (!found.is_array() || found.empty() || !found.front().is_array()) {
    columns.push_back(finite(name, numbers_in(name, found)));
    return columns;
  }
  for (const Json& list : found) columns.push_back(finite(name, numbers_in(name, list)));
  return columns;
}

std::vector<std::uint64_t> Request::counts(std::string_view name) const {
  std::vector<std::uint64_t> counts;
  for (const double number : numbers(name)) counts.push_back(whole(name, number, number, 0));
  return counts;
}

Json shown(double number) {
  if (std::isnan(number)) return nullptr;
  if (std::isinf(number)) return number > 0.0 ? "inf" : "-inf";
  return number;
}

Json shown(const std::optional<double>& number) {
  return number ? shown(*number) : Json(nullptr);
}

Json shown(std::span<const double> numbers) {
  Json list = Json::array();
  for (const double number : numbers) list.push_back(shown(number));
  return list;
}

}  // namespace journeylab::calc
