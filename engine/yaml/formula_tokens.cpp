#include "yaml/formula_tokens.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/clock.h"
#include "yaml/parse_text.h"

namespace journeylab {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Signs that other languages use for what this one writes otherwise.
struct ForeignSign {
  std::string_view sign;
  std::string_view ours;
};
constexpr std::array<ForeignSign, 14> foreign_signs{{
    {"&&", "'and'"},
    {"||", "'or'"},
    {"**", "'^'"},
    {"<>", "'!='"},
    {"!", "'not'"},
    {"≤", "'<='"},
    {"≥", "'>='"},
    {"≠", "'!='"},
    {"×", "'*'"},
    {"·", "'*'"},
    {"÷", "'/'"},
    {"−", "'-'"},
    {"&", "'and'"},
    {"|", "'or'"},
}};

constexpr std::array<std::string_view, 15> signs{"<=", ">=", "==", "!=", "<", ">", "=", "+",
                                                 "-",  "*",  "/",  "^",  "(", ")", ","};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> all() {
    std::vector<Token> tokens;
    while (true) {
      at_ = after_blanks(at_);
      tokens.push_back(next());
      tokens.back().size = at_ - tokens.back().offset;
      if (tokens.back().kind == TokenKind::end) return tokens;
      if (tokens.size() > formula_limits::tokens) {
        throw FormulaFault{
            at_,
            "the formula is too long",
            fmt::format("at most {} names, numbers and signs; a state or an attribute "
                        "can carry a part of it",
                        formula_limits::tokens),
            {}};
      }
    }
  }

