// The grammar of formulas: operators by precedence, calls, names with their meaning, and
// distributions, which stand alone. One parser reads one value and throws FormulaFault at the first
// thing that is wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/formula_tokens.h"
#include "yaml/formula_words.h"
#include "yaml/parse_formula.h"

namespace journeylab {

/// The parser of one scalar. Node and scope must outlive it.
class FormulaParser {
 public:
  FormulaParser(const Node& node, const FormulaScope& scope)
      : node_(node), scope_(scope), tokens_(tokens_of(node.text)) {}

  /// The whole text as a formula.
  [[nodiscard]] Expression formula();
  /// The whole text as a formula or a distribution.
  [[nodiscard]] Value value();

 private:
  // Operators (formula_parser.cpp).
  Expression parse(int lowest);
  Expression operand(int lowest);
  Expression primary();
  Expression number();
  void expect_end(bool after_distribution);
  [[nodiscard]] FormulaFault fault_of_rest() const;
  [[nodiscard]] FormulaFault fault_after_operand(const std::string& otherwise) const;

  // Names and calls (formula_names.cpp).
  Expression name();
  Expression name_alone(const Token& word);
  Expression function_call(const FunctionWord& function, const Token& word);
  Expression dictionary_call(const CallWord& call, const Token& word);
  [[nodiscard]] Expression entry_of(const CallWord& call, const Token& word,
                                    const Token& entry) const;

  // What is wrong with a name that means nothing where it stands (formula_faults.cpp).
  [[nodiscard]] FormulaFault fault_of_entry(const CallWord& call) const;
  [[nodiscard]] FormulaFault fault_of_unknown_entry(const CallWord& call, const Token& entry) const;
  [[nodiscard]] FormulaFault fault_of_call(const Token& word) const;
  [[nodiscard]] FormulaFault fault_of_name(const Token& word) const;
  [[nodiscard]] FormulaFault fault_of_language_word(const Token& word) const;
  [[nodiscard]] FormulaFault fault_of_scope(const Token& word) const;
  [[nodiscard]] std::vector<std::string> entries_of(const CallWord& call) const;
  [[nodiscard]] std::vector<std::string> names_that_may_stand() const;

  // Distributions (formula_distribution.cpp).
  struct Parameter {
    std::string name;
    std::size_t offset;
    Expression value;
  };
  [[nodiscard]] bool at_distribution() const;
  Distribution distribution();
  std::vector<Parameter> parameters(Family family);
  Distribution empirical(const Token& word);
  [[nodiscard]] static Form form_of(Family family, const Token& word,
                                    const std::vector<Parameter>& given);
  static void check_constants(const Distribution& drawn, const Token& word);

  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
  const Token& take() { return tokens_[at_++]; }
  void take_sign(std::string_view sign, const std::string& expected);
  [[nodiscard]] Expression made(Operation operation, std::size_t offset) const;

  const Node& node_;
  const FormulaScope& scope_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool in_distribution_ = false;
};

}  // namespace journeylab
