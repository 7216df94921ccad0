#include "cli/options.h"

#include <algorithm>
#include <array>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "calc/calc.h"
#include "cli/analyze_options.h"
#include "cli/experiment_options.h"
#include "cli/option_kinds.h"
#include "cli/size_options.h"
#include "cli/version.h"

namespace journeylab {
namespace {

const std::vector<std::string> verbs{"check",      "simulate", "compare", "size",
                                     "experiment", "analyze",  "report",  "calc"};

std::optional<VectorPath> vector_path_here(const std::string& text) {
  const std::optional<VectorPath> path = vector_path_named(text);
  const std::vector<VectorPath>& here = vector_paths();
  const bool is_here = path && std::find(here.begin(), here.end(), *path) != here.end();
  return is_here ? path : std::nullopt;
}

std::string vector_paths_here() {
  std::vector<std::string_view> names;
  for (const VectorPath path : vector_paths()) names.push_back(name_of(path));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string vector_paths_expected() {
  return fmt::format("one that this machine has: {}", vector_paths_here());
}

void add_scenario(CLI::App& app, Options& options) {
  app.add_option("SCENARIO", options.scenario, "The scenario file")->required()->type_name("");
}

void add_answer_options(CLI::App& app, Options& options) {
  add_choice<Format>(app, "--format", options.format,
                     {{"text", Format::text},
                      {"json", Format::json},
                      {"csv", Format::csv},
                      {"markdown", Format::markdown}},
                     "How the answer is written (text)");
  app.add_option("-o,--output", options.output,
                 "Write the answer to this file, whole or not at all (standard output)")
      ->type_name("FILE");
  add_choice<ColorChoice>(
      app, "--color", options.color,
      {{"auto", ColorChoice::automatic}, {"always", ColorChoice::on}, {"never", ColorChoice::off}},
      "Colours in text (auto: on a terminal, unless NO_COLOR is set)");
}

void add_run_options(CLI::App& app, Options& options) {
  add_parsed(app, "--customers", options.customers,
             whole_number_between<std::uint64_t>(1, most_customers),
             fmt::format("a whole number from 1 to {}, like 200000 or 2e6", most_customers),
             "Synthetic customers in each variant (as the scenario says)")
      ->type_name("N");
  add_seed_and_threads(app, options.seed, options.threads);
  add_parsed(app, "--confidence", options.confidence, confidence_level,
             "a level between 0 and 1, like 95% or 0.95", "Of the intervals (95%)")
      ->type_name("LEVEL");
  add_variants(app, options.variants);
  add_parsed(app, "--precision", options.precision, precision,
             "a positive width: 0.1pp in percentage points, 0.5% of the estimate, or an absolute "
             "number",
             "Go on until the primary metric's interval is this narrow from end to end: 0.1pp, or "
             "0.5% of the estimate; at least 524288 customers, and --customers is the most then")
      ->type_name("WIDTH");
  add_choice<Executor>(app, "--executor", options.executor,
                       {{"batch", Executor::batch}, {"reference", Executor::reference}},
                       "Customers in batches, or one at a time; the answer is the same (batch)")
      ->group("Advanced");
  add_parsed(app, "--batch", options.batch, whole_number_between<std::size_t>(1, 4096),
             "a whole number from 1 to 4096",
             "Customers that are worked on at once; never changes the answer (4096)")
      ->type_name("N")
      ->group("Advanced");
  add_parsed(app, "--vector-path", options.vector_path, vector_path_here, vector_paths_expected(),
             fmt::format("Instructions for many customers at once; they never change the answer "
                         "({})",
                         name_of(fastest_vector_path())))
      ->type_name("PATH")
      ->group("Advanced");
}

void add_page_option(CLI::App& app, Options& options) {
  app.add_option("--report", options.report,
                 "Write a page for people as well: one HTML file that opens without a network")
      ->type_name("FILE.html");
}

void add_check(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand("check", "Is my scenario right? All problems at once");
  add_scenario(*verb, options);
  add_answer_options(*verb, options);
  verb->footer(
      "Exits with 0 if the scenario can run, 1 if it cannot.\n\n"
      "Example:\n  scripts/journeylab check scenarios/winback.yaml");
}

void add_simulate(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "simulate", "What will happen? Every metric, in total and by segment, and the flow");
  add_scenario(*verb, options);
  add_answer_options(*verb, options);
  add_page_option(*verb, options);
  add_run_options(*verb, options);
  CLI::Option* trace =
      add_parsed(*verb, "--trace-customer", options.traced_customer,
                 whole_number_between<std::uint64_t>(1, most_customers),
                 fmt::format("a customer's number from 1 to {}", most_customers),
                 "Tell this customer's story instead, step by step, with its clock")
          ->type_name("N");
  verb->add_option("--events", options.events_file,
                   "Write every customer's events to this CSV file as well")
      ->type_name("FILE.csv")
      ->excludes(trace);
  verb->footer(
      "Intervals are simulation noise: they shrink as more customers are simulated.\n\n"
      "Examples:\n"
      "  scripts/journeylab simulate scenarios/winback.yaml --customers 50000\n"
      "  scripts/journeylab simulate scenarios/winback.yaml --trace-customer 17");
}

void add_compare(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "compare", "Which variant is better, and am I sure? Every variant against control");
  add_scenario(*verb, options);
  add_answer_options(*verb, options);
  add_page_option(*verb, options);
  add_run_options(*verb, options);
  add_adjustment(*verb, options.adjustment);
  verb->add_flag("--fail-on-guardrail", options.fail_on_guardrail,
                 "Exit with 1 if a guardrail is broken");
  verb->footer(
      "Intervals are simulation noise: they shrink as more customers are simulated.\n\n"
      "Example:\n  scripts/journeylab compare scenarios/winback.yaml");
}

void add_size(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "size", "How many customers and days does a real test need, and what can it see?");
  verb->add_option("SCENARIO", options.scenario,
                   "The scenario file; without one, --baseline or --mean with --effect")
      ->type_name("");
  add_answer_options(*verb, options);
  add_page_option(*verb, options);
  add_size_options(*verb, options);
}

