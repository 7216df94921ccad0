#include "yaml/formula_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "yaml/formula_literals.h"

namespace journeylab {
namespace {

// Levels of the operators, the loosest first. Comparisons are not chained; `^` binds to the right.
constexpr int level_or = 1;
constexpr int level_and = 2;
constexpr int level_not = 3;
constexpr int level_comparison = 4;
constexpr int level_sum = 5;
constexpr int level_product = 6;
constexpr int level_sign = 7;
constexpr int level_power = 8;

struct BinaryOperator {
  std::string_view text;
  Operation operation;
  int level;
};

constexpr std::array<BinaryOperator, 13> binary_operators{{
    {"or", Operation::logical_or, level_or},
    {"and", Operation::logical_and, level_and},
    {"<", Operation::less, level_comparison},
    {"<=", Operation::less_equal, level_comparison},
    {">", Operation::greater, level_comparison},
    {">=", Operation::greater_equal, level_comparison},
    {"==", Operation::equal, level_comparison},
    {"!=", Operation::not_equal, level_comparison},
    {"+", Operation::add, level_sum},
    {"-", Operation::subtract, level_sum},
    {"*", Operation::multiply, level_product},
    {"/", Operation::divide, level_product},
    {"^", Operation::power, level_power},
}};

const BinaryOperator* binary_operator(const Token& token) {
  const bool can_be = token.kind == TokenKind::sign || token.kind == TokenKind::name;
  if (!can_be) return nullptr;
  const auto found = std::find_if(binary_operators.begin(), binary_operators.end(),
                                  [&](const BinaryOperator& op) { return op.text == token.text; });
  return found == binary_operators.end() ? nullptr : &*found;
}

Problem not_a_value(const Node& node, std::string_view expected) {
  return {.place = node.place,
          .found = std::string(kind_in_words(node)),
          .expected = std::string(expected),
          .nearest = {}};
}

}  // namespace

const Token& FormulaParser::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Expression FormulaParser::made(Operation operation, std::size_t offset) const {
  Expression expression;
  expression.operation = operation;
  expression.place = place_in(node_, offset);
  return expression;
}

void FormulaParser::take_sign(std::string_view sign, const std::string& expected) {
  if (!peek().is(sign)) throw fault_after_operand(expected);
  ++at_;
}

Expression FormulaParser::formula() {
  if (at_distribution()) {
    throw FormulaFault{peek().offset,
                       fmt::format("the distribution '{}' cannot stand here", peek().text),
                       "a formula; a distribution is drawn into an attribute or a state first",
                       {}};
  }
  if (peek().kind == TokenKind::end) {
    throw FormulaFault{0, "an empty text", "a number or a formula", {}};
  }
  Expression expression = parse(0);
  expect_end(false);
  expression.text = node_.text;
  return expression;
}

Value FormulaParser::value() {
  if (!at_distribution()) return formula();
  Distribution drawn = distribution();
  expect_end(true);
  drawn.place = node_.place;
  drawn.text = node_.text;
  return drawn;
}

Expression FormulaParser::parse(int lowest) {
  if (++depth_ > formula_limits::depth) {
    throw FormulaFault{peek().offset,
                       "the formula is nested too deep",
                       fmt::format("at most {} levels", formula_limits::depth),
                       {}};
  }
  Expression left = operand(lowest);
  for (const BinaryOperator* op = binary_operator(peek()); op != nullptr && op->level >= lowest;
       op = binary_operator(peek())) {
    const Token& sign = take();
    Expression whole = made(op->operation, 0);
    whole.place = left.place;
    whole.operands.push_back(std::move(left));
    whole.operands.push_back(parse(op->level == level_power ? op->level : op->level + 1));
    left = std::move(whole);
    const BinaryOperator* next = binary_operator(peek());
    if (op->level == level_comparison && next != nullptr && next->level == level_comparison) {
      throw FormulaFault{peek().offset,
                         fmt::format("a second comparison '{}' after '{}'", next->text, sign.text),
                         "one comparison; several are joined by 'and' (a < b and b < c)",
                         {}};
    }
  }
  --depth_;
  return left;
}

Expression FormulaParser::operand(int lowest) {
  const Token& first = peek();
  if (first.is("-")) {
    ++at_;
    Expression inner = parse(level_sign);
    Expression negated = made(Operation::negate, first.offset);
    if (const double* number = literal(inner)) {
      negated.operation = Operation::number;
      negated.number = -*number;
    } else {
      negated.operands.push_back(std::move(inner));
    }
    return negated;
  }
  if (first.is_word("not")) {
    if (lowest > level_not) throw fault_at(first, "parentheses around 'not ...' here");
    ++at_;
    Expression negated = made(Operation::logical_not, first.offset);
    negated.operands.push_back(parse(level_not));
    return negated;
  }
  return primary();
}

Expression FormulaParser::primary() {
  const Token& token = peek();
  if (token.kind == TokenKind::number) return number();
  if (token.kind == TokenKind::name) return name();
  if (token.is("(")) {
    ++at_;
    Expression inner = parse(0);
    take_sign(")", "an operator, or ')' for the '(' that is open");
    return inner;
  }
  if (token.kind == TokenKind::quoted) {
    throw fault_at(token, "a number or a name; quotes are for names inside visits(), count(), ...");
  }
  throw fault_at(token, "a number, a name or '('");
}

Expression FormulaParser::number() {
  const std::size_t offset = peek().offset;
  const Literal read = read_literal(tokens_, at_, scope_.ticks_per_unit);
  at_ = read.next;
  return constant(read.value, place_in(node_, offset));
}

void FormulaParser::expect_end(bool after_distribution) {
  const Token& token = peek();
  if (token.kind == TokenKind::end) return;
  if (after_distribution && token.kind != TokenKind::bad) {
    throw FormulaFault{token.offset,
                       fmt::format("{} after a distribution", in_words(token)),
                       "nothing more: a distribution stands alone; draw it into an attribute or a "
                       "state first",
                       {}};
  }
  throw fault_of_rest();
}

FormulaFault FormulaParser::fault_after_operand(const std::string& otherwise) const {
  const Token& token = peek();
  if (token.is("=")) return fault_at(token, "'==' to compare");
  if (token.kind != TokenKind::name) return fault_at(token, otherwise);
  if (const auto unit = time_unit_named(token.text)) {
    return fault_at(token,
                    fmt::format("a unit only right after a number: ... * 1 {}", name_of(*unit)));
  }
  FormulaFault fault = fault_at(token, otherwise);
  const bool after_number = at_ > 0 && tokens_[at_ - 1].kind == TokenKind::number;
  if (after_number) fault.nearest = nearest_name(token.text, unit_names());
  return fault;
}

FormulaFault FormulaParser::fault_of_rest() const {
  const Token& token = peek();
  if (token.is(")")) return {token.offset, "a ')' without its '('", {}, {}};
  if (token.is(",")) return {token.offset, "a comma outside of a function", {}, {}};
  return fault_after_operand("an operator (+ - * / ^, a comparison, 'and', 'or') or the end");
}

Expression parse_formula(const Node& node, const FormulaScope& scope,
                         std::vector<Problem>& problems) {
  if (node.kind != Node::Kind::scalar) {
    problems.push_back(not_a_value(node, "a number or a formula"));
    return constant(0.0, node.place);
  }
  try {
    return FormulaParser(node, scope).formula();
  } catch (FormulaFault& fault) {
    problems.push_back(problem_at(node, std::move(fault)));
    return constant(0.0, node.place);
  }
}

Value parse_value(const Node& node, const FormulaScope& scope, std::vector<Problem>& problems) {
  if (node.kind != Node::Kind::scalar) {
    problems.push_back(not_a_value(node, "a number, a formula or a distribution"));
    return constant(0.0, node.place);
  }
  try {
    return FormulaParser(node, scope).value();
  } catch (FormulaFault& fault) {
    problems.push_back(problem_at(node, std::move(fault)));
  } catch (const InputError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
  }
  return constant(0.0, node.place);
}

}  // namespace journeylab
