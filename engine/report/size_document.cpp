#include "report/size_document.h"

#include <cmath>

#include <fmt/format.h>

#include "report/parts.h"
#include "report/size_parts.h"

namespace journeylab {
namespace {

bool is_inverse(const SizingQuestion& question) {
  return question.customers || question.days;
}

std::string error_words(const SizingQuestion& question) {
  return fmt::format("{} {}", question.sides == 2 ? "two-sided" : "one-sided",
                     show_level(question.alpha));
}

std::string effect_words(const SizeAnswer& answer, double effect, double relative) {
  return fmt::format("{} ({})", size_effect(answer, effect), size_relative(relative));
}

// "a real test of 24,560 customers (12,280 in control) finds an effect of +0.305 points (+3.8%) on
// conversion with 80% power at two-sided 5%"
Text size_sentence(const SizeAnswer& answer, const SizedComparison& comparison) {
  const Sizing& sizing = answer.sizing;
  const std::string more = sizing.comparisons.size() > 1 ? fmt::format("; it would need {} of them",
                                                                       size_count(comparison.total))
                                                         : "";
  return {fmt::format(
      "{}: a real test of {} customers ({} in control) finds an effect of {} on {} "
      "with {} power at {}{}",
      comparison.variant, size_count(sizing.size.total), size_count(sizing.size.customers.front()),
      effect_words(answer, comparison.effect.value, comparison.relative),
      sizing.question.metric.name, size_chance(comparison.power), error_words(sizing.question),
      more)};
}

Text inverse_sentence(const SizeAnswer& answer, const SizedComparison& comparison) {
  const Sizing& sizing = answer.sizing;
  const std::string smallest =
      comparison.detectable == 0.0
          ? std::string("no effect, however large, is found")
          : fmt::format(
                "the smallest effect found is {}",
                effect_words(answer, comparison.detectable,
                             relative_effect(sizing.question.metric, sizing.question.arms.front(),
                                             comparison.detectable)));
  return {fmt::format(
      "{}: with {} customers ({} in control) {} with {} power at {}; the expected "
      "{} is found with {}",
      comparison.variant, size_count(sizing.size.total), size_count(sizing.size.customers.front()),
      smallest, show_level(sizing.question.power), error_words(sizing.question),
      effect_words(answer, comparison.effect.value, comparison.relative),
      size_chance(comparison.power))};
}

void add_time(const SizeAnswer& answer, Section& section) {
  const Sizing& sizing = answer.sizing;
  if (!sizing.size.days) {
    if (!sizing.question.test.traffic) {
      section.paragraphs.emplace_back(
          "How many days that takes depends on the traffic: --traffic 2000/day, or `experiment` in "
          "the scenario.");
    }
    return;
  }
  const std::string mature = sizing.follow_up == 0
                                 ? "and the test ends with the last entry"
                                 : fmt::format("and {} more until the last of them is analysed",
                                               counted(sizing.follow_up, "day"));
  section.paragraphs.emplace_back(fmt::format(
      "They enter in {} at {} customers a day, {}: {} in all.", size_days(sizing.size.entry_days),
      show(*sizing.question.test.traffic, {}), mature, size_days(sizing.size.days)));
}

void add_design(const SizeAnswer& answer, Section& section) {
  const Sizing& sizing = answer.sizing;
  if (sizing.question.design == Design::fixed) return;
  const double fixed = sizing.size.total / sizing.factors.inflation;
  section.paragraphs.emplace_back(fmt::format(
      "Looking {} times by {} takes {} times the customers of one look at most, and on average {} "
      "with the effect and {} without any.",
      sizing.question.looks, name_of(sizing.question.design),
      show(sizing.factors.inflation, {.decimals = 3}),
      size_count(fixed * sizing.factors.expected_full),
      size_count(fixed * sizing.factors.expected_none)));
}

// What simulation noise leaves open of the effect and so of the size.
void add_effect_noise(const SizeAnswer& answer, Section& section) {
  for (const SizedComparison& comparison : answer.sizing.comparisons) {
    if (!comparison.effect.noise) continue;
    const Interval& noise = *comparison.effect.noise;
    const std::string sizes =
        comparison.total_high
            ? fmt::format("{} to {} customers", size_count(*comparison.total_low),
                          size_count(*comparison.total_high))
            : fmt::format("at least {} customers", size_count(*comparison.total_low));
    section.paragraphs.emplace_back(fmt::format(
        "{}: the effect is simulated, 95% simulation noise {} to {}, which alone would need {}.",
        comparison.variant, size_effect(answer, noise.low), size_effect(answer, noise.high),
        sizes));
  }
}

std::string rate_words(const SimulatedRate& rate) {
  return fmt::format("{} ± {} (Monte Carlo error, 95%)", size_chance(rate.rate()),
                     size_chance(1.96 * rate.error()));
}

void add_exact(const SizeAnswer& answer, Section& section) {
  if (!answer.sizing.exact) return;
  section.paragraphs.emplace_back(fmt::format(
      "Exactly, summed over all outcomes, that test has a power of {} and an error of {}.",
      size_chance(answer.sizing.exact->power, 2), size_chance(answer.sizing.exact->error, 2)));
}

void add_check(const SizeAnswer& answer, Section& section) {
  if (!answer.check) return;
  const SizeCheck& check = *answer.check;
  if (!check.why_not.empty()) {
    section.paragraphs.emplace_back("The power is the formula's alone: " + check.why_not + ".");
    return;
  }
  for (const CheckedArm& arm : check.arms) {
    const bool below = arm.power.rate() < arm.formula;
    const std::string judged =
        !arm.off ? "they agree"
        : below ? "the formula is off, and promises too much: take the simulated power, and beware "
                  "of heavy tails and rare events"
                : "the formula is off, and promises too little";
    const std::string range =
        arm.formula_low < arm.formula_high
            ? fmt::format(" ({} to {} for the effect's simulation noise)",
                          size_chance(arm.formula_low), size_chance(arm.formula_high))
            : "";
    section.paragraphs.emplace_back(
        fmt::format("{}: of {} simulated tests of {} customers, {} found the effect; the formula "
                    "says {}{}: {}.",
                    arm.variant, show_count(arm.power.tests), size_count(check.customers),
                    rate_words(arm.power), size_chance(arm.formula), range, judged),
        arm.off && below ? Tone::bad : Tone::good);
  }
  section.paragraphs.emplace_back(
      fmt::format("Without any effect, {} of them raised a false alarm; {} are allowed{}.",
                  rate_words(check.false_alarms), size_chance(check.formula_error),
                  check.errors_off ? ": more than that" : ""),
      check.errors_off ? Tone::bad : Tone::plain);
}

Section method_section(const SizeAnswer& answer) {
  const Sizing& sizing = answer.sizing;
  Section section{.heading = "How this was computed", .paragraphs = {}, .tables = {}};
  std::string factors;
  if (sizing.factors.variance_left < 1.0) {
    factors += fmt::format("; times {} for the adjustment by what is known before",
                           show(sizing.factors.variance_left, {.decimals = 3}));
  }
  if (sizing.factors.clusters > 1.0) {
    factors +=
        fmt::format("; times {} for clusters", show(sizing.factors.clusters, {.decimals = 3}));
  }
  const std::string each = sizing.comparisons.size() > 1
                               ? fmt::format("; each variant against control at {}",
                                             show(sizing.comparisons.front().alpha,
                                                  {.measure = Measure::share, .decimals = 3}))
                               : "";
  section.paragraphs.emplace_back(fmt::format("{}{}{}.", sizing.test, each, factors));
  for (const std::string& note : sizing.notes)
    section.paragraphs.emplace_back("Note: " + note + ".");
  if (!answer.file.empty()) {
    section.paragraphs.emplace_back(
        fmt::format("Values{} from {} in each arm, seed {}; journeylab {}.",
                    sizing.question.simulated ? " and effects" : "",
                    counted(answer.synthetic, "synthetic customer"), answer.seed, answer.version));
  }
  return section;
}

}  // namespace

Document size_document(const SizeAnswer& answer) {
  const Sizing& sizing = answer.sizing;
  Document document;
  document.title = answer.file.empty() ? "Size of a test"
                                       : fmt::format("{}: size of a test of {}", answer.scenario,
                                                     sizing.question.metric.name);
  Section first;
  for (const SizedComparison& comparison : sizing.comparisons) {
    first.paragraphs.push_back(is_inverse(sizing.question) ? inverse_sentence(answer, comparison)
                                                           : size_sentence(answer, comparison));
  }
  add_time(answer, first);
  add_design(answer, first);
  add_effect_noise(answer, first);
  if (!answer.complete) {
    first.paragraphs.emplace_back("Stopped early: everything here is partial.", Tone::unsure);
  }
  add_exact(answer, first);
  add_check(answer, first);
  first.paragraphs.emplace_back(
      "All sizes and powers speak of a real test's noise; only what is called simulated has "
      "simulation noise, and none of it says how true the assumptions are.");
  document.sections.push_back(std::move(first));
  add_size_tables(answer, document);
  document.sections.push_back(method_section(answer));
  return document;
}

}  // namespace journeylab
