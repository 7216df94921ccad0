// What shells need to complete the words of a command line.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/manual.h"

namespace journeylab {
namespace {

constexpr std::string_view bash_head =
    R"sh(# bash completes the words of journeylab. Written by: journeylab --generate bash

_journeylab() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb='' i
  # --format=json comes as three words.
  if [[ $word == '=' ]]; then
    word=''
  elif [[ $before == '=' ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case ${COMP_WORDS[i]} in @verbs@)
      verb=${COMP_WORDS[i]}
      break
      ;;
    esac
  done
  local words='' files=''
  case $verb:$before in
)sh";

constexpr std::string_view bash_tail =
    R"sh(  esac
  if [[ -n $files && $word != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -f -X "!@($files)" -- "$word" && compgen -d -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}

shopt -s extglob
complete -o filenames -F _journeylab journeylab scripts/journeylab
)sh";

constexpr std::string_view zsh_head =
    R"sh(#compdef journeylab
# zsh completes the words of journeylab. Written by: journeylab --generate zsh

_journeylab() {
  if ((CURRENT == 2)); then
    local -a verbs=(
)sh";

constexpr std::string_view zsh_middle = R"sh(
    return
  fi
  local verb=$words[2]
  shift words
  ((--CURRENT))
  case $verb in
)sh";

constexpr std::string_view zsh_tail = R"sh(  esac
}

if [[ $funcstack[1] == _journeylab ]]; then
  _journeylab "$@"
else
  compdef _journeylab journeylab
fi
)sh";

std::vector<std::string> names_of(const VerbManual& verb) {
  std::vector<std::string> names;
  for (const OptionManual& option : verb.options) {
    if (!option.letter.empty()) names.push_back(option.letter);
    names.push_back(option.name);
  }
  return names;
}

std::vector<std::string> names_of(const std::vector<VerbManual>& verbs) {
  std::vector<std::string> names;
  for (const VerbManual& verb : verbs) names.push_back(verb.name);
  return names;
}

// The files of the verb's argument; none where it takes none.
std::vector<std::string> argument_patterns(const VerbManual& verb) {
  return verb.arguments.empty() ? std::vector<std::string>{}
                                : file_patterns(verb.arguments.front().name);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// A text between single quotes, as bash and zsh read it.
std::string quoted(const std::string& text) {
  return fmt::format("'{}'", replaced(text, "'", "'\\''"));
}

// The case of each option of a verb that takes a value: words, files, or nothing to offer.
void add_bash_values(std::string& out, std::string_view name, const VerbManual& verb) {
  for (const OptionManual& option : verb.options) {
    if (option.value.empty()) continue;
    std::string names = fmt::format("{}:{}", name, option.name);
    if (!option.letter.empty()) names += fmt::format(" | {}:{}", name, option.letter);
    std::string offer = "return";
    if (!option.words.empty()) {
      offer = fmt::format("words='{}'", fmt::join(option.words, " "));
    } else if (const auto patterns = file_patterns(option.value); !patterns.empty()) {
      offer = fmt::format("files='{}'", fmt::join(patterns, "|"));
    }
    out += fmt::format("    {}) {} ;;\n", names, offer);
  }
}

std::string zsh_files(const std::vector<std::string>& patterns) {
  if (patterns.empty()) return "";
  return fmt::format("_files -g \"({})\"", fmt::join(patterns, "|"));
}

// One specification as _arguments takes them.
std::string zsh_specification(const OptionManual& option) {
  std::string says = option.purpose;
  for (const char* special : {"\\", "[", "]", ":"}) {
    says = replaced(std::move(says), special, std::string("\\") + special);
  }
  std::string tail = fmt::format("[{}]", says);
  if (!option.value.empty()) {
    const std::string offer = option.words.empty()
                                  ? zsh_files(file_patterns(option.value))
                                  : fmt::format("({})", fmt::join(option.words, " "));
    tail +=
        fmt::format(":{}:{}", option.words.empty() ? option.value : option.name.substr(2), offer);
  }
  if (option.letter.empty()) return quoted((option.repeats ? "*" : "") + option.name + tail);
  return fmt::format("'({0} {1})'{{{0},{1}}}{2}", option.letter, option.name, quoted(tail));
}

void add_zsh_arguments(std::string& out, const VerbManual& verb) {
  out += "_arguments";
  for (const OptionManual& option : verb.options) {
    out += " \\\n      " + zsh_specification(option);
  }
  for (const ArgumentManual& argument : verb.arguments) {
    out +=
        " \\\n      " + quoted(fmt::format("{}:{}:{}", argument.required ? "" : ":", argument.name,
                                           zsh_files(file_patterns(argument.name))));
  }
}

void add_fish_option(std::string& out, const std::string& condition, const OptionManual& option) {
  out +=
      fmt::format("complete -c journeylab -n {} -l {}", quoted(condition), option.name.substr(2));
  if (!option.letter.empty()) out += " -s " + option.letter.substr(1);
  if (!option.words.empty()) {
    out += fmt::format(" -x -a {}", quoted(fmt::format("{}", fmt::join(option.words, " "))));
  } else if (!option.value.empty()) {
    out += file_patterns(option.value).empty() ? " -x" : " -r -F";
  }
  out += fmt::format(" -d {}\n", quoted(replaced(option.purpose, "\\", "\\\\")));
}

}  // namespace

