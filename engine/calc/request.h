// One request as its method sees it: fields by name with their defaults, checked when they are
// asked for. For the sources of this room; calc.h speaks of text alone.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace journeylab::calc {

using Json = nlohmann::ordered_json;

/// A request that cannot be answered. The text is a whole message.
class RequestError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One field of a method. `fallback` is the default as JSON text; without one the field must be
/// given, unless `only_for` names types (comma-separated) that the request does not have.
struct Field {
  std::string_view name;
  std::string_view meaning;
  std::string_view fallback = {};
  std::string_view synonyms = {};  ///< comma-separated other names
};

/// What a request asks, with the fields of its method.
class Request {
 public:
  Request(const Json& object, std::span<const Field> fields, std::string type)
      : object_(object), fields_(fields), type_(std::move(type)) {}

  [[nodiscard]] const std::string& type() const noexcept { return type_; }
  [[nodiscard]] bool has(std::string_view name) const;
  /// Whether the method has such a field.
  [[nodiscard]] bool has_field(std::string_view name) const;

  /// A number, also in quotes; "inf", "-inf" and "nan" (Infinity, NaN, in any case) are numbers
  /// too, and so is null (NaN). Throws RequestError.
  [[nodiscard]] double any_number(std::string_view name) const;
  /// A finite number.
  [[nodiscard]] double number(std::string_view name) const;
  /// A finite number above 0.
  [[nodiscard]] double positive(std::string_view name) const;
  /// A finite number of at least 0.
  [[nodiscard]] double not_negative(std::string_view name) const;
  /// Strictly between 0 and 1.
  [[nodiscard]] double level(std::string_view name) const;
  /// A whole number from `low` to below 2^53, also written as 50.0.
  [[nodiscard]] std::uint64_t count(std::string_view name, std::uint64_t low = 0) const;
  /// One of a few words.
  [[nodiscard]] std::string word(std::string_view name,
                                 std::span<const std::string_view> words) const;
  /// Numbers in a list, or separated by ';' in a string.
  [[nodiscard]] std::vector<double> numbers(std::string_view name) const;
  /// The same, every one finite.
  [[nodiscard]] std::vector<double> finite_numbers(std::string_view name) const;
  [[nodiscard]] std::vector<std::uint64_t> counts(std::string_view name) const;
  /// Lists of finite numbers: a list of lists, or one list alone.
  [[nodiscard]] std::vector<std::vector<double>> lists_of_numbers(std::string_view name) const;

 private:
  [[nodiscard]] Json value(std::string_view name) const;
  [[nodiscard]] const Field& field(std::string_view name) const;

  const Json& object_;
  std::span<const Field> fields_;
  std::string type_;
};

/// The member under the field's name or one of its synonyms, or null.
[[nodiscard]] const Json* find_member(const Json& object, const Field& field);

/// Whether a comma-separated list has the word.
[[nodiscard]] bool lists(std::string_view list, std::string_view word) noexcept;

/// The words of a comma-separated list.
[[nodiscard]] std::vector<std::string> words_of(std::string_view list);

/// A number for an answer: "inf" and "-inf" as text, NaN as null.
[[nodiscard]] Json shown(double number);
[[nodiscard]] Json shown(const std::optional<double>& number);
[[nodiscard]] Json shown(std::span<const double> numbers);

inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace journeylab::calc
