// The manual page, for man: roff with the macros of man(7).
#include <algorithm>

#include <fmt/format.h>

#include "cli/manual.h"
#include "cli/version.h"
#include "report/display_text.h"

namespace journeylab {
namespace {

// A line that roff takes as it stands: no escapes, no request at its beginning.
std::string plain(std::string_view text) {
  std::string out = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// Lines of a paragraph that stay short with their escapes.
std::string filled(std::string_view text) {
  constexpr std::size_t width = 72;
  std::string out;
  for (const std::string& line : wrapped(text, width)) out += plain(line) + '\n';
  return out;
}

void add_paragraphs(std::string& out, std::string_view text) {
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    if (!first) out += ".PP\n";
    out += filled(text.substr(0, end));
    first = false;
    text.remove_prefix(std::min(end + 2, text.size()));
  }
}

void add_option(std::string& out, const OptionManual& option) {
  const std::string letter = option.letter.empty() ? "" : plain(option.letter) + "\\fR, \\fB";
  const std::string value = option.value.empty() ? "" : " \\fI" + plain(option.value) + "\\fR";
  out += fmt::format(".TP\n\\fB{}{}\\fR{}\n{}", letter, plain(option.name), value,
                     filled(option.purpose));
}

// Commands as they are on a machine where the program is installed.
void add_examples(std::string& out, const VerbManual& verb, bool after_heading) {
  constexpr std::string_view script = "scripts/journeylab";
  bool first = true;
  for (const Example& example : verb.examples) {
    if (!first || !after_heading) out += ".PP\n";
    first = false;
    std::string command(example.command);
    const std::size_t at = command.find(script);
    if (at != std::string::npos) command.replace(at, script.size(), "journeylab");
    out +=
        fmt::format("{}:\n.PP\n.nf\n.RS 4\n{}\n.RE\n.fi\n", plain(example.purpose), plain(command));
  }
}

void add_verb(std::string& out, const VerbManual& verb) {
  out += fmt::format(".SS journeylab {} [\\fIOPTIONS\\fR]", verb.name);
  for (const ArgumentManual& argument : verb.arguments) {
    const std::string name = fmt::format("\\fI{}\\fR", argument.name);
    out += argument.required ? " " + name : " [" + name + "]";
  }
  out += '\n';
  add_paragraphs(out, verb.question);
  for (const ArgumentManual& argument : verb.arguments) {
    out += fmt::format(".TP\n\\fI{}\\fR\n{}", argument.name, filled(argument.purpose));
  }
  for (const OptionManual& option : verb.options) add_option(out, option);
  if (!verb.note.empty()) {
    out += ".PP\n";
    add_paragraphs(out, verb.note);
  }
  add_examples(out, verb, false);
}

}  // namespace

std::string write_manual_page(const Manual& manual) {
  std::string out = fmt::format(".TH JOURNEYLAB 1 \"{}\" \"journeylab {}\" \"User Commands\"\n",
                                release_date, version);
  out += fmt::format(".SH NAME\njourneylab \\- {}\n", plain(manual.whole.question));
  out += ".SH SYNOPSIS\n\\fBjourneylab\\fR \\fIVERB\\fR [\\fIOPTIONS\\fR] ...\n";
  out += ".SH OPTIONS\n";
  for (const OptionManual& option : manual.whole.options) add_option(out, option);
  out += ".SH VERBS\n";
  for (const VerbManual& verb : manual.verbs) add_verb(out, verb);
  out += ".SH EXIT STATUS AND ENVIRONMENT\n";
  add_paragraphs(out, manual.whole.note);
  out += ".SH FILES\n.TP\n\\fIPREFIX\\fR/share/journeylab/scenarios\n" +
         filled(
             "The scenarios, the data and the schemas of the examples, which work as typed in "
             "PREFIX/share/journeylab; a program that was built in a clone has them in its root.");
  out += ".SH EXAMPLES\n";
  add_examples(out, manual.whole, true);
  return out;
}

}  // namespace journeylab
