// What the program can be asked, as data: made from the parsers of the command line themselves, so
// that --help, the manual page and the completions of shells say what is parsed and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/examples.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace journeylab {

struct ArgumentManual {
  std::string name;  ///< "SCENARIO"
  std::string purpose;
  bool required = false;
};

struct OptionManual {
  std::string letter;  ///< "-o"; empty: none
  std::string name;    ///< "--output"
  std::string value;   ///< what stands for its value, as "FILE.html"; empty: it takes none
  std::vector<std::string> words;  ///< values that can be completed; empty: any
  std::string purpose;
  bool repeats = false;
  bool advanced = false;
};

struct VerbManual {
  std::string name;
  std::string question;  ///< that the verb answers
  std::string note;      ///< paragraphs, apart by an empty line
  std::vector<ArgumentManual> arguments;
  std::vector<OptionManual> options;
  std::vector<Example> examples;
};

/// The program with its verbs; the names, notes and options of the program itself stand in `whole`.
struct Manual {
  VerbManual whole;
  std::vector<VerbManual> verbs;
};

/// The manual of a parser that add_verbs has filled, its verbs in the order in which they were
/// added.
[[nodiscard]] Manual manual_of(const CLI::App& app);

/// Files that an argument or an option's value names, as shells complete them: patterns like
/// "*.yaml"; "*" for any; none where it is no file.
[[nodiscard]] std::vector<std::string> file_patterns(std::string_view value);

/// The help of a verb or of the program, lines of at most `width` cells but for commands.
[[nodiscard]] std::string write_verb_help(const VerbManual& verb, std::size_t width);
[[nodiscard]] std::string write_help(const Manual& manual, std::size_t width);

/// The manual page, section 1, in the macros of man(7).
[[nodiscard]] std::string write_manual_page(const Manual& manual);

/// Completions to be sourced or installed.
[[nodiscard]] std::string write_bash_completion(const Manual& manual);
[[nodiscard]] std::string write_zsh_completion(const Manual& manual);
[[nodiscard]] std::string write_fish_completion(const Manual& manual);

}  // namespace journeylab
