// --help, the manual page and the completions: they come from the parsers, and agree among each
// other.
#include <map>
#include <set>

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>

#include "cli/command_line.h"
#include "cli/manual.h"
#include "cli/options.h"
#include "report/display_text.h"

using namespace journeylab;

namespace {

Manual manual() {
  Options options;
  std::optional<Generated> generated;
  CLI::App app("A/B testing and simulation of customer journeys", "journeylab");
  add_command_line(app, options, generated);
  return manual_of(app);
}

std::string generated_by(const std::string& kind) {
  return std::get<Notice>(read_options({"--generate", kind})).text;
}

}  // namespace

TEST_CASE("every verb has a question, examples, and a purpose for every option", "[cli]") {
  REQUIRE(manual().verbs.size() == 8);
  for (const VerbManual& verb : manual().verbs) {
    INFO(verb.name);
    CHECK(!verb.question.empty());
    CHECK(!verb.examples.empty());
    for (const Example& example : verb.examples) CHECK(!example.purpose.empty());
    for (const OptionManual& option : verb.options) {
      INFO(option.name);
      CHECK(option.purpose.size() > 8);
    }
  }
}

TEST_CASE("an option of one name takes one kind of value in every verb", "[cli]") {
  // The value of an option of this name, by verb. A row of counts has its customers in a column;
  // a mean is a figure to size, a column to analyse; size corrects as designs can.
  const std::set<std::string> apart{"analyze --customers", "analyze --mean", "size --adjust",
                                    "report --output"};
  std::map<std::string, std::string> values;
  for (const VerbManual& verb : manual().verbs) {
    for (const OptionManual& option : verb.options) {
      if (apart.contains(verb.name + " " + option.name)) continue;
      const auto [known, is_new] = values.emplace(option.name, option.value);
      INFO(verb.name << " " << option.name);
      CHECK((is_new || known->second == option.value));
    }
  }
}

TEST_CASE("help fits the width, but for names and commands", "[cli]") {
  for (const std::size_t width : {40U, 80U, 100U}) {
    for (const VerbManual& verb : manual().verbs) {
      std::string help = write_verb_help(verb, width);
      help.resize(help.find("\nExamples:\n"));
      INFO(help);
      std::size_t begin = 0;
      while (begin < help.size()) {
        const std::size_t end = std::min(help.find('\n', begin), help.size());
        const std::string line = help.substr(begin, end - begin);
        const bool is_name = line.find("--") != std::string::npos && line.starts_with("  ");
        if (!is_name && !line.starts_with("Usage")) CHECK(display_width(line) <= width);
        begin = end + 1;
      }
    }
  }
}

TEST_CASE("manual page and completions name every option of every verb", "[cli]") {
  const std::string page = generated_by("man");
  CHECK_THAT(page, Catch::StartsWith(".TH JOURNEYLAB 1 "));
  std::map<std::string, std::string> completions;
  for (const char* shell : {"bash", "zsh", "fish"}) completions[shell] = generated_by(shell);
  for (const VerbManual& verb : manual().verbs) {
    INFO(verb.name);
    CHECK_THAT(page, Catch::Contains(".SS journeylab " + verb.name));
    for (const OptionManual& option : verb.options) {
      INFO(option.name);
      CHECK_THAT(completions["bash"], Catch::Contains(option.name));
      CHECK_THAT(completions["zsh"],
                 Catch::Contains(option.name + (option.letter.empty() ? "[" : "}")));
      CHECK_THAT(completions["fish"], Catch::Contains("__fish_seen_subcommand_from " + verb.name +
                                                      "' -l " + option.name.substr(2)));
    }
  }
}

TEST_CASE("generated texts stand alone, and are one of four", "[cli]") {
  CHECK_THROWS_WITH(read_options({"--generate", "man", "check", "a.yaml"}),
                    "--generate stands alone; leave the verb out");
  CHECK_THROWS_WITH(read_options({"--generate", "fsih"}),
                    "--generate: found 'fsih'; expected one of man, bash, zsh, fish; did you mean "
                    "'fish'?");
}