std::string write_bash_completion(const Manual& manual) {
  const std::string verbs = fmt::format("{}", fmt::join(names_of(manual.verbs), " "));
  std::string out = replaced(std::string(bash_head), "@verbs@", replaced(verbs, " ", " | "));
  add_bash_values(out, "", manual.whole);
  for (const VerbManual& verb : manual.verbs) add_bash_values(out, verb.name, verb);
  out += fmt::format("    :*) words='{} {}' ;;\n", verbs, fmt::join(names_of(manual.whole), " "));
  for (const VerbManual& verb : manual.verbs) {
    out += fmt::format("    {}:*) words='{}' files='{}' ;;\n", verb.name,
                       fmt::join(names_of(verb), " "), fmt::join(argument_patterns(verb), "|"));
  }
  return out.append(bash_tail);
}

std::string write_zsh_completion(const Manual& manual) {
  std::string out(zsh_head);
  for (const VerbManual& verb : manual.verbs) {
    out += fmt::format("      {}\n", quoted(verb.name + ":" + replaced(verb.question, ":", "\\:")));
  }
  out += "    )\n    _describe verb verbs\n    ";
  add_zsh_arguments(out, manual.whole);
  out += zsh_middle;
  for (const VerbManual& verb : manual.verbs) {
    out += fmt::format("    {}) ", verb.name);
    add_zsh_arguments(out, verb);
    out += " ;;\n";
  }
  return out.append(zsh_tail);
}

std::string write_fish_completion(const Manual& manual) {
  std::string out =
      "# fish completes the words of journeylab. Written by: journeylab --generate fish\n"
      "complete -c journeylab -f\n";
  constexpr std::string_view no_verb = "__fish_use_subcommand";
  for (const VerbManual& verb : manual.verbs) {
    out += fmt::format("complete -c journeylab -n {} -a {} -d {}\n", no_verb, verb.name,
                       quoted(verb.question));
  }
  for (const OptionManual& option : manual.whole.options) {
    add_fish_option(out, std::string(no_verb), option);
  }
  for (const VerbManual& verb : manual.verbs) {
    const std::string condition = "__fish_seen_subcommand_from " + verb.name;
    for (const OptionManual& option : verb.options) add_fish_option(out, condition, option);
    if (!argument_patterns(verb).empty()) {
      out += fmt::format("complete -c journeylab -n {} -F\n", quoted(condition));
    }
  }
  return out;
}

}  // namespace journeylab
