// What the tests of formulas share: a small scenario's names, a scope, and trees as text.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "yaml/parse_formula.h"

namespace formula_setup {

using namespace journeylab;

inline Names sample_names() {
  Names names;
  names.touchpoints = {"email", "sms"};
  names.channels = {"email", "web"};
  names.steps = {"start", "email1", "follow-up", "2nd step", "it's"};
  names.goals = {"buy", "größe kaufen"};
  names.statuses = {"lost", "churned"};
  return names;
}

/// A scope in which everything but `never` may stand; time in days.
inline FormulaScope sample_scope(const Names& names) {
  FormulaScope scope;
  scope.names = &names;
  scope.symbols = {{"open", {Operation::parameter, 0}},
                   {"reopen", {Operation::parameter, 1}},
                   {"größe", {Operation::attribute, 2}},
                   {"возраст_2", {Operation::state, 3}},
                   {"uplift", {Operation::assumption, 4}}};
  scope.journey = true;
  scope.metric = true;
  scope.ticks_per_unit = ticks_per(TimeUnit::day);
  scope.where = "a metric";
  return scope;
}

inline Node scalar(const std::string& text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  node.place = {"f.yaml", 3, 11, "a.b"};
  return node;
}

/// "name" of an operation with its operands in prefix form: (add 1 (multiply 2 3)).
inline std::string tree(const Expression& expression) {
  static const std::vector<std::string> names{
      "number",     "parameter", "attribute", "state",    "assumption", "time",  "contacts",
      "touchpoint", "channel",   "revenue",   "cost",     "visits",     "count", "ended",
      "first",      "neg",       "+",         "-",        "*",          "/",     "^",
      "<",          "<=",        ">",         ">=",       "==",         "!=",    "and",
      "or",         "not",       "min",       "max",      "abs",        "exp",   "log",
      "sqrt",       "floor",     "ceil",      "logistic", "logit",      "clamp", "if"};
  if (expression.operation == Operation::number) return fmt::format("{}", expression.number);
  const auto kind = static_cast<std::size_t>(expression.operation);
  const std::string& name = names.at(kind);
  if (expression.operands.empty()) {
    const bool plain =
        expression.operation == Operation::time || expression.operation == Operation::contacts ||
        expression.operation == Operation::revenue || expression.operation == Operation::cost;
    return plain ? name : fmt::format("{}{}", name, expression.index);
  }
  std::string text = "(" + name;
  for (const Expression& operand : expression.operands) {
    text += ' ';
    text += tree(operand);
  }
  return text + ')';
}

/// The tree of a formula, or what was wrong with it.
inline std::string parsed(const std::string& text) {
  const Names names = sample_names();
  std::vector<Problem> problems;
  const Expression expression = parse_formula(scalar(text), sample_scope(names), problems);
  return problems.empty() ? tree(expression) : describe(problems.front());
}

/// The one problem of a value as "column: found; expected ...; did you mean ...", columns from 1 at
/// the value's first character; empty if there is none.
inline std::string complaint(const std::string& text, const FormulaScope& scope) {
  std::vector<Problem> problems;
  (void)parse_value(scalar(text), scope, problems);
  if (problems.empty()) return {};
  Problem problem = problems.front();
  const int column = problem.place.column - 10;
  const std::string rest = describe(Problem{.severity = problem.severity,
                                            .place = {},
                                            .found = problem.found,
                                            .expected = problem.expected,
                                            .nearest = problem.nearest});
  return fmt::format("{}: {}{}", column, rest.substr(7), problems.size() > 1 ? " (and more)" : "");
}

inline std::string complaint(const std::string& text) {
  const Names names = sample_names();
  return complaint(text, sample_scope(names));
}

}  // namespace formula_setup
