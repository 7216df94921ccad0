#include "yaml/empirical_arguments.h"

#include <array>
#include <optional>
#include <vector>

#include "yaml/formula_tokens.h"

namespace journeylab {
namespace {

constexpr std::string_view shape = "empirical(FILE, COLUMN)";

struct Argument {
  std::string text;
  std::size_t offset = 0;
  bool file = false;    ///< named so
  bool column = false;  ///< named so
};

class ArgumentReader {
 public:
  ArgumentReader(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

  std::vector<Argument> all() {
    std::vector<Argument> arguments;
    do {
      arguments.push_back(one());
    } while (take(','));
    if (!take(')')) throw FormulaFault{at_, "a '(' that is not closed", std::string(shape), {}};
    skip_blanks();
    if (at_ < text_.size()) {
      throw FormulaFault{
          at_,
          "text after a distribution",
          "nothing more: a distribution stands alone; draw it into an attribute or a "
          "state first",
          {}};
    }
    return arguments;
  }

 private:
  Argument one() {
    Argument argument;
    argument.file = take_word("file");
    argument.column = !argument.file && take_word("column");
    skip_blanks();
    argument.offset = at_;
    const bool quoted = at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"');
    argument.text = quoted ? quoted_text() : plain_text();
    skip_blanks();
    return argument;
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// Takes `word =`.
  bool take_word(std::string_view word) {
    skip_blanks();
    const std::size_t before = at_;
    if (text_.substr(at_).starts_with(word)) {
      at_ += word.size();
      skip_blanks();
      if (take('=')) return true;
    }
    at_ = before;
    return false;
  }

  std::string quoted_text() {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    std::string name;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] != quote) {
        name += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
        name += text_[at_++];
      } else {
        ++at_;
        return name;
      }
    }
    throw FormulaFault{begin, "a quote that is not closed", std::string(shape), {}};
  }

  std::string plain_text() {
    const std::size_t end = std::min(text_.find_first_of(",)", at_), text_.size());
    std::string name(text_.substr(at_, end - at_));
    at_ = end;
    name.erase(name.find_last_not_of(" \t") + 1);
    return name;
  }

  std::string_view text_;
  std::size_t at_;
};

}  // namespace

EmpiricalArguments empirical_arguments(std::string_view text, std::size_t begin) {
  std::vector<Argument> arguments = ArgumentReader(text, begin).all();
  if (arguments.size() > 2) {
    throw FormulaFault{arguments[2].offset,
                       "a third argument of empirical",
                       std::string(shape) + ", which is not cut off by low and high",
                       {}};
  }
  if (arguments.size() < 2 || arguments[0].text.empty() || arguments[1].text.empty()) {
    throw FormulaFault{begin, "empirical without its file and column", std::string(shape), {}};
  }
  const bool swapped = arguments[0].column && !arguments[1].column;
  if (arguments[0].file == arguments[1].file && arguments[0].column == arguments[1].column &&
      (arguments[0].file || arguments[0].column)) {
    throw FormulaFault{arguments[1].offset, "the same argument twice", std::string(shape), {}};
  }
  const Argument& file = arguments[swapped || arguments[1].file ? 1 : 0];
  const Argument& column = arguments[swapped || arguments[1].file ? 0 : 1];
  return {file.text, column.text, file.offset};
}

}  // namespace journeylab
