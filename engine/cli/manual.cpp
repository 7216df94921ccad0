#include "cli/manual.h"

#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "scenario/test_plan.h"
#include "vector/path.h"

namespace journeylab {
namespace {

std::vector<std::string> split_at(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// Words that a value can be, or often is.
std::vector<std::string> words_of(const std::string& name, const std::string& value) {
  if (value.find('|') != std::string::npos) return split_at(value, '|');
  if (name == "--plan") return {design_words.begin(), design_words.end()};
  std::vector<std::string> words;
  if (name == "--vector-path") {
    for (const VectorPath path :
         {VectorPath::portable, VectorPath::sse4, VectorPath::avx2, VectorPath::avx512}) {
      words.emplace_back(name_of(path));
    }
  }
  return words;
}

std::string purpose_of(const CLI::Option& option) {
  std::vector<std::string> others;
  for (const CLI::Option* other : option.get_excludes()) others.push_back(other->get_name());
  if (others.empty()) return option.get_description();
  return fmt::format("{} (not with {})", option.get_description(), fmt::join(others, ", "));
}

OptionManual option_manual(const CLI::Option& option) {
  OptionManual manual;
  if (!option.get_snames().empty()) manual.letter = "-" + option.get_snames().front();
  manual.name = "--" + option.get_lnames().front();
  if (option.get_items_expected_max() > 0) manual.value = option.get_type_name();
  manual.words = words_of(manual.name, manual.value);
  manual.purpose = purpose_of(option);
  manual.repeats = option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  manual.advanced = option.get_group() == "Advanced";
  return manual;
}

VerbManual verb_manual(const CLI::App& app, std::string_view verb) {
  VerbManual manual{.name = app.get_name(),
                    .question = app.get_description(),
                    .note = app.get_footer(),
                    .arguments = {},
                    .options = {},
                    .examples = examples_of(verb)};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      manual.arguments.push_back({.name = option->get_name(true),
                                  .purpose = option->get_description(),
                                  .required = option->get_required()});
    } else {
      manual.options.push_back(option_manual(*option));
    }
  }
  return manual;
}

}  // namespace

Manual manual_of(const CLI::App& app) {
  Manual manual{.whole = verb_manual(app, ""), .verbs = {}};
  const auto every = [](const CLI::App* /*verb*/) { return true; };
  for (const CLI::App* verb : app.get_subcommands(every)) {
    manual.verbs.push_back(verb_manual(*verb, verb->get_name()));
  }
  return manual;
}

std::vector<std::string> file_patterns(std::string_view value) {
  if (value == "SCENARIO") return {"*.yaml", "*.yml"};
  if (value == "DATA") return {"*.csv", "*.csv.gz"};
  if (value == "RESULTS") return {"*.json"};
  if (value.starts_with("FILE.")) return {"*" + std::string(value.substr(4))};
  if (value == "FILE") return {"*"};
  return {};
}

}  // namespace journeylab
