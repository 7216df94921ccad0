#include "cli/command_line.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/analyze_options.h"
#include "cli/experiment_options.h"
#include "cli/option_kinds.h"
#include "cli/size_options.h"
#include "cli/version.h"

namespace journeylab {
namespace {

std::optional<VectorPath> vector_path_here(const std::string& text) {
  const std::optional<VectorPath> path = vector_path_named(text);
  const std::vector<VectorPath>& here = vector_paths();
  const bool is_here = path && std::find(here.begin(), here.end(), *path) != here.end();
  return is_here ? path : std::nullopt;
}

std::string version_text() {
  return fmt::format("journeylab {}\nrevision {}\ncompiler {}\nvector path {}, of {}", version,
                     revision(), compiler, name_of(fastest_vector_path()), vector_paths_here());
}

std::string vector_paths_expected() {
  return fmt::format("one that this machine has: {}", vector_paths_here());
}

void add_scenario(CLI::App& app, Options& options) {
  app.add_option("SCENARIO", options.scenario, "The scenario file")->required()->type_name("");
}

void add_verbose(CLI::App& app, Options& options) {
  app.add_flag("--verbose", options.verbose,
               "Say at the end, on standard error, what it took: time, processor time and memory");
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
  add_verbose(app, options);
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
  verb->footer("Exits with 0 if the scenario can run, 1 if it cannot.");
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
  verb->footer("Intervals are simulation noise: they shrink as more customers are simulated.");
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
  verb->footer("Intervals are simulation noise: they shrink as more customers are simulated.");
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
  add_verbose(*verb, options);
  verb->footer("The page opens without a network, prints, and can be sent by mail.");
}

void add_calc(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "calc", "One statistic: a JSON request a line on standard input, an answer a line");
  verb->add_flag("--list", options.calc_list, "Name every method with its fields, and exit");
  verb->add_option("METHOD", options.calc_method, "With --help: explain this method")
      ->type_name("");
  add_verbose(*verb, options);
  verb->footer("A bad request is answered with {\"error\": ...} and the rest goes on.");
}

}  // namespace

std::string vector_paths_here() {
  std::vector<std::string_view> names;
  for (const VectorPath path : vector_paths()) names.push_back(name_of(path));
  return fmt::format("{}", fmt::join(names, ", "));
}

void add_command_line(CLI::App& app, Options& options, std::optional<Generated>& generated) {
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.set_version_flag("--version", version_text(),
                       "Print version, compiler and vector path, and exit");
  add_choice<std::optional<Generated>>(
      app, "--generate", generated,
      {{"man", Generated::manual_page},
       {"bash", Generated::bash},
       {"zsh", Generated::zsh},
       {"fish", Generated::fish}},
      "Print the manual page, or the completions of a shell, and exit");
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done; 1 the answer is no (an invalid scenario under check, a broken guardrail "
      "under --fail-on-guardrail); 2 wrong usage or input; 3 a fault of the program, or too little "
      "memory; 130 interrupted, and what is known is printed, marked as partial.\n\n"
      "Environment: NO_COLOR, if it is set, switches colours off; COLUMNS, if it is set, is taken "
      "for the width of the terminal.");
  add_check(app, options);
  add_simulate(app, options);
  add_compare(app, options);
  add_size(app, options);
  add_experiment(app, options);
  add_analyze(app, options);
  add_report(app, options);
  add_calc(app, options);
}

}  // namespace journeylab
