#include "cli/experiment_options.h"

#include <CLI/CLI.hpp>

#include "cli/option_kinds.h"

namespace journeylab {
namespace {

std::optional<Precision> absolute_precision(const std::string& text) {
  const auto read = precision(text);
  return read && !read->relative && read->width < 1.0 ? read : std::nullopt;
}

}  // namespace

void add_experiment_options(CLI::App& app, Options& options) {
  ExperimentOptions& own = options.experiment;
  app.add_option("--plan", own.plans,
                 "A plan of the scenario, or a design: fixed, obrien_fleming, pocock, "
                 "wang_tsiatis, spending, always_valid, peeking, bayesian, bandit; can be repeated "
                 "(the scenario's plans)")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  add_parsed(app, "--replicates", own.replicates, whole_number_between<std::uint64_t>(1, 1000000),
             "a whole number from 1 to 1e6", "Simulated tests in each world (2000)")
      ->type_name("N");
  add_parsed(app, "--precision", own.precision, absolute_precision,
             "a positive width below 100pp, like 1pp",
             "Go on until every false alarm rate and power is known this well from end to end; "
             "--replicates is the most then (100000)")
      ->type_name("WIDTH");
  add_parsed(app, "--traffic", own.traffic, traffic,
             "customers a day above 0 and at most 1e8, like 2000/day or 14000/week",
             "Customers who enter, all arms together (as the scenario says)")
      ->type_name("RATE");
  add_parsed(app, "--days", own.days, whole_number_between<std::uint32_t>(1, 3650),
             "a whole number from 1 to 3650",
             "For how many days customers enter, where a plan does not say it (28)")
      ->type_name("DAYS");
  add_seed_and_threads(app, options.seed, options.threads);
  add_parsed(app, "--confidence", options.confidence, confidence_level,
             "a level between 0 and 1, like 95% or 0.95",
             "Of the intervals of simulation noise (95%)")
      ->type_name("LEVEL");
  app.add_option("--rows", own.rows_file,
                 "Write the first simulated test to this CSV file as well, a row for a customer, "
                 "as analyze reads it")
      ->type_name("FILE.csv");
  app.footer("Rates are a real test's noise; their errors are simulation noise.");
}

}  // namespace journeylab
