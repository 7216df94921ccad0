#include "yaml/parse_document.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "yaml/parse_events.h"
#include "yaml/parse_syntax.h"
#include "yaml/parse_text.h"

namespace journeylab {
namespace {

/// Where the parser stumbles over the ':' of a line because the line above it has none: that line.
std::optional<std::size_t> line_without_colon(std::string_view message, const LineTable& lines,
                                              std::size_t line) {
  constexpr std::string_view stumble = "illegal map value";
  if (!message.starts_with(stumble) || line == 0) return std::nullopt;
  const std::string_view above = lines.line(line - 1);
  const std::size_t begin = above.find_first_not_of(' ');
  const bool text = begin != std::string_view::npos && above[begin] != '#' && above[begin] != '-';
  if (!text || above.find(':') != std::string_view::npos) return std::nullopt;
  return line - 1;
}

Problem syntax_problem(const YAML::Exception& error, DocumentBuilder& builder,
                       const LineTable& lines) {
  const auto line = static_cast<std::size_t>(std::max(0, error.mark.line));
  SyntaxWords words = syntax_words(error.msg, lines.line(line));
  if (const std::optional<std::size_t> above = line_without_colon(error.msg, lines, line)) {
    const std::size_t indent = lines.line(*above).find_first_not_of(' ');
    Place place = builder.place_of(error.mark);
    place.line = static_cast<int>(*above) + 1;
    place.column = static_cast<int>(indent) + 1;
    return {.place = std::move(place),
            .found = "a line without ':'",
            .expected = "'key: value'",
            .nearest = {}};
  }
  return {.place = builder.place_of(error.mark),
          .found = std::move(words.found),
          .expected = std::move(words.expected),
          .nearest = {}};
}

/// Feeds every document of the text to the builder, which refuses a second one.
void parse_all(const std::string& text, DocumentBuilder& builder) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
}

[[noreturn]] void refuse(std::vector<Problem> problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  throw InputError(std::move(problems));
}

}  // namespace

Node parse_document(std::string_view text, const std::string& file) {
  if (text.size() > document_limits::bytes) {
    throw InputError(Problem{.place = {file, 0, 0, {}},
                             .found = fmt::format("the file has {} bytes", text.size()),
                             .expected = fmt::format("at most {}", document_limits::bytes),
                             .nearest = {}});
  }
  const std::string plain = with_plain_line_ends(text);
  std::vector<Problem> problems;
  if (!check_characters(plain, file, problems)) refuse(std::move(problems));
  LineTable lines(plain);
  DocumentBuilder builder(lines, file);
  std::vector<Problem> last;
  try {
    parse_all(plain, builder);
  } catch (const YAML::Exception& error) {
    last.push_back(syntax_problem(error, builder, lines));
  } catch (const InputError& error) {
    last = error.problems();
  }
  problems = builder.take_problems();
  problems.insert(problems.end(), last.begin(), last.end());
  if (!problems.empty()) refuse(std::move(problems));
  Node root = builder.take_root();
  if (root.place.line == 0) root.place = {file, 1, 1, {}};
  return root;
}

}  // namespace journeylab
