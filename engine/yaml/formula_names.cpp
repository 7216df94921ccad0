#include <algorithm>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "yaml/formula_parser.h"

namespace journeylab {
namespace {

std::optional<std::uint32_t> index_in(const Names* names,
                                      std::vector<std::string> Names::*dictionary,
                                      std::string_view name) {
  if (names == nullptr) return std::nullopt;
  const std::vector<std::string>& entries = names->*dictionary;
  const auto found = std::find(entries.begin(), entries.end(), name);
  if (found == entries.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - entries.begin());
}

}  // namespace

Expression FormulaParser::name() {
  const Token& word = take();
  if (!peek().is("(")) return name_alone(word);
  if (const FunctionWord* function = function_named(word.text)) {
    return function_call(*function, word);
  }
  if (const CallWord* call = call_named(word.text)) return dictionary_call(*call, word);
  throw fault_of_call(word);
}

Expression FormulaParser::name_alone(const Token& word) {
  const auto symbol = scope_.symbols.find(word.text);
  if (symbol != scope_.symbols.end()) {
    Expression expression = made(symbol->second.operation, word.offset);
    expression.index = symbol->second.index;
    return expression;
  }
  const TotalWord* total = total_named(word.text);
  if (total != nullptr && scope_.journey) return made(total->operation, word.offset);
  if (word.text == "never" && scope_.allows_never && !in_distribution_) {
    return constant(never, place_in(node_, word.offset));
  }
  throw fault_of_name(word);
}

Expression FormulaParser::function_call(const FunctionWord& function, const Token& word) {
  Expression call = made(function.operation, word.offset);
  take_sign("(", "'('");
  if (!peek().is(")")) call.operands.push_back(parse(0));
  while (peek().is(",")) {
    ++at_;
    call.operands.push_back(parse(0));
  }
  take_sign(")", fmt::format("an operator, ',' or ')' for the '(' of {}", function.name));
  const std::size_t count = call.operands.size();
  if (count < function.least || (function.most > 0 && count > function.most)) {
    const std::string_view more = function.most == 0 ? " or more" : "";
    throw FormulaFault{
        word.offset,
        fmt::format("{} with {} operand{}", function.name, count, count == 1 ? "" : "s"),
        fmt::format("{}{}: {}", function.least, more, function.shape),
        {}};
  }
  return call;
}

Expression FormulaParser::dictionary_call(const CallWord& call, const Token& word) {
  const bool allowed = call.metric_only ? scope_.metric : scope_.journey;
  if (!allowed) throw fault_of_scope(word);
  take_sign("(", "'('");
  const Token& entry = peek();
  const bool named = entry.kind == TokenKind::name || entry.kind == TokenKind::quoted;
  if (!named || !peek(1).is(")")) throw fault_of_entry(call);
  at_ += 2;
  return entry_of(call, word, entry);
}

// A name that is both a touchpoint and a channel means the touchpoint; whether that is ambiguous is
// known only to the reader of the whole scenario, which reports it.
Expression FormulaParser::entry_of(const CallWord& call, const Token& word,
                                   const Token& entry) const {
  Expression expression = made(call.operation, word.offset);
  std::optional<std::uint32_t> index = index_in(scope_.names, call.dictionary, entry.text);
  if (!index && call.operation == Operation::contacts_touchpoint) {
    index = index_in(scope_.names, &Names::channels, entry.text);
    expression.operation = Operation::contacts_channel;
  }
  if (!index) throw fault_of_unknown_entry(call, entry);
  expression.index = *index;
  return expression;
}

}  // namespace journeylab
