#include "cli/size_question.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "cli/simulation.h"

namespace journeylab {
namespace {

[[noreturn]] void refuse(const std::string& message) {
  throw UsageError(message, "size");
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

// "NAME=WEIGHT"; the sign is the last one, as names may hold it too.
std::pair<std::string, double> read_weight(const std::string& text) {
  const std::size_t sign = text.rfind('=');
  if (sign != std::string::npos && sign > 0) {
    const std::optional<double> found = weight(std::string_view(text).substr(sign + 1));
    if (found && *found > 0.0) return {text.substr(0, sign), *found};
    if (found) {
      refuse(
          fmt::format("--split: the arm '{}' gets no customers; expected a weight above 0, or "
                      "leave the arm out by --variant",
                      text.substr(0, sign)));
    }
  }
  refuse(
      fmt::format("--split: found '{}'; expected ARM=WEIGHT with a weight above 0, like "
                  "control=2 or control=50%",
                  text));
}

void apply_split(std::vector<SizedArm>& arms, const std::vector<std::string>& split) {
  std::vector<std::string> names;
  for (const SizedArm& arm : arms) names.push_back(arm.name);
  for (const std::string& text : split) {
    const auto [name, weight] = read_weight(text);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      refuse(fmt::format("--split: no arm '{}'; expected one of {}{}", name, fmt::join(names, ", "),
                         did_you_mean(name, names)));
    }
    arms[static_cast<std::size_t>(found - names.begin())].weight = weight;
  }
}

double amount_of(const Change& change, const SizedMetric& metric, const SizedArm& control) {
  if (metric.kind == SizedKind::time) {
    if (!change.relative) {
      refuse(
          "--effect: of a time it is relative, like 5%: that many more reach the goal at any "
          "moment");
    }
    if (!(change.amount > -1.0)) refuse("--effect: a rate cannot fall by 100% or more");
    return std::log1p(change.amount);
  }
  return change.relative ? change.amount * std::abs(control.value) : change.amount;
}

std::uint32_t usual_looks(Design design) {
  if (design == Design::fixed) return 1;
  return design == Design::always_valid ? 20 : 5;
}

void check_options(const SizeOptions& options) {
  if (options.looks && options.design == Design::fixed && *options.looks > 1) {
    refuse(
        "--looks: a fixed design looks once; name one that looks more often by --design, like "
        "obrien_fleming");
  }
  if (!(options.correlation > -1.0 && options.correlation < 1.0)) {
    refuse(fmt::format("--cuped-correlation: found {}; expected a correlation between -1 and 1",
                       options.correlation));
  }
  if (options.effect && options.effect->amount == 0.0) {
    refuse(
        "--effect: found 0, which no number of customers shows; expected a change like 5% or "
        "0.5pp");
  }
  if (options.one_sided && options.design == Design::always_valid) {
    refuse("--one-sided: an always-valid test is sized on two sides only");
  }
}

void apply_plan(SizingQuestion& question, const SizeOptions& options) {
  check_options(options);
  question.alpha = options.alpha.value_or(question.test.alpha);
  question.power = options.power.value_or(question.test.power);
  question.sides = options.one_sided ? 1 : 2;
  if (!(question.power > question.alpha)) {
    refuse(
        fmt::format("--power: {:g} is not above alpha, {:g}; a test without any effect decides "
                    "that often",
                    question.power, question.alpha));
  }
  question.correction = options.correction.value_or(CorrectionWord::holm);
  question.design = options.design;
  question.looks = options.looks.value_or(usual_looks(options.design));
  question.delta = options.delta;
  question.correlation = options.correlation;
  question.clusters = {.mean_size = options.cluster_size,
                       .variation = options.cluster_variation,
                       .intraclass_correlation = options.intraclass_correlation};
  if (options.traffic) question.test.traffic = options.traffic;
  question.follow_up = options.follow_up;
  question.days = options.days;
  if (options.test_customers) question.customers = static_cast<double>(*options.test_customers);
  if (options.days && !question.test.traffic) {
    refuse("--days: days are customers by the traffic alone; add --traffic, like 2000/day");
  }
  const bool censored =
      question.metric.kind == SizedKind::retention || question.metric.kind == SizedKind::time;
  if (censored && options.correlation != 0.0) {
    refuse("--cuped-correlation: it sharpens shares, means and ratios, not life tables");
  }
}

void check_only_with_scenario(const SizeOptions& options, const std::string& file) {
  if (options.baseline || options.mean || options.deviation) {
    refuse(
        fmt::format("--baseline, --mean and --sd are for sizes without a scenario; {} simulates "
                    "them",
                    file));
  }
}

// The effects of the arms, from the option if there is one.
void set_effects(SizingQuestion& question, const SizeOptions& options) {
  const SizedArm control = question.arms.front();
  const double effect = amount_of(*options.effect, question.metric, control);
  for (std::size_t a = 1; a < question.arms.size(); ++a) {
    SizedArm arm = with_effect(question.metric, control, effect);
    arm.name = question.arms[a].name;
    arm.weight = question.arms[a].weight;
    arm.value_error.reset();
    question.arms[a] = arm;
  }
  question.effects.assign(question.arms.size() - 1, {.value = effect, .noise = {}});
}

SizedArm given_control(const SizeOptions& options) {
  SizedArm control;
  control.name = "control";
  if (options.baseline) {
    if (!(*options.baseline > 0.0 && *options.baseline < 1.0)) {
      refuse(
          fmt::format("--baseline: found {:g}; expected a share above 0 and below 1: at the ends "
                      "nothing varies",
                      *options.baseline));
    }
    control.value = *options.baseline;
    control.variance = control.value * (1.0 - control.value);
    return control;
  }
  constexpr double largest = 1e150;  // whose square is a number
  if (!options.deviation || !(*options.deviation > 0.0 && *options.deviation <= largest)) {
    refuse(
        "--sd: a mean is sized by the standard deviation of a customer; expected a number above "
        "0, at most 1e150");
  }
  control.value = *options.mean;
  control.variance = *options.deviation * *options.deviation;
  return control;
}

}  // namespace

std::size_t sized_metric_index(const Scenario& scenario, const SizeOptions& options) {
  std::vector<std::string> names;
  for (const Metric& metric : scenario.metrics) names.push_back(metric.name);
  if (names.empty()) {
    refuse(fmt::format("{} has no metrics, so there is nothing to size a test for", scenario.file));
  }
  if (!options.metric.empty()) {
    const auto found = std::find(names.begin(), names.end(), options.metric);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    refuse(fmt::format("--metric: {} has no metric '{}'; expected one of {}{}", scenario.file,
                       options.metric, fmt::join(names, ", "),
                       did_you_mean(options.metric, names)));
  }
  for (std::size_t m = 0; m < names.size(); ++m) {
    if (scenario.metrics[m].primary) return m;
  }
  if (names.size() == 1) return 0;
  refuse(fmt::format("{} has no primary metric; name the one that decides by --metric: one of {}",
                     scenario.file, fmt::join(names, ", ")));
}

std::vector<std::size_t> sized_variants(const Scenario& scenario, const Options& options) {
  const std::vector<double>& split = scenario.test_plan.split;
  if (scenario.variants.size() < 2) {
    refuse(
        fmt::format("{} has no variants, so there is no test to size; expected at least one "
                    "under 'variants'",
                    scenario.file));
  }
  std::vector<std::size_t> chosen = chosen_variants(scenario, options.variants, "size");
  if (options.variants.empty()) {
    std::erase_if(chosen,
                  [&](std::size_t v) { return v > 0 && v < split.size() && split[v] == 0.0; });
  }
  if (chosen.front() != 0) chosen.insert(chosen.begin(), 0);
  if (chosen.size() == 1) refuse("--variant: control is always an arm; name a variant beside it");
  return chosen;
}

SizingQuestion question_of(const SimulatedArms& run, std::size_t metric,
                           const SizeOptions& options) {
  check_only_with_scenario(options, run.scenario.file);
  SizingQuestion question{.metric = sized_metric(run.scenario, run.scenario.metrics[metric]),
                          .arms = simulated_arms(run, metric),
                          .effects = {},
                          .clusters = {},
                          .test = run.scenario.test_plan,
                          .follow_up = {},
                          .customers = {},
                          .days = {}};
  const std::vector<double>& split = run.scenario.test_plan.split;
  for (std::size_t a = 0; a < run.variants.size() && !split.empty(); ++a) {
    const double share = split[run.variants[a]];
    if (share > 0.0) question.arms[a].weight = share;
  }
  apply_split(question.arms, options.split);
  apply_plan(question, options);
  if (!question.follow_up) question.follow_up = run.scenario.test_plan.follow_up;
  if (options.effect) {
    set_effects(question, options);
  } else {
    question.effects = simulated_effects(run, metric, question.arms);
    question.simulated = true;
  }
  return question;
}

SizingQuestion question_of(const SizeOptions& options) {
  if (options.baseline.has_value() == options.mean.has_value()) {
    refuse("size needs a scenario file, or --baseline (a share) or --mean with --sd, and --effect");
  }
  if (!options.effect) {
    refuse(
        "--effect: without a scenario nothing says what the effect is; expected a change like "
        "5% or 0.5pp");
  }
  if (!options.metric.empty()) refuse("--metric: without a scenario there is only one");
  SizingQuestion question;
  const bool share = options.baseline.has_value();
  question.metric = {.name = share ? "share" : "mean",
                     .kind = share ? SizedKind::share : SizedKind::mean,
                     .higher_is_better = options.effect->amount > 0.0};
  question.arms.push_back(given_control(options));
  for (std::uint32_t a = 1; a < options.arms; ++a) {
    SizedArm arm;
    arm.name = options.arms == 2 ? "variant" : fmt::format("variant_{}", a);
    question.arms.push_back(arm);
  }
  apply_split(question.arms, options.split);
  apply_plan(question, options);
  set_effects(question, options);
  return question;
}

std::optional<RollOutQuestion> roll_out_question(const SizingQuestion& question,
                                                 const SizeOptions& options) {
  const bool asked = options.population || options.horizon || options.value;
  if (!asked) {
    if (options.prior_deviation) {
      refuse("--prior-sd: it is for the size that earns the most; add --population or --horizon");
    }
    return {};
  }
  RollOutQuestion roll_out;
  roll_out.value = options.value;
  if (options.value && !(*options.value > 0.0)) {
    refuse("--value-per-conversion: expected a number above 0");
  }
  if (options.population && options.horizon) {
    refuse("--population and --horizon say the same; expected one of them");
  }
  if (options.population) {
    roll_out.population = *options.population;
  } else if (question.test.traffic) {
    const std::uint32_t days = options.horizon.value_or(question.test.period);
    roll_out.population = std::floor(expected_entries_by(question.test, days));
  } else {
    refuse(
        "--population: how many customers are there for test and roll-out together? Or give "
        "--traffic with --horizon");
  }
  if (!(roll_out.population >= 2.0)) refuse("--population: expected at least 2 customers");
  if (options.prior_deviation) {
    const Change& prior = *options.prior_deviation;
    const double value = std::abs(question.arms.front().value);
    roll_out.prior_deviation = prior.relative ? prior.amount * value : prior.amount;
    if (!(*roll_out.prior_deviation > 0.0)) refuse("--prior-sd: expected a change above 0");
  }
  return roll_out;
}

}  // namespace journeylab
