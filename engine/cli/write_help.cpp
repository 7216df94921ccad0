// --help: for eyes on a terminal.
#include <algorithm>

#include <fmt/format.h>

#include "cli/manual.h"
#include "report/display_text.h"

namespace journeylab {
namespace {

constexpr std::size_t name_column = 32;

void add_paragraphs(std::string& out, std::string_view text, std::size_t width) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    out += '\n';
    for (const std::string& line : wrapped(text.substr(0, end), width)) out += line + '\n';
    text.remove_prefix(std::min(end + 2, text.size()));
  }
}

// A name and beside it, or below where it is long or the lines are short, its purpose.
void add_item(std::string& out, const std::string& name, const std::string& purpose,
              std::size_t width) {
  const std::size_t column = width < 2 * name_column ? name_column / 4 : name_column;
  const bool beside = name.size() + 2 <= column;
  out += beside ? fmt::format("{:<{}}", name, column) : name + '\n';
  bool first = beside;
  for (const std::string& line : wrapped(purpose, width - column)) {
    out.append(first ? 0 : column, ' ').append(line) += '\n';
    first = false;
  }
}

void add_options(std::string& out, const VerbManual& verb, bool advanced, std::size_t width) {
  bool first = true;
  for (const OptionManual& option : verb.options) {
    if (option.advanced != advanced) continue;
    if (first) out += advanced ? "\nAdvanced:\n" : "\nOptions:\n";
    first = false;
    const std::string letter = option.letter.empty() ? "    " : option.letter + ", ";
    const std::string value = option.value.empty() ? "" : " " + option.value;
    add_item(out, fmt::format("  {}{}{}", letter, option.name, value), option.purpose, width);
  }
}

void add_examples(std::string& out, const VerbManual& verb) {
  out += "\nExamples:\n";
  for (const Example& example : verb.examples) {
    out += fmt::format("  # {}\n  {}\n", example.purpose, example.command);
  }
}

std::string usage_of(const VerbManual& verb) {
  std::string usage = fmt::format("Usage: journeylab {} [OPTIONS]", verb.name);
  for (const ArgumentManual& argument : verb.arguments) {
    usage += argument.required ? " " + argument.name : " [" + argument.name + "]";
  }
  return usage;
}

}  // namespace

std::string write_verb_help(const VerbManual& verb, std::size_t width) {
  std::string out = usage_of(verb) + '\n';
  add_paragraphs(out, verb.question, width);
  if (!verb.arguments.empty()) out += '\n';
  for (const ArgumentManual& argument : verb.arguments) {
    add_item(out, "  " + argument.name, argument.purpose, width);
  }
  add_options(out, verb, false, width);
  add_options(out, verb, true, width);
  add_paragraphs(out, verb.note, width);
  add_examples(out, verb);
  return out;
}

std::string write_help(const Manual& manual, std::size_t width) {
  std::string out = "Usage: journeylab VERB [OPTIONS] ...\n";
  add_paragraphs(out, manual.whole.question, width);
  out += "\nVerbs:\n";
  for (const VerbManual& verb : manual.verbs) {
    const std::size_t column = 14;
    out += fmt::format("{:<{}}", "  " + verb.name, column);
    bool first = true;
    for (const std::string& line : wrapped(verb.question, width - column)) {
      out.append(first ? 0 : column, ' ').append(line) += '\n';
      first = false;
    }
  }
  add_options(out, manual.whole, false, width);
  add_paragraphs(out, manual.whole.note, width);
  add_examples(out, manual.whole);
  return out;
}

}  // namespace journeylab
