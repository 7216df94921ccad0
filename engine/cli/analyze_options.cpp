#include "cli/analyze_options.h"

#include <CLI/CLI.hpp>

#include "cli/option_kinds.h"

namespace journeylab {
namespace {

void add_repeated(CLI::App& app, const std::string& name, std::vector<std::string>& values,
                  const std::string& word, const std::string& help) {
  app.add_option(name, values, help + "; can be repeated")
      ->type_name(word)
      ->expected(1)
      ->take_all();
}

void add_metrics(CLI::App& app, AnalyzeOptions& options) {
  add_repeated(app, "--conversion", options.conversion, "COLUMN",
               "A metric: a column of 0 and 1, true and false or yes and no");
  add_repeated(app, "--retention", options.retention, "COLUMN",
               "A metric: the same, who was still there or came back; or TIME:EVENT@AGE, who was "
               "still without the event at an age, from columns as of --time");
  add_repeated(app, "--mean", options.mean, "COLUMN",
               "A metric: the mean of a column of numbers; of counts SUM:SQUARES, the columns of "
               "the sum and of the sum of squares");
  add_repeated(app, "--average", options.average, "AVERAGE:DEVIATION",
               "A metric of counts: a mean by the columns of average and standard deviation");
  add_repeated(app, "--ratio", options.ratio, "NUM/DEN",
               "A metric: the sum of one column over the sum of another");
  add_repeated(app, "--time", options.time, "COLUMN:EVENT",
               "A metric: time to an event, and the column that is 1 where it happened and 0 where "
               "watching ended first");
  add_repeated(app, "--covariate", options.covariate, "METRIC:COLUMN",
               "A column known before the test that sharpens a metric (CUPED)");
  add_repeated(app, "--lower", options.lower, "METRIC", "A metric of which less is better");
}

}  // namespace

void add_analyze_options(CLI::App& app, AnalyzeOptions& options) {
  app.add_option("--analysis", options.analysis,
                 "A YAML file with the keys arm, control, customers, metrics, segments, split, "
                 "confidence, adjust; the other options add to it")
      ->type_name("FILE");
  app.add_option("--arm", options.arm, "The column that says which arm a customer is in")
      ->type_name("COLUMN");
  app.add_option("--control", options.control, "The arm that the others are compared with")
      ->type_name("NAME");
  app.add_option("--customers", options.customers,
                 "Each row is counts, of an arm or of an arm in a segment or on a day: this column "
                 "says of how many customers, and a conversion's column of how many successes")
      ->type_name("COLUMN");
  add_metrics(app, options);
  add_repeated(app, "--segment", options.segment, "COLUMN", "Each value of this column apart too");
  add_repeated(app, "--split", options.split, "ARM=WEIGHT",
               "The share of customers that an arm should have (all the same)");
  add_parsed(app, "--confidence", options.confidence, confidence_level,
             "a level between 0 and 1, like 95% or 0.95", "Of the intervals (95%)")
      ->type_name("LEVEL");
  add_adjustment(app, options.adjustment);
  app.add_flag("--force", options.force, "Give verdicts even where the sample ratio is broken");
  app.footer("A data file that cannot be understood is refused with exit code 2, and its line.");
}

}  // namespace journeylab
