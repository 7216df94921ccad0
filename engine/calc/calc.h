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

/// Every method with its types and fields, a few lines each.
[[nodiscard]] std::string calc_list();

/// One method with the meaning of its fields and an example; nothing for an unknown name.
[[nodiscard]] std::optional<std::string> calc_help(std::string_view method);

/// The nearest name of a method, empty if none is near.
[[nodiscard]] std::string nearest_calc_method(std::string_view name);

}  // namespace journeylab
