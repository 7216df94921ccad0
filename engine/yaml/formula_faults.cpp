#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "yaml/formula_parser.h"
#include "yaml/parse_text.h"

namespace journeylab {
namespace {

std::string upper(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

/// How a call is written: "visits(STEP)".
std::string shape_of(const CallWord& call) {
  return call.operation == Operation::contacts_touchpoint
             ? "contacts(TOUCHPOINT) or contacts(CHANNEL)"
             : fmt::format("{}({})", call.name, upper(call.what));
}

std::string one_of(const std::vector<std::string>& names, std::string otherwise) {
  if (names.empty()) return otherwise;
  return names.size() == 1 ? names.front() : "one of " + listed(names);
}

std::string in_place(const FormulaScope& scope) {
  return scope.where.empty() ? "here" : "in " + scope.where;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

}  // namespace

std::vector<std::string> FormulaParser::entries_of(const CallWord& call) const {
  if (scope_.names == nullptr) return {};
  std::vector<std::string> names = scope_.names->*call.dictionary;
  if (call.operation == Operation::contacts_touchpoint) {
    const std::vector<std::string>& channels = scope_.names->channels;
    names.insert(names.end(), channels.begin(), channels.end());
  }
  return names;
}

std::vector<std::string> FormulaParser::names_that_may_stand() const {
  std::vector<std::string> names;
  for (const auto& [name, symbol] : scope_.symbols) names.push_back(name);
  if (scope_.journey) {
    for (std::string& name : total_names()) names.push_back(std::move(name));
  }
  if (scope_.allows_never && !in_distribution_) names.emplace_back("never");
  return names;
}

FormulaFault FormulaParser::fault_of_unknown_entry(const CallWord& call, const Token& entry) const {
  const std::vector<std::string> names = entries_of(call);
  return {entry.offset, fmt::format("unknown {} '{}'", call.what, shortened(entry.text)),
          one_of(names, fmt::format("a {}, but there is none", call.what)),
          nearest_name(entry.text, names)};
}

FormulaFault FormulaParser::fault_of_entry(const CallWord& call) const {
  const Token& first = peek();
  const bool named = first.kind == TokenKind::name || first.kind == TokenKind::quoted;
  const std::string_view text = node_.text;
  const std::size_t end = text.find(')', first.offset);
  if (end == std::string_view::npos) {
    return fault_at(named ? peek(1) : first, shape_of(call) + " with its ')'");
  }
  const std::string_view inside = trimmed(text.substr(first.offset, end - first.offset));
  if (inside.empty()) {
    return {first.offset, fmt::format("{}() without a name", call.name), shape_of(call), {}};
  }
  const std::vector<std::string> names = entries_of(call);
  const bool known = std::find(names.begin(), names.end(), inside) != names.end();
  return {first.offset, fmt::format("'{}' is not a plain name", shortened(inside)),
          known
              ? fmt::format("quotes around it: {}(\"{}\")", call.name, inside)
              : fmt::format("the name of a {}, in quotes where it is not a plain name", call.what),
          known ? std::string{} : nearest_name(inside, names)};
}

FormulaFault FormulaParser::fault_of_scope(const Token& word) const {
  return {word.offset,
          fmt::format("'{}' cannot stand {}", word.text, in_place(scope_)),
          one_of(names_that_may_stand(), "numbers only"),
          {}};
}

FormulaFault FormulaParser::fault_of_call(const Token& word) const {
  const std::string& text = word.text;
  if (is_reserved_word(text) || text == "and" || text == "or") return fault_of_language_word(word);
  if (family_named(text)) {
    return {word.offset,
            fmt::format("the distribution '{}' inside a formula", text),
            "numbers: a distribution stands alone; draw it into an attribute or a state first",
            {}};
  }
  if (scope_.symbols.contains(text) || total_named(text) != nullptr) {
    return {word.offset,
            fmt::format("'{}' is a number and not a function", text),
            "an operator between it and '('",
            {}};
  }
  std::vector<std::string> names = function_names();
  for (std::string& name : call_names(scope_.metric)) names.push_back(std::move(name));
  const std::vector<std::string> functions = names;
  for (std::string& name : family_names()) names.push_back(std::move(name));
  return {word.offset, fmt::format("unknown function '{}'", shortened(text)), one_of(functions, {}),
          nearest_name(text, names)};
}

FormulaFault FormulaParser::fault_of_name(const Token& word) const {
  const std::string& text = word.text;
  const CallWord* call = call_named(text);
  const bool out_of_place =
      total_named(text) != nullptr ||
      (call != nullptr && !(call->metric_only ? scope_.metric : scope_.journey));
  if (out_of_place) return fault_of_scope(word);
  if (call != nullptr) {
    return {word.offset, fmt::format("'{}' without a name", text), shape_of(*call), {}};
  }
  if (is_language_word(text)) return fault_of_language_word(word);
  const std::string found = fmt::format("unknown name '{}'", shortened(text));
  if (text == "true") return {word.offset, found, "1 for true", {}};
  if (text == "false") return {word.offset, found, "0 for false", {}};
  const std::vector<std::string> names = names_that_may_stand();
  return {word.offset, found, one_of(names, "a number: no names are known " + in_place(scope_)),
          nearest_name(text, names)};
}

FormulaFault FormulaParser::fault_of_language_word(const Token& word) const {
  const std::string& text = word.text;
  if (const FunctionWord* function = function_named(text)) {
    return {word.offset,
            fmt::format("the function '{}' without operands", text),
            std::string(function->shape),
            {}};
  }
  if (family_named(text)) {
    return {word.offset,
            fmt::format("the distribution '{}' without parameters", text),
            text + "(...) alone",
            {}};
  }
  if (is_reserved_word(text)) {
    return {word.offset,
            fmt::format("the reserved word '{}' does not work yet", text),
            "another name",
            {}};
  }
  if (time_unit_named(text)) {
    return {word.offset,
            fmt::format("the unit '{}' without a number", text),
            "a number before it: 3 " + text,
            {}};
  }
  if (text == "never") {
    return {word.offset,
            fmt::format("'never' cannot stand {}", in_place(scope_)),
            "a time; 'never' stands under 'in' of a race only",
            {}};
  }
  return {word.offset,
          fmt::format("'{}' without a value before it", text),
          fmt::format("a {} b", text == "not" ? "and" : text),
          {}};
}

}  // namespace journeylab
