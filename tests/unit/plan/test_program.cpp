#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

#include "plan/program.h"
#include "yaml/parse_formula.h"

namespace journeylab {
namespace {

// A formula over one attribute x, one state y and one segment parameter p (1 and 2 in two
// segments).
class Formulas {
 public:
  Formulas() {
    names_.attributes = {"x"};
    names_.state = {"y"};
    names_.parameters = {"p"};
    names_.assumptions = {"a"};
    scope_.names = &names_;
    scope_.symbols = {{"x", {Operation::attribute, 0}},
                      {"y", {Operation::state, 0}},
                      {"p", {Operation::parameter, 0}},
                      {"a", {Operation::assumption, 0}}};
    scope_.journey = true;
    scope_.ticks_per_unit = ticks_per(TimeUnit::day);
    layout_.attributes = {0};
    layout_.state = {1};
    layout_.clock = 2;
    layout_.count = 3;
    context_.layout = &layout_;
    context_.ticks_per_unit = scope_.ticks_per_unit;
    context_.assumptions = {0.25};
    context_.parameters = {{1.0}, {2.0}};
  }

  Program program(const std::string& text) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = text;
    std::vector<Problem> problems;
    const Expression formula = parse_formula(node, scope_, problems);
    INFO(text);
    REQUIRE(problems.empty());
    return lower(formula, context_);
  }

  double operator()(const std::string& text, double x = 0.0, double y = 0.0,
                    std::uint32_t segment = 0) {
    const std::vector<double> columns{x, y, 2 * ticks_per(TimeUnit::day)};
    return evaluate(program(text), columns.data(), segment);
  }

 private:
  Names names_;
  FormulaScope scope_;
  ColumnLayout layout_;
  FormulaContext context_;
};

}  // namespace

TEST_CASE("formulas mean what arithmetic says", "[plan]") {
  Formulas value;
  CHECK(value("1 + 2 * 3 ^ 2") == 19.0);
  CHECK(value("-2 ^ 2") == -4.0);
  CHECK(value("2 ^ 3 ^ 2") == 512.0);
  CHECK(value("7 - 2 - 1") == 4.0);
  CHECK(value("x * y - p", 3.0, 4.0, 1) == 10.0);
  CHECK(value("min(x, y, p)", 3.0, 0.5) == 0.5);
  CHECK(value("max(x, 2, y)", 3.0, 0.5) == 3.0);
  CHECK(value("clamp(x, 0, 1)", 3.0) == 1.0);
  CHECK(value("floor(x) + ceil(y)", 1.7, 1.2) == 3.0);
  CHECK(value("if(x > 1, 10, 20)", 1.0) == 20.0);
  CHECK(value("time + 12 hours") == 2.5);
  CHECK(value("a * 4") == 1.0);
  CHECK(value("logistic(x)", 0.0) == 0.5);
  CHECK(value("logit(logistic(x))", 0.3) == Approx(0.3).epsilon(1e-14));
  CHECK(value("exp(log(x)) * sqrt(y)", 2.0, 9.0) == Approx(6.0).epsilon(1e-15));
  CHECK(value("not x or y and 1", 0.0, 0.0) == 1.0);
  CHECK(value("x != 0 and y == 0", 1.0, 0.0) == 1.0);
}

TEST_CASE("what depends on the segment alone is computed when compiling", "[plan]") {
  Formulas formulas;
  CHECK(formulas.program("p * 2 + a").is_by_segment());
  CHECK(formulas.program("p * 2 + a").code.empty());
  CHECK(formulas.program("3 days").result.kind == OperandKind::constant);
  CHECK_FALSE(formulas.program("p * x").is_by_segment());
}

TEST_CASE("what has no value travels through all that looks at it", "[plan]") {
  Formulas value;
  CHECK(std::isnan(value("log(x)", -1.0)));
  CHECK(std::isnan(value("log(x) > 0", -1.0)));
  CHECK(std::isnan(value("not log(x)", -1.0)));
  CHECK(std::isnan(value("min(1, log(x))", -1.0)));
  CHECK(std::isnan(value("clamp(x, 2, 1)", 0.0)));
  CHECK(std::isnan(value("if(log(x), 1, 2)", -1.0)));
}

TEST_CASE("a branch that is not taken and an operand that is not needed cannot fail", "[plan]") {
  Formulas value;
  CHECK(value("if(x > 0, log(x), 7)", -1.0) == 7.0);
  CHECK(value("x > 0 and log(x) > 0", -1.0) == 0.0);
  CHECK(value("x < 0 or log(x) > 0", -1.0) == 1.0);
}

TEST_CASE("what is bounded is proven finite, and nothing else", "[plan]") {
  ColumnLayout layout;
  layout.revenue = 0;
  layout.contacts = 1;
  layout.state = {2};
  layout.goal_first = {3};
  const auto column = [](ColumnIndex index) {
    return Operand{.kind = OperandKind::column, .index = index, .value = 0.0};
  };
  const auto number = [](double value) {
    return Operand{.kind = OperandKind::constant, .index = 0, .value = value};
  };
  const auto is_finite = [&](Operation operation, const Operand& a, const Operand& b) {
    Program program;
    program.code.push_back({.operation = operation, .a = a, .b = b, .c = {}, .result = 0});
    program.result = {.kind = OperandKind::scratch, .index = 0, .value = 0.0};
    return is_surely_finite(program, layout);
  };
  CHECK(is_finite(Operation::subtract, column(0), column(1)));
  CHECK(is_finite(Operation::multiply, column(0), number(1e200)));
  CHECK(is_finite(Operation::greater, column(1), number(3.0)));
  CHECK_FALSE(is_finite(Operation::multiply, column(0), number(1e280)));
  CHECK_FALSE(is_finite(Operation::multiply, number(0.0), column(3)));  // zero times infinity
  CHECK_FALSE(is_finite(Operation::add, column(0), column(2)));
  CHECK_FALSE(is_finite(Operation::add, column(3), number(0.0)));
  CHECK_FALSE(is_finite(Operation::divide, column(0), column(1)));
  CHECK_FALSE(is_finite(Operation::add, column(0), number(std::nan(""))));
  CHECK_FALSE(is_finite(Operation::greater, column(2), number(0.0)));
  CHECK_FALSE(is_finite(Operation::logarithm, column(0), number(0.0)));
}

}  // namespace journeylab
