#include "yaml/formula_literals.h"

#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/nearest.h"
#include "yaml/formula_words.h"
#include "yaml/parse_formula.h"
#include "yaml/parse_text.h"

namespace journeylab {
namespace {

constexpr std::string_view number_shape = "a number (0.35, 35%, 2e6)";
constexpr std::string_view duration_shape =
    "a span of time (90 seconds, 12 hours, 3 days, 1 month)";

std::optional<TimeUnit> unit_after(const std::vector<Token>& tokens, std::size_t number) {
  const Token& token = tokens[number + 1];
  if (tokens[number].percent || token.kind != TokenKind::name) return std::nullopt;
  return time_unit_named(token.text);
}

/// A sign, if one stands first, and the token after it.
std::pair<double, std::size_t> read_sign(const std::vector<Token>& tokens) {
  const bool sign = tokens[0].is("-") || tokens[0].is("+");
  return {tokens[0].is("-") ? -1.0 : 1.0, sign ? 1 : 0};
}

Problem not_a_scalar(const Node& node, std::string_view expected) {
  return {.place = node.place,
          .found = std::string(kind_in_words(node)),
          .expected = std::string(expected),
          .nearest = {}};
}

/// The signed literal that is the whole text.
Literal whole_literal(const Node& node, double ticks_per_unit, std::string_view expected) {
  const std::vector<Token> tokens = tokens_of(node.text);
  const auto [sign, at] = read_sign(tokens);
  if (tokens[at].kind != TokenKind::number) throw fault_at(tokens[at], std::string(expected));
  Literal literal = read_literal(tokens, at, ticks_per_unit);
  literal.value *= sign;
  const Token& next = tokens[literal.next];
  if (next.is(",")) {
    throw fault_at(next, "a number with a decimal point and no signs between thousands");
  }
  if (next.kind != TokenKind::end) {
    FormulaFault fault = fault_at(next, std::string(expected) + " alone");
    if (next.kind == TokenKind::name) fault.nearest = nearest_name(next.text, unit_names());
    throw fault;
  }
  return literal;
}

}  // namespace

Literal read_literal(const std::vector<Token>& tokens, std::size_t at, double ticks_per_unit) {
  Literal literal{.value = tokens[at].number, .has_unit = false, .next = at + 1};
  std::optional<TimeUnit> unit = unit_after(tokens, at);
  if (!unit) return literal;
  literal.has_unit = true;
  literal.value = 0.0;
  std::size_t part = at;
  while (unit) {
    literal.value += tokens[part].number * ticks_per(*unit) / ticks_per_unit;
    part += 2;
    unit = tokens[part].kind == TokenKind::number ? unit_after(tokens, part) : std::nullopt;
  }
  literal.next = part;
  if (!std::isfinite(literal.value)) {
    throw FormulaFault{tokens[at].offset, "a span that is too long to count", "a shorter one", {}};
  }
  return literal;
}

double parse_number(const Node& node, std::vector<Problem>& problems) {
  if (node.kind != Node::Kind::scalar) {
    problems.push_back(not_a_scalar(node, number_shape));
    return 0.0;
  }
  try {
    const Literal literal = whole_literal(node, 1.0, number_shape);
    if (!literal.has_unit) return literal.value;
    throw FormulaFault{
        0, fmt::format("the span '{}'", shortened(node.text)), "a number without a unit", {}};
  } catch (FormulaFault& fault) {
    problems.push_back(problem_at(node, std::move(fault)));
    return 0.0;
  }
}

Ticks parse_duration(const Node& node, double ticks_per_unit, std::vector<Problem>& problems) {
  if (node.kind != Node::Kind::scalar) {
    problems.push_back(not_a_scalar(node, duration_shape));
    return 0.0;
  }
  try {
    const Literal literal = whole_literal(node, ticks_per_unit, duration_shape);
    if (literal.value < 0.0) {
      throw FormulaFault{
          0, fmt::format("the negative span '{}'", shortened(node.text)), "0 or more", {}};
    }
    const Ticks ticks = to_ticks(literal.value, ticks_per_unit);
    if (ticks < never) return ticks;
    throw FormulaFault{0,
                       fmt::format("the span '{}' is too long to count", shortened(node.text)),
                       "a shorter one",
                       {}};
  } catch (FormulaFault& fault) {
    problems.push_back(problem_at(node, std::move(fault)));
    return 0.0;
  }
}

}  // namespace journeylab
