#include "report/experiment_document.h"

#include <cmath>

#include <fmt/format.h>

#include "report/parts.h"

namespace journeylab {
namespace {

struct Frame {
  const Scenario& scenario;
  const TestResults& results;

  [[nodiscard]] const Metric& metric() const { return scenario.metrics.at(results.metric_number); }
};

double half_width(const Estimate& estimate) {
  if (!estimate.low || !estimate.high) return 0.0;
  return (*estimate.high - *estimate.low) / 2;
}

/// "4.9% ± 0.4", digits by the error.
std::string with_error(const Estimate& estimate, Measure measure) {
  if (!estimate.value) return missing_text;
  const NumberStyle style = style_for(estimate, measure, TimeUnit::day);
  const double half = half_width(estimate);
  if (!(half > 0.0)) return show_bare(*estimate.value, style);
  NumberStyle error = style;
  if (measure == Measure::share) error.measure = Measure::points;
  return fmt::format("{} ± {}", show_bare(*estimate.value, style), show_bare(half, error));
}

std::string rate_text(const Estimate& estimate) {
  return with_error(estimate, Measure::share);
}

std::string whole(double number) {
  return show_bare(std::round(number), {.measure = Measure::plain, .decimals = 0});
}

std::string effect_text(const Frame& frame, const Estimate& effect) {
  if (!effect.value) return missing_text;
  if (frame.results.effect_scale != "difference") {
    return fmt::format("log hazard ratio {}",
                       show(*effect.value, style_for(effect, Measure::plain, TimeUnit::day, true)));
  }
  return show(*effect.value, style_for(effect, measure_of_difference(frame.metric()),
                                       frame.scenario.time_unit, true));
}

// The accepted rate lies below what was seen, by more than its error.
bool breaks_alpha(const PlanResult& plan) {
  return plan.none.found.low && *plan.none.found.low > plan.alpha;
}

Text plan_sentence(const Frame& frame, const PlanResult& plan) {
  const std::string power = rate_text(plan.effect.right);
  const bool broken = breaks_alpha(plan);
  const std::string alarms = fmt::format(
      "{} false alarms where there is none{}", rate_text(plan.none.found),
      broken ? fmt::format(" (more than the {} accepted)", show_level(plan.alpha)) : "");
  const std::string day =
      plan.effect.day.mean.value ? whole(*plan.effect.day.mean.value) : missing_text;
  const std::string customers =
      plan.effect.customers.mean.value ? whole(*plan.effect.customers.mean.value) : missing_text;
  const bool powerful = plan.effect.right.value.value_or(0.0) >= frame.scenario.test_plan.power;
  return {fmt::format("{}: finds the effect in {} of tests, {}; decides on day {} after {} "
                      "customers, on average",
                      plan.name, power, alarms, day, customers),
          broken ? Tone::bad : (powerful ? Tone::good : Tone::unsure)};
}

Section answer_section(const Frame& frame) {
  Section section;
  section.heading = "Answer";
  std::string effects;
  for (std::size_t a = 1; a < frame.results.arms.size(); ++a) {
    const TestArmResult& arm = frame.results.arms[a];
    effects +=
        fmt::format("{}{} {}", a > 1 ? ", " : "", arm.name, effect_text(frame, arm.true_effect));
  }
  section.paragraphs.emplace_back(
      fmt::format("The true effect on {}: {}.", frame.results.metric, effects));
  for (const PlanResult& plan : frame.results.plans) {
    section.paragraphs.push_back(plan_sentence(frame, plan));
  }
  return section;
}

std::string noise_note(const Frame& frame) {
  return fmt::format(
      "± is simulation noise (half of a {} interval); more replicates shrink it. The rates "
      "themselves are a real test's noise: what one test with real customers would see.",
      show_level(frame.results.confidence));
}

Table errors_table(const Frame& frame) {
  Table table;
  table.caption = "How often each plan errs";
  table.columns = {{.title = "plan"},
                   {.title = "false alarms", .align = Align::right},
                   {.title = "accepted", .align = Align::right},
                   {.title = "power", .align = Align::right},
                   {.title = "variant"},
                   {.title = "interval holds", .align = Align::right},
                   {.title = "exaggeration", .align = Align::right},
                   {.title = "wrong sign", .align = Align::right}};
  for (const PlanResult& plan : frame.results.plans) {
    for (std::size_t a = 0; a < plan.effect.arms.size(); ++a) {
      const ArmFindings& arm = plan.effect.arms[a];
      const std::string exaggeration = arm.exaggeration.value
                                           ? with_error(arm.exaggeration, Measure::plain) + "×"
                                           : missing_text;
      table.rows.push_back(
          {plan.name,
           {rate_text(plan.none.found), breaks_alpha(plan) ? Tone::bad : Tone::plain},
           plan.claims_alpha ? show_level(plan.alpha) : std::string("no promise"),
           rate_text(plan.effect.right),
           frame.results.arms[a + 1].name,
           fmt::format("{} (of {})", rate_text(arm.coverage), show_level(plan.nominal_coverage)),
           exaggeration,
           rate_text(arm.wrong_sign)});
    }
  }
  table.notes.emplace_back(noise_note(frame));
  table.notes.emplace_back(
      "Power: some variant is called what it is. Interval, exaggeration (how much larger than the "
      "truth a found effect looks) and wrong sign: of each variant, under the scenario's effect.");
  return table;
}

std::string spread_text(const Spread& spread) {
  return fmt::format("{} ({} to {})", whole(spread.median), whole(spread.low), whole(spread.high));
}

Table cost_table(const Frame& frame) {
  const bool has_value = !frame.results.value_metric.empty();
  Table table;
  table.caption = "How long each plan takes and what it costs";
  table.columns = {{.title = "plan"},
                   {.title = "mean day", .align = Align::right},
                   {.title = "median (10% to 90%)", .align = Align::right},
                   {.title = "mean customers", .align = Align::right},
                   {.title = "day without effect", .align = Align::right}};
  if (has_value) {
    table.columns.push_back({.title = "lost while testing", .align = Align::right});
    table.columns.push_back({.title = "lost after", .align = Align::right});
  }
  for (const PlanResult& plan : frame.results.plans) {
    std::vector<Text> row{plan.name, with_error(plan.effect.day.mean, Measure::plain),
                          spread_text(plan.effect.day),
                          whole(plan.effect.customers.mean.value.value_or(0.0)),
                          with_error(plan.none.day.mean, Measure::plain)};
    if (has_value) {
      row.emplace_back(with_error(plan.effect.lost_testing, Measure::plain));
      row.emplace_back(with_error(plan.effect.lost_after, Measure::plain));
    }
    table.rows.push_back(std::move(row));
  }
  table.notes.emplace_back(noise_note(frame));
  if (has_value) {
    table.notes.emplace_back(fmt::format(
        "Lost: {} against everybody getting the best arm from the first day on, over {} days of "
        "traffic. Its scale comes from a paired run of the scenario.",
        frame.results.value_metric, frame.results.period));
  } else {
    table.notes.emplace_back(
        "What a wrong choice costs is not counted: " + frame.results.value_reason + ".");
  }
  return table;
}

void add_findings(const WorldFindings& world, const std::string& plan, const std::string& name,
                  const Frame& frame, Table& table) {
  for (std::size_t a = 0; a < world.arms.size(); ++a) {
    const ArmFindings& arm = world.arms[a];
    table.rows.push_back({plan, name, frame.results.arms[a + 1].name, rate_text(arm.better),
                          rate_text(arm.worse), rate_text(arm.futile), rate_text(arm.undecided),
                          rate_text(arm.chosen)});
  }
}

Section findings_section(const Frame& frame) {
  Section section;
  section.heading = "Findings";
  Table table;
  table.caption = "What each plan says of each variant";
  table.columns = {{.title = "plan"},
                   {.title = "effect"},
                   {.title = "variant"},
                   {.title = "better", .align = Align::right},
                   {.title = "worse", .align = Align::right},
                   {.title = "futile", .align = Align::right},
                   {.title = "undecided", .align = Align::right},
                   {.title = "chosen", .align = Align::right}};
  for (const PlanResult& plan : frame.results.plans) {
    add_findings(plan.effect, plan.name, "as simulated", frame, table);
    add_findings(plan.none, plan.name, "none", frame, table);
    for (const auto& [world, name] :
         {std::pair(&plan.effect, "as simulated"), std::pair(&plan.none, "none")}) {
      if (world->guardrail_broken.value.value_or(0.0) > 0.0) {
        table.notes.emplace_back(fmt::format("{}, effect {}: a guardrail stops {} of tests",
                                             plan.name, name, rate_text(world->guardrail_broken)));
      }
    }
  }
  for (const PlanResult& plan : frame.results.plans) {
    if (plan.none.ratio_broken.value.value_or(0.0) <= plan.alpha) continue;
    table.notes.emplace_back(
        fmt::format("{}: the sample ratio tells {} of tests that their data are not to be believed",
                    plan.name, rate_text(plan.none.ratio_broken)));
  }
  table.notes.emplace_back(noise_note(frame));
  section.tables.push_back(std::move(table));
  return section;
}

Section looks_section(const Frame& frame) {
  constexpr std::size_t most_listed = 12;
  Section section;
  section.heading = "Looks";
  Table table;
  table.caption = "When each plan looks, and how large |z| must be";
  table.columns = {{.title = "plan"},
                   {.title = "day", .align = Align::right},
                   {.title = "customers known", .align = Align::right},
                   {.title = "information", .align = Align::right},
                   {.title = "lower", .align = Align::right},
                   {.title = "upper", .align = Align::right}};
  const auto bound = [](const std::optional<double>& z) {
    return z && std::isfinite(*z) ? fmt::format("{:.4f}", *z) : std::string(missing_text);
  };
  for (const PlanResult& plan : frame.results.plans) {
    const bool is_long = plan.looks.size() > most_listed;
    for (const LookResult& look : plan.looks) {
      if (is_long && &look != &plan.looks.front() && &look != &plan.looks.back()) continue;
      table.rows.push_back(
          {plan.name, fmt::to_string(look.day), whole(look.mature),
           look.information ? fmt::format("{:.3f}", *look.information) : std::string(missing_text),
           bound(look.lower), bound(look.upper)});
    }
    if (is_long) {
      table.notes.emplace_back(fmt::format("{} looks {} times, from day {} to day {}", plan.name,
                                           plan.looks.size(), plan.looks.front().day,
                                           plan.looks.back().day));
    }
  }
  section.tables.push_back(std::move(table));
  return section;
}

Section method_section(const Frame& frame) {
  const TestResults& results = frame.results;
  Section section;
  section.heading = "How it was computed";
  section.paragraphs.emplace_back(fmt::format(
      "{} simulated tests at {} customers a day, seed {}, each under the scenario's effect and "
      "under none. Arms hold different customers. All plans judge the same ones.",
      show_count(results.replicates), whole(results.traffic), results.seed));
  section.paragraphs.emplace_back(
      results.window > 0
          ? fmt::format("A look knows the customers who entered {} days before or earlier: their "
                        "{} is complete.",
                        results.window, results.metric)
          : "A look knows all who have entered, each as far as it has been followed by then; the "
            "rest is censored.");
  for (const std::string& note : results.notes) section.paragraphs.emplace_back(note);
  return section;
}

}  // namespace

Document experiment_document(const Scenario& scenario, const TestResults& results) {
  const Frame frame{scenario, results};
  Document document;
  document.title = scenario.name + ": what the test plans do";
  if (!results.complete) {
    Section partial;
    partial.paragraphs.emplace_back(fmt::format("Partial: interrupted after {} of {} replicates.",
                                                results.replicates, results.planned),
                                    Tone::unsure);
    document.sections.push_back(std::move(partial));
  }
  if (results.replicates == 0) return document;
  document.sections.push_back(answer_section(frame));
  Section plans;
  plans.heading = "Plans side by side";
  plans.tables = {errors_table(frame), cost_table(frame)};
  document.sections.push_back(std::move(plans));
  document.sections.push_back(findings_section(frame));
  document.sections.push_back(looks_section(frame));
  document.sections.push_back(method_section(frame));
  return document;
}

}  // namespace journeylab
