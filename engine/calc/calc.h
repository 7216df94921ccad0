// One statistic at a time, for programs that speak to this one through a pipe: a JSON object a
// line asks, a JSON object a line answers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace journeylab {

/// The answer to one request, one line of JSON without its line end. A request that cannot be
/// answered gets {"error": "what is wrong", "line": number}; nothing is thrown for a request.
[[nodiscard]] std::string calc_answer(std::string_view request, std::size_t line);

/// The answer to a line that is not even read as a request: {"error": message, "line": number}.
[[nodiscard]] std::string calc_refusal(std::string_view message, std::size_t line);

/// Longer lines are not read: a list of a million numbers is some 20 MB.
inline constexpr std::size_t longest_calc_request = std::size_t{32} << 20;

/// Every method with its types and fields, a few lines each.
[[nodiscard]] std::string calc_list();

/// One method with the meaning of its fields and an example; nothing for an unknown name.
[[nodiscard]] std::optional<std::string> calc_help(std::string_view method);

/// The nearest name of a method, empty if none is near.
[[nodiscard]] std::string nearest_calc_method(std::string_view name);

}  // namespace journeylab