 private:
  Token next() {
    if (at_ == text_.size()) return token(TokenKind::end, {});
    const char c = text_[at_];
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) {
      return number();
    }
    if (c == '\'' || c == '"') return quoted();
    if (const std::size_t size = name_size(at_); size > 0) {
      Token name = token(TokenKind::name, text_.substr(at_, size));
      at_ += size;
      return name;
    }
    return sign();
  }

  [[nodiscard]] Token token(TokenKind kind, std::string_view text) const {
    Token made;
    made.kind = kind;
    made.offset = at_;
    made.text = std::string(text);
    return made;
  }

  /// The text from here on, as a message shows it.
  [[nodiscard]] std::string in_quotes(std::size_t end) const {
    return fmt::format("'{}'", shortened(text_.substr(at_, end - at_)));
  }

  Token bad(std::size_t end, std::string found, std::string expected) {
    Token made = token(TokenKind::bad, text_.substr(at_, end - at_));
    made.found = std::move(found);
    made.expected = std::move(expected);
    at_ = end;
    return made;
  }

  [[nodiscard]] std::size_t after_blanks(std::size_t at) const {
    while (at < text_.size() && is_blank(text_[at])) ++at;
    return at;
  }

  [[nodiscard]] std::size_t after_digits(std::size_t at) const {
    while (at < text_.size() && is_digit(text_[at])) ++at;
    return at;
  }

  /// Bytes of the run of name characters, digits included, at an offset.
  [[nodiscard]] std::size_t name_size(std::size_t begin) const {
    std::size_t at = begin;
    while (at < text_.size()) {
      const Character character = character_at(text_, at);
      if (character.size == 0 || !is_name_character(character.code)) break;
      at += character.size;
    }
    return at - begin;
  }

  [[nodiscard]] std::size_t end_of_digits() const {
    std::size_t end = after_digits(at_);
    if (end < text_.size() && text_[end] == '.') end = after_digits(end + 1);
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
      if (exponent < text_.size() && is_digit(text_[exponent])) end = after_digits(exponent);
    }
    return end;
  }

  Token number() {
    const std::size_t end = end_of_digits();
    const std::size_t tail = name_size(end);
    if (tail > 0 && !time_unit_named(text_.substr(end, tail))) {
      return bad(end + tail, in_quotes(end + tail),
                 "a decimal number (0.35, 35%, 2e6), or a number and a unit (12 hours)");
    }
    if (end < text_.size() && text_[end] == '.') {
      return bad(end + 1, in_quotes(end + 1), "a number with one decimal point");
    }
    Token made = token(TokenKind::number, text_.substr(at_, end - at_));
    const std::size_t percent = after_blanks(end);
    made.percent = percent < text_.size() && text_[percent] == '%';
    if (!read_number(made))
      return bad(end, in_quotes(end), "a number of size 1e-307 to 1e308, or 0");
    at_ = made.percent ? percent + 1 : end;
    return made;
  }

  /// A percentage is read as a number with another exponent: 0.1% is the double next to 0.001.
  static bool read_number(Token& made) {
    std::string digits = made.text;
    const bool exponent = digits.find_first_of("eE") != std::string::npos;
    if (made.percent && !exponent) digits += "e-2";
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), made.number);
    if (made.percent && exponent) made.number /= 100.0;
    return error == std::errc{} && end == digits.data() + digits.size();
  }

  Token quoted() {
    const char quote = text_[at_];
    std::string name;
    for (std::size_t end = at_ + 1; end < text_.size(); ++end) {
      if (text_[end] != quote) {
        name += text_[end];
      } else if (end + 1 < text_.size() && text_[end + 1] == quote) {
        name += text_[end++];
      } else {
        Token made = token(TokenKind::quoted, name);
        at_ = end + 1;
        return made;
      }
    }
    return bad(text_.size(), "a quote that is not closed",
               fmt::format("{} at the end of the name", quote));
  }

  Token sign() {
    const std::string_view rest = text_.substr(at_);
    for (const ForeignSign& foreign : foreign_signs) {
      const bool ours = foreign.sign == "!" && rest.starts_with("!=");
      if (rest.starts_with(foreign.sign) && !ours) {
        return bad(at_ + foreign.sign.size(), fmt::format("'{}'", foreign.sign),
                   std::string(foreign.ours));
      }
    }
    for (const std::string_view sign : signs) {
      if (!rest.starts_with(sign)) continue;
      Token made = token(TokenKind::sign, sign);
      at_ += sign.size();
      return made;
    }
    return stray();
  }

  Token stray() {
    const Character character = character_at(text_, at_);
    if (character.size == 0) return bad(at_ + 1, "a byte that is not UTF-8", "text");
    const std::size_t end = at_ + character.size;
    if (text_[at_] == '.') {
      const std::size_t word = end + name_size(end);
      return bad(word, in_quotes(word), "a finite number");
    }
    const bool percent = text_[at_] == '%';
    return bad(end, fmt::format("the character '{}'", text_.substr(at_, character.size)),
               percent ? "a number before '%'" : "a number, a name or an operator");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  if (text.size() > formula_limits::bytes) {
    throw FormulaFault{0,
                       fmt::format("a formula of {} bytes", text.size()),
                       fmt::format("at most {}", formula_limits::bytes),
                       {}};
  }
  return Tokenizer(text).all();
}

std::string in_words(const Token& token) {
  switch (token.kind) {
    case TokenKind::end:
      return "the end of the formula";
    case TokenKind::bad:
      return token.found;
    case TokenKind::quoted:
      return fmt::format("the quoted text '{}'", shortened(token.text));
    default:
      return fmt::format("'{}{}'", shortened(token.text), token.percent ? "%" : "");
  }
}

FormulaFault fault_at(const Token& token, std::string expected) {
  if (token.kind == TokenKind::bad) return {token.offset, token.found, token.expected, {}};
  return {token.offset, in_words(token), std::move(expected), {}};
}

Place place_in(const Node& scalar, std::size_t offset) {
  Place place = scalar.place;
  if (scalar.text_shift < 0) return place;
  const std::string_view before = std::string_view(scalar.text).substr(0, offset);
  place.column += scalar.text_shift + static_cast<int>(count_characters(before));
  return place;
}

Problem problem_at(const Node& scalar, FormulaFault fault) {
  return {.place = place_in(scalar, fault.offset),
          .found = std::move(fault.found),
          .expected = std::move(fault.expected),
          .nearest = std::move(fault.nearest)};
}

std::string_view kind_in_words(const Node& node) noexcept {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "text";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return "";
}

}  // namespace journeylab