void add_experiment(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "experiment",
      "What will my test plan do? Thousands of simulated tests, judged by every plan");
  add_scenario(*verb, options);
  add_answer_options(*verb, options);
  add_page_option(*verb, options);
  add_experiment_options(*verb, options);
}

void add_analyze(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "analyze", "What did my real test show? Each arm of a data file against control");
  verb->add_option("DATA", options.analyze.data,
                   "The data: .csv or .csv.gz, a row a customer or counts per arm")
      ->required()
      ->type_name("");
  add_answer_options(*verb, options);
  add_page_option(*verb, options);
  add_analyze_options(*verb, options.analyze);
}

void add_report(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "report", "Show results to people: one page, from the JSON of another verb");
  verb->add_option("RESULTS", options.results, "The answer of another verb in JSON")
      ->required()
      ->type_name("");
  verb->add_option("-o,--output", options.output,
                   "Write the page to this file, whole or not at all (standard output)")
      ->type_name("FILE.html");
  verb->footer(
      "The page opens without a network, prints, and can be sent by mail.\n\n"
      "Example:\n"
      "  scripts/journeylab compare scenarios/winback.yaml --format json -o results.json\n"
      "  scripts/journeylab report results.json -o report.html");
}

void add_calc(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "calc", "One statistic: a JSON request a line on standard input, an answer a line");
  verb->add_flag("--list", options.calc_list, "Name every method with its fields, and exit");
  verb->add_option("METHOD", options.calc_method, "With --help: explain this method")
      ->type_name("");
  verb->footer(
      "A bad request is answered with {\"error\": ...} and the rest goes on.\n\n"
      "Example:\n  echo '{\"method\": \"two_proportion_diff\", \"x1\": 48, \"n1\": 80, \"x2\": "
      "56, \"n2\": 70}' | scripts/journeylab calc");
}

std::string unknown_calc_method(const std::string& name) {
  const std::string nearest = nearest_calc_method(name);
  return fmt::format("unknown method '{}'; expected one that calc --list names{}", name,
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

// What --help shows: of a verb, or of one method of calc.
Notice help(const CLI::App& app, const Options& options) {
  if (options.calc_method.empty()) return {app.help()};
  if (const auto text = calc_help(options.calc_method)) return {*text};
  throw UsageError(unknown_calc_method(options.calc_method), "calc");
}

Verb verb_named(std::string_view name) {
  constexpr std::array<Verb, 8> meanings{Verb::check,  Verb::simulate,   Verb::compare,
                                         Verb::size,   Verb::experiment, Verb::analyze,
                                         Verb::report, Verb::calc};
  const auto found = std::find(verbs.begin(), verbs.end(), name);
  return meanings.at(static_cast<std::size_t>(found - verbs.begin()));
}

std::string name_of_parsed_verb(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? "" : parsed.front()->get_name();
}

// The options of a verb that were given, as they were; not those that say how, and change no
// number.
std::vector<AskedOption> asked_options(const CLI::App& verb) {
  static const std::vector<std::string> no_number{"format", "output", "color", "report", "threads"};
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

// One clear message for a command line that CLI11 refused for `reason`.
std::string explain(const CLI::App& app, const CLI::ParseError& reason) {
  const auto parsed = app.get_subcommands();
  const CLI::App& refused = parsed.empty() ? app : *parsed.front();
  const std::vector<std::string> left = app.remaining(true);
  for (const std::string& word : left) {
    if (word.starts_with('-') && word != "--") {
      const std::string name = word.substr(0, word.find('='));
      return fmt::format("unknown option '{}'{}", name, suggestion(name, option_names(refused)));
    }
  }
  if (parsed.empty()) {
    const std::string expected = fmt::format("{}", fmt::join(verbs, ", "));
    if (left.empty()) return "no verb; expected one of " + expected;
    return fmt::format("unknown verb '{}'; expected one of {}{}", left.front(), expected,
                       suggestion(left.front(), verbs));
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&reason) != nullptr && !left.empty()) {
    return fmt::format("unexpected argument '{}'", left.front());
  }
  return reason.what();
}

}  // namespace

std::variant<Options, Notice> read_options(std::vector<std::string> arguments) {
  Options options;
  CLI::App app("A/B testing and simulation of customer journeys", "journeylab");
  app.set_version_flag("--version",
                       fmt::format("journeylab {}\nvector path {}, of {}", version,
                                   name_of(fastest_vector_path()), vector_paths_here()),
                       "Print the version and exit");
  app.require_subcommand(1);
  app.footer("Example:\n  scripts/journeylab compare scenarios/winback.yaml");
  app.get_formatter()->column_width(32);
  add_check(app, options);
  add_simulate(app, options);
  add_compare(app, options);
  add_size(app, options);
  add_experiment(app, options);
  add_analyze(app, options);
  add_report(app, options);
  add_calc(app, options);
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    return help(app, options);
  } catch (const CLI::CallForVersion& notice) {
    return Notice{std::string(notice.what()) + "\n"};
  } catch (const CLI::ParseError& reason) {
    throw UsageError(explain(app, reason), name_of_parsed_verb(app));
  }
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
