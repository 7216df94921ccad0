// A formula's text cut into numbers, names, quoted names and signs. What cannot be cut becomes a
// token that carries its complaint, so that whoever reads past it can say something better.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/document.h"

namespace journeylab {

/// What is wrong with a formula, at a byte of its text. Thrown inside the parsing of one value and
/// turned into a Problem at its border.
struct FormulaFault {
  std::size_t offset = 0;
  std::string found;
  std::string expected;
  std::string nearest;
};

enum class TokenKind : std::uint8_t { number, name, quoted, sign, bad, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;
  std::size_t size = 0;
  std::string text;     ///< of a name, a sign; of a quoted name without its quotes
  double number = 0.0;  ///< of a number, a percentage already as a fraction
  bool percent = false;
  std::string found;     ///< of a bad token
  std::string expected;  ///< of a bad token

  [[nodiscard]] bool is(std::string_view sign) const noexcept {
    return kind == TokenKind::sign && text == sign;
  }
  [[nodiscard]] bool is_word(std::string_view word) const noexcept {
    return kind == TokenKind::name && text == word;
  }
};

/// Bounds that no honest formula comes near. With them a parsed formula is at most about 1,200
/// levels deep, however it is written.
namespace formula_limits {
inline constexpr std::size_t bytes = 10000;
inline constexpr std::size_t tokens = 2000;
inline constexpr int depth = 200;
}  // namespace formula_limits

/// The tokens of a text, the last of kind `end`. Throws FormulaFault where a limit is passed.
[[nodiscard]] std::vector<Token> tokens_of(std::string_view text);

/// A fault with the complaint of a bad token, or else with what stands there.
[[nodiscard]] FormulaFault fault_at(const Token& token, std::string expected);

/// What a token is, in words: "'foo'", "the end".
[[nodiscard]] std::string in_words(const Token& token);

/// The place of a byte of a scalar's text; the scalar's own where the text does not stand as it is.
[[nodiscard]] Place place_in(const Node& scalar, std::size_t offset);

/// The problem of a fault in a scalar.
[[nodiscard]] Problem problem_at(const Node& scalar, FormulaFault fault);

/// What kind of node it is, for "expected a number, found ...": "a list", "a map", "nothing".
[[nodiscard]] std::string_view kind_in_words(const Node& node) noexcept;

}  // namespace journeylab
