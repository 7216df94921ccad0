#include "cli/size_options.h"

#include <CLI/CLI.hpp>

#include "cli/option_kinds.h"

namespace journeylab {
namespace {

constexpr std::uint32_t most_days = 36500;

template <std::size_t N, typename Word>
std::vector<std::pair<std::string, Word>> choices_of(const std::array<std::string_view, N>& words,
                                                     std::size_t from = 0, std::size_t to = N) {
  std::vector<std::pair<std::string, Word>> choices;
  for (std::size_t i = from; i < to; ++i) {
    choices.emplace_back(std::string(words[i]), static_cast<Word>(i));
  }
  return choices;
}

// A choice that may be left open.
template <typename Word>
void add_optional_choice(CLI::App& app, const std::string& name, std::optional<Word>& value,
                         const std::vector<std::pair<std::string, Word>>& choices,
                         const std::string& help) {
  std::vector<std::pair<std::string, std::optional<Word>>> open;
  for (const auto& [word, meaning] : choices) open.emplace_back(word, meaning);
  add_choice<std::optional<Word>>(app, name, value, open, help);
}

void add_about(CLI::App& app, SizeOptions& size) {
  app.add_option("--metric", size.metric, "The metric that decides (the primary one)")
      ->type_name("NAME");
  add_parsed(app, "--effect", size.effect, change,
             "a change: 5% of control's value, 0.5pp in percentage points, or a plain number; "
             "minus for less",
             "Size for this effect, not the simulated one: 5%, 0.5pp or a plain number; of a time, "
             "5% more of those who are left reach the goal at any moment")
      ->type_name("CHANGE");
  add_parsed(app, "--baseline", size.baseline, share, "a share, like 4% or 0.04",
             "Share in control, without a scenario")
      ->type_name("SHARE");
  add_parsed(app, "--mean", size.mean, number, "a number",
             "Mean in control, without a scenario; with --sd")
      ->type_name("VALUE");
  add_parsed(app, "--sd", size.deviation, number, "a number above 0",
             "Standard deviation of a customer, with --mean")
      ->type_name("VALUE");
  add_parsed(app, "--arms", size.arms, whole_number_between<std::uint32_t>(2, 100),
             "a whole number from 2 to 100", "Arms without a scenario, control among them (2)")
      ->type_name("N");
}

void add_error(CLI::App& app, SizeOptions& size) {
  add_parsed(app, "--power", size.power, confidence_level, "a level between 0 and 1, like 80%",
             "Chance to find the effect (80%, or as the scenario says)")
      ->type_name("LEVEL");
  add_parsed(app, "--alpha", size.alpha, confidence_level, "a level between 0 and 1, like 5%",
             "Chance of a false alarm of the whole test (5%, or as the scenario says)")
      ->type_name("LEVEL");
  app.add_flag("--one-sided", size.one_sided, "Only improvements can be found");
  add_optional_choice<CorrectionWord>(
      app, "--adjust", size.correction,
      choices_of<correction_words.size(), CorrectionWord>(correction_words),
      "The correction for several variants against control (holm)");
  app.add_option("--split", size.split,
                 "Weight of an arm's customers (all the same, or as the scenario says); can be "
                 "repeated")
      ->type_name("ARM=WEIGHT")
      ->expected(1)
      ->take_all();
}

void add_plan(CLI::App& app, SizeOptions& size) {
  add_choice<Design>(app, "--design", size.design,
                     choices_of<design_words.size(), Design>(design_words, 0, 6),
                     "How the test looks at its data (fixed: once)");
  add_parsed(app, "--looks", size.looks, whole_number_between<std::uint32_t>(1, 60),
             "a whole number from 1 to 60",
             "Equally spaced looks of a design that looks more than once (5; always_valid 20)")
      ->type_name("K");
  add_parsed(app, "--delta", size.delta, number, "a number", "Shape of wang_tsiatis (0.25)")
      ->type_name("D");
  add_parsed(app, "--cuped-correlation", size.correlation, number, "a correlation between -1 and 1",
             "Correlation of the metric with what is known of a customer before (0)")
      ->type_name("RHO");
  add_parsed(app, "--cluster-size", size.cluster_size, number, "a number of at least 1",
             "Mean customers of a cluster, where clusters are assigned as wholes (1)")
      ->type_name("M");
  add_parsed(app, "--cluster-variation", size.cluster_variation, number, "a number of at least 0",
             "Standard deviation of the clusters' size over its mean (0)")
      ->type_name("CV");
  add_parsed(app, "--icc", size.intraclass_correlation, number, "a number from 0 to 1",
             "Intraclass correlation of the clusters (0)")
      ->type_name("ICC");
}

void add_time(CLI::App& app, SizeOptions& size) {
  add_parsed(app, "--traffic", size.traffic, traffic,
             "customers a day above 0 and at most 1e8, like 2000/day, 14000/week or 2000",
             "Customers who enter, all arms together (as the scenario says)")
      ->type_name("RATE");
  add_parsed(app, "--follow-up", size.follow_up, whole_number_between<std::uint32_t>(0, most_days),
             "a whole number of days, at most 36500",
             "Days from the last entry to the analysis (until the metric is mature)")
      ->type_name("DAYS");
  CLI::Option* days =
      add_parsed(app, "--days", size.days, whole_number_between<std::uint32_t>(1, most_days),
                 "a whole number of days from 1 to 36500",
                 "The inverse: what can a test of so many days see, maturing included?")
          ->type_name("DAYS");
  add_parsed(app, "--customers", size.test_customers,
             whole_number_between<std::uint64_t>(2, std::uint64_t{1} << 53),
             "a whole number from 2 to 2^53",
             "The inverse: what can a test of so many customers see, all arms together?")
      ->type_name("N")
      ->excludes(days);
}

void add_roll_out(CLI::App& app, SizeOptions& size) {
  add_parsed(app, "--population", size.population, number, "a number of customers from 2",
             "Also the size that earns the most: customers of test and roll-out together")
      ->type_name("N");
  add_parsed(app, "--horizon", size.horizon, whole_number_between<std::uint32_t>(1, most_days),
             "a whole number of days, at most 36500",
             "The same by the days for which the decision holds, at the traffic")
      ->type_name("DAYS");
  add_parsed(app, "--value-per-conversion", size.value, number, "a number above 0",
             "What a conversion earns; needless where the metric is a mean")
      ->type_name("VALUE");
  add_parsed(app, "--prior-sd", size.prior_deviation, change,
             "a change: 5% of control's value, 0.5pp, or a plain number",
             "How much variants of this kind differ: standard deviation of their metric "
             "beforehand (so that the effect is their mean difference)")
      ->type_name("CHANGE");
}

void add_simulation(CLI::App& app, Options& options) {
  add_parsed(app, "--tests", options.size.tests, whole_number_between<std::uint64_t>(0, 10000000),
             "a whole number from 0 to 1e7",
             "Simulated tests that check the power; 0: none (up to 1000, as time allows)")
      ->type_name("N");
  add_parsed(app, "--synthetic-customers", options.customers,
             whole_number_between<std::uint64_t>(1, most_customers),
             fmt::format("a whole number from 1 to {}", most_customers),
             "Simulated in each variant for baseline and effect (as the scenario says)")
      ->type_name("N");
  add_seed_and_threads(app, options.seed, options.threads);
  add_variants(app, options.variants);
}

}  // namespace

void add_size_options(CLI::App& app, Options& options) {
  add_about(app, options.size);
  add_error(app, options.size);
  add_plan(app, options.size);
  add_time(app, options.size);
  add_roll_out(app, options.size);
  add_simulation(app, options);
  app.footer(
      "Sizes speak of a real test's noise. Baseline and effect of a scenario are simulated, and "
      "shown with their simulation noise.");
}

}  // namespace journeylab
