#include "cli/options.h"

#include <algorithm>
#include <array>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "calc/calc.h"
#include "cli/command_line.h"
#include "cli/manual.h"
#include "cli/option_kinds.h"
#include "cli/terminal.h"

namespace journeylab {
namespace {

constexpr std::array<std::pair<std::string_view, Verb>, 8> verbs{{{"check", Verb::check},
                                                                  {"simulate", Verb::simulate},
                                                                  {"compare", Verb::compare},
                                                                  {"size", Verb::size},
                                                                  {"experiment", Verb::experiment},
                                                                  {"analyze", Verb::analyze},
                                                                  {"report", Verb::report},
                                                                  {"calc", Verb::calc}}};

std::vector<std::string> verb_names() {
  std::vector<std::string> names;
  for (const auto& [name, verb] : verbs) names.emplace_back(name);
  return names;
}

// Columns for help: few enough to be read easily.
std::size_t help_width() {
  constexpr std::size_t most = 100;
  constexpr std::size_t least = 40;
  return is_terminal(STDOUT_FILENO) ? std::clamp(terminal_width(STDOUT_FILENO), least, most) : most;
}

std::string unknown_calc_method(const std::string& name) {
  const std::string nearest = nearest_calc_method(name);
  return fmt::format("unknown method '{}'; expected one that calc --list names{}", name,
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

Notice generate(const CLI::App& app, Generated what) {
  const Manual manual = manual_of(app);
  switch (what) {
    case Generated::manual_page:
      return {write_manual_page(manual)};
    case Generated::bash:
      return {write_bash_completion(manual)};
    case Generated::zsh:
      return {write_zsh_completion(manual)};
    case Generated::fish:
      break;
  }
  return {write_fish_completion(manual)};
}

Verb verb_named(std::string_view name) {
  const auto* const found = std::find_if(verbs.begin(), verbs.end(),
                                         [name](const auto& entry) { return entry.first == name; });
  return found->second;
}

std::string name_of_parsed_verb(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? "" : parsed.front()->get_name();
}

// The options of a verb that were given, as they were; not those that say how, and change no
// number.
std::vector<AskedOption> asked_options(const CLI::App& verb) {
  static const std::vector<std::string> no_number{"format", "output",  "color",
                                                  "report", "threads", "verbose"};
  std::vector<AskedOption> asked;
  for (const CLI::Option* option : verb.get_options()) {
    const std::vector<std::string>& names = option->get_lnames();
    if (option->count() == 0 || names.empty()) continue;
    if (std::find(no_number.begin(), no_number.end(), names.front()) != no_number.end()) continue;
    const std::string name = "--" + names.front();
    const bool is_flag = option->get_items_expected_max() == 0;
    if (is_flag) asked.push_back({.name = name, .value = {}});
    for (const std::string& value : option->results()) {
      if (!is_flag) asked.push_back({.name = name, .value = value});
    }
  }
  return asked;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// An option that is not one of the verb's; one that is, before the verb, belongs behind it.
std::string unknown_option(const CLI::App& refused, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const std::vector<std::string> known = option_names(refused);
  if (std::find(known.begin(), known.end(), name) != known.end()) {
    return fmt::format("'{0}' stands before the verb; expected journeylab {1} {0} ...", name,
                       refused.get_name());
  }
  return fmt::format("unknown option '{}'{}", name, suggestion(name, known));
}

// An option with no value or too many; the library's text begins with the option's name.
std::string wrong_count(const CLI::App& refused, const CLI::ArgumentMismatch& reason) {
  std::string text = reason.what();
  const std::string name = text.substr(0, text.find(':'));
  const CLI::Option* option = refused.get_option_no_throw(name);
  if (option == nullptr) return text;
  if (option->count() > 1) {
    return fmt::format("{}: found {} times; expected once", name, option->count());
  }
  return fmt::format("{}: found no value; expected {}", name, option->get_type_name());
}

std::string missing_argument(const CLI::App& refused) {
  for (const CLI::Option* option : refused.get_options()) {
    if (!option->get_required() || option->count() > 0) continue;
    return fmt::format("found no {0}; expected journeylab {1} {0} ({2})", option->get_name(true),
                       refused.get_name(), option->get_description());
  }
  return "something is missing";
}

std::string unknown_verb(const std::vector<std::string>& words) {
  const std::vector<std::string> names = verb_names();
  const std::string expected = fmt::format("one of {}", fmt::join(names, ", "));
  if (words.empty()) return fmt::format("no verb; expected {}", expected);
  return fmt::format("unknown verb '{}'; expected {}{}", words.front(), expected,
                     suggestion(words.front(), names));
}

// What --help shows: of a verb, or of one method of calc.
Notice help(const CLI::App& app, const Options& options) {
  if (options.calc_method.empty()) {
    const Manual manual = manual_of(app);
    const auto parsed = app.get_subcommands();
    const std::vector<std::string> left = app.remaining();
    if (parsed.empty() && !left.empty()) throw UsageError(unknown_verb(left), "");
    if (parsed.empty()) return {write_help(manual, help_width())};
    for (const VerbManual& verb : manual.verbs) {
      if (verb.name == parsed.front()->get_name()) return {write_verb_help(verb, help_width())};
    }
  }
  if (const auto text = calc_help(options.calc_method)) return {*text};
  throw UsageError(unknown_calc_method(options.calc_method), "calc");
}

// One clear message for a command line that CLI11 refused for `reason`.
std::string explain(const CLI::App& app, const CLI::ParseError& reason) {
  const auto parsed = app.get_subcommands();
  const CLI::App& refused = parsed.empty() ? app : *parsed.front();
  const std::vector<std::string> left = app.remaining(true);
  for (const std::string& word : left) {
    if (word.starts_with('-') && word != "--") return unknown_option(refused, word);
  }
  if (const auto* count = dynamic_cast<const CLI::ArgumentMismatch*>(&reason)) {
    return wrong_count(refused, *count);
  }
  const bool is_required = dynamic_cast<const CLI::RequiredError*>(&reason) != nullptr;
  const bool is_extra = dynamic_cast<const CLI::ExtrasError*>(&reason) != nullptr;
  if (parsed.empty() && (is_required || is_extra)) return unknown_verb(left);
  if (is_required) return missing_argument(refused);
  if (is_extra && !left.empty()) return fmt::format("unexpected argument '{}'", left.front());
  if (dynamic_cast<const CLI::ExcludesError*>(&reason) != nullptr) {
    return std::string(reason.what()) + "; leave one of them out";
  }
  return reason.what();
}

}  // namespace

std::variant<Options, Notice> read_options(std::vector<std::string> arguments) {
  // `help compare` is what many type first.
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  Options options;
  std::optional<Generated> generated;
  CLI::App app("A/B testing and simulation of customer journeys", "journeylab");
  add_command_line(app, options, generated);
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    return help(app, options);
  } catch (const CLI::CallForVersion& notice) {
    return Notice{std::string(notice.what()) + "\n"};
  } catch (const CLI::RequiredError& reason) {
    if (generated && app.get_subcommands().empty()) return generate(app, *generated);
    throw UsageError(explain(app, reason), name_of_parsed_verb(app));
  } catch (const CLI::ParseError& reason) {
    throw UsageError(explain(app, reason), name_of_parsed_verb(app));
  }
  if (generated) throw UsageError("--generate stands alone; leave the verb out", "");
  options.verb = verb_named(name_of_parsed_verb(app));
  if (options.verb == Verb::size) options.asked = asked_options(*app.get_subcommands().front());
  if (options.verb == Verb::calc && !options.calc_method.empty()) {
    throw UsageError(fmt::format("unexpected argument '{0}'; calc --help {0} explains a method, "
                                 "requests come on standard input",
                                 options.calc_method),
                     "calc");
  }
  return options;
}

}  // namespace journeylab
