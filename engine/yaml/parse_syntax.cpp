#include "yaml/parse_syntax.h"

#include <array>

#include <fmt/format.h>

namespace journeylab {
namespace {

struct Wording {
  std::string_view message;  ///< what the library's message begins with
  std::string_view found;
  std::string_view expected;
};

constexpr std::string_view text_in_quotes =
    "text that begins with a special character or holds ': ' or ' #' in quotes";

// The messages of yaml-cpp 0.7 (exceptions.h) that a file can provoke.
constexpr std::array<Wording, 21> wordings{{
    {"end of map not found", "this does not fit what stands above it",
     "'key: value', indented as the other keys of its group"},
    {"end of sequence not found", "this does not fit the list above it",
     "'- item', indented as the other items"},
    {"end of map flow not found", "a '{' is not closed, or a comma is missing before this",
     "',' between members and '}' at the end"},
    {"end of sequence flow not found", "a '[' is not closed, or a comma is missing before this",
     "',' between items and ']' at the end"},
    {"illegal map value", "a ':' that belongs to no key",
     "one 'key: value' in a line; text that holds ': ' in quotes"},
    {"illegal map key", "a key cannot begin here", "'key: value' on a line of its own"},
    {"illegal block entry", "a list item cannot begin here", "'- item' on a line of its own"},
    {"illegal flow end", "a closing bracket without an opening one", {}},
    {"illegal tab", "a tab in the indentation", "spaces"},
    {"illegal EOF in scalar", "a quote is not closed", "the same quote at the end of the text"},
    {"illegal document indicator", "a quote is not closed before the document ends",
     "the same quote at the end of the text"},
    {"illegal character in scalar", "text cannot begin with this character", text_in_quotes},
    {"unknown token", "text cannot begin with this character", text_in_quotes},
    {"unknown escape character", "an unknown escape after '\\' in double quotes",
     "'\\\\' for a backslash, or single quotes"},
    {"bad character found while scanning hex", "a broken \\x or \\u escape in double quotes",
     "hexadecimal digits"},
    {"invalid unicode", "a \\u escape that is no character", "a character's number"},
    {"the referenced anchor is not defined", "an alias without its anchor",
     "'&name' at a value above this; text that begins with '*' in quotes"},
    {"alias not found", "a '*' without a name", text_in_quotes},
    {"anchor not found", "a '&' without a name", text_in_quotes},
    {"cannot assign the same alias", "one value with two anchors", "one anchor"},
    {"cannot set zero indentation", "a block of text cannot be indented by 0", "1 to 9"},
}};

bool indented_with_tab(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  return line.substr(0, begin).find('\t') != std::string_view::npos;
}

}  // namespace

SyntaxWords syntax_words(std::string_view message, std::string_view line) {
  if (indented_with_tab(line)) return {"a tab in the indentation", "spaces"};
  for (const Wording& wording : wordings) {
    if (message.starts_with(wording.message)) {
      return {std::string(wording.found), std::string(wording.expected)};
    }
  }
  return {fmt::format("this is not YAML ({})", message), "YAML as the language page shows it"};
}

}  // namespace journeylab
