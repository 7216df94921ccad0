#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/documents.h"
#include "report/parts.h"

namespace journeylab {
namespace {

struct Frame {
  const Scenario& scenario;
  const RunFacts& facts;
  const Analysis& analysis;

  [[nodiscard]] const Metric& metric(const Comparison& comparison) const {
    return scenario.metrics.at(comparison.metric);
  }
  [[nodiscard]] const VariantResult& variant(const Comparison& comparison) const {
    return analysis.variants.at(comparison.variant);
  }
  /// The estimate that is compared, of the variant or of control.
  [[nodiscard]] const Estimate& estimate(const Comparison& comparison,
                                         const VariantResult& of) const {
    return comparison.segment
               ? of.segments.at(*comparison.segment).metrics.at(comparison.metric).estimate
               : of.metrics.at(comparison.metric).estimate;
  }
};

Tone tone_of(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::better:
      return Tone::good;
    case Verdict::worse:
      return Tone::bad;
    case Verdict::same:
      return Tone::plain;
    case Verdict::undecided:
      return Tone::unsure;
  }
  return Tone::plain;
}

Tone tone_of(GuardrailVerdict verdict) noexcept {
  switch (verdict) {
    case GuardrailVerdict::kept:
      return Tone::good;
    case GuardrailVerdict::broken:
      return Tone::bad;
    case GuardrailVerdict::undecided:
      return Tone::unsure;
  }
  return Tone::plain;
}

std::string shown(const Frame& frame, const Comparison& comparison, const VariantResult& of) {
  const Estimate& estimate = frame.estimate(comparison, of);
  if (!estimate.value) return missing_text;
  const Measure measure = measure_of(frame.metric(comparison));
  return show(*estimate.value, style_for(estimate, measure, frame.scenario.time_unit));
}

// ---- The answer ----

/// "early: conversion is 0.62 points higher than control (8.14% → 8.76%), 95% interval ...: better"
std::string sentence(const Frame& frame, const Comparison& comparison) {
  const Metric& metric = frame.metric(comparison);
  const VariantResult& control = frame.analysis.variants.at(0);
  const std::string start = frame.variant(comparison).name + ": " + metric.name;
  const std::string values = shown(frame, comparison, control) + " → " +
                             shown(frame, comparison, frame.variant(comparison));
  const Estimate& difference = comparison.difference;
  if (comparison.verdict == Verdict::same) {
    return fmt::format("{} is the same as in {} ({}): no customer differs", start, control.name,
                       values);
  }
  if (!difference.value) {
    const std::string reason = difference.reason.empty() ? "not known" : difference.reason;
    return fmt::format("{} cannot be compared with {} ({}): {}", start, control.name, values,
                       reason);
  }
  const NumberStyle style =
      style_for(difference, measure_of_difference(metric), frame.scenario.time_unit);
  const std::string interval =
      difference.low && difference.high
          ? fmt::format("{} interval {}{}", show_level(frame.facts.confidence),
                        show_interval(difference, style), unit_text(style))
          : "no interval" + (difference.reason.empty() ? "" : " (" + difference.reason + ")");
  if (*difference.value == 0.0) {
    return fmt::format("{} does not differ from {} ({}), {}: {}", start, control.name, values,
                       interval, name_of(comparison.verdict));
  }
  return fmt::format("{} is {} {} than {} ({}), {}: {}", start,
                     show(std::abs(*difference.value), style),
                     *difference.value < 0.0 ? "lower" : "higher", control.name, values, interval,
                     name_of(comparison.verdict));
}

Text guardrail_sentence(const Frame& frame, const Comparison& comparison) {
  const GuardrailResult& guardrail = *comparison.guardrail;
  Estimate worsening;
  worsening.value = guardrail.worsening;
  worsening.low = guardrail.bound_low;
  worsening.high = guardrail.bound_high;
  const NumberStyle style = style_for(worsening, Measure::share, frame.scenario.time_unit);
  const auto share = [&](const std::optional<double>& value) {
    return value ? show(*value, style) : std::string(missing_text);
  };
  const std::string start =
      fmt::format("{}: the guardrail on {} is {}", frame.variant(comparison).name,
                  frame.metric(comparison).name, name_of(guardrail.verdict));
  if (!guardrail.worsening) {
    return {fmt::format("{}: there is no relative change to judge ({})", start,
                        comparison.relative.reason),
            tone_of(guardrail.verdict)};
  }
  // An improvement is said as one, its bounds turned round with it.
  const bool improves = *guardrail.worsening < 0.0;
  const auto turned = [&](const std::optional<double>& value) {
    return improves && value ? std::optional<double>(-*value) : value;
  };
  const std::optional<double>& low = improves ? guardrail.bound_high : guardrail.bound_low;
  const std::optional<double>& high = improves ? guardrail.bound_low : guardrail.bound_high;
  return {fmt::format("{}: {} {} (one-sided {} bounds {} and {}), at most {} worse is accepted",
                      start, share(turned(guardrail.worsening)), improves ? "better" : "worse",
                      show_level(frame.facts.confidence), share(turned(low)), share(turned(high)),
                      show_level(guardrail.limit)),
          tone_of(guardrail.verdict)};
}

Section answer_section(const Frame& frame) {
  Section section;
  section.heading = "Answer";
  bool primary = false;
  for (const Comparison& comparison : frame.analysis.comparisons) {
    if (comparison.segment || !frame.metric(comparison).primary) continue;
    section.paragraphs.emplace_back(sentence(frame, comparison), tone_of(comparison.verdict));
    primary = true;
  }
  if (frame.analysis.comparisons.empty()) {
    section.paragraphs.emplace_back(
        "There is nothing to compare: it takes a metric, and a variant "
        "besides control.");
  } else if (!primary) {
    section.paragraphs.emplace_back("No metric is marked primary; every metric is in the table.");
  }
  for (const Comparison& comparison : frame.analysis.comparisons) {
    if (!comparison.segment && comparison.guardrail) {
      section.paragraphs.push_back(guardrail_sentence(frame, comparison));
    }
  }
  if (primary) section.paragraphs.emplace_back(interval_note(frame.facts.confidence));
  return section;
}

// ---- The tables ----

std::string with_interval(const Estimate& estimate, Measure measure, TimeUnit unit) {
  if (!estimate.value) return missing_text;
  const NumberStyle style = style_for(estimate, measure, unit, true);
  if (!estimate.low || !estimate.high) return show(*estimate.value, style);
  return fmt::format("{} ({}){}", show_bare(*estimate.value, style), show_interval(estimate, style),
                     unit_text(style));
}

struct TableShape {
  bool segments = false;
  bool guardrails = false;
};

std::vector<Column> columns_of(const Frame& frame, const TableShape& shape) {
  const std::string interval = " (" + show_level(frame.facts.confidence) + " interval)";
  std::vector<Column> columns = {{"metric"}, {"variant"}};
  if (shape.segments) columns.push_back({"segment"});
  const std::string control =
      frame.analysis.variants.empty() ? "" : frame.analysis.variants[0].name;
  for (const std::string& title :
       {control, std::string("this variant"), "difference" + interval, "relative" + interval,
        std::string("p"), std::string("adjusted p")}) {
    columns.push_back({title, Align::right});
  }
  columns.push_back({"verdict"});
  if (shape.guardrails) columns.push_back({"guardrail"});
  return columns;
}

std::vector<Text> row_of(const Frame& frame, const TableShape& shape,
                         const Comparison& comparison) {
  const Metric& metric = frame.metric(comparison);
  const TimeUnit unit = frame.scenario.time_unit;
  const VariantResult& variant = frame.variant(comparison);
  std::vector<Text> row = {metric_label(metric), variant.name};
  if (shape.segments) row.emplace_back(frame.scenario.names.segments.at(*comparison.segment));
  row.emplace_back(shown(frame, comparison, frame.analysis.variants.at(0)));
  row.emplace_back(shown(frame, comparison, variant));
  row.emplace_back(with_interval(comparison.difference, measure_of_difference(metric), unit));
  row.emplace_back(with_interval(comparison.relative, Measure::share, unit));
  row.emplace_back(show_p_value(comparison.p_value));
  row.emplace_back(show_p_value(comparison.p_value_adjusted));
  row.emplace_back(std::string(name_of(comparison.verdict)), tone_of(comparison.verdict));
  if (shape.guardrails && comparison.guardrail) {
    row.emplace_back(std::string(name_of(comparison.guardrail->verdict)),
                     tone_of(comparison.guardrail->verdict));
  } else if (shape.guardrails) {
    row.emplace_back("");
  }
  return row;
}

Table comparison_table(const Frame& frame, bool segments) {
  TableShape shape = {.segments = segments, .guardrails = false};
  const std::vector<Comparison>& all = frame.analysis.comparisons;
  shape.guardrails = std::any_of(all.begin(), all.end(), [&](const Comparison& comparison) {
    return comparison.segment.has_value() == segments && comparison.guardrail;
  });
  Table table;
  table.caption = segments ? "By segment (exploratory)" : "Every metric, all customers";
  table.columns = columns_of(frame, shape);
  MissingReasons missing;
  for (const Comparison& comparison : all) {
    if (comparison.segment.has_value() != segments) continue;
    table.rows.push_back(row_of(frame, shape, comparison));
    std::string label = frame.metric(comparison).name + " (" + frame.variant(comparison).name;
    if (segments) label += ", " + frame.scenario.names.segments.at(*comparison.segment);
    missing.add(label + ")", comparison.difference);
    if (comparison.relative.reason != comparison.difference.reason) {
      missing.add(label + ", relative)", comparison.relative);
    }
  }
  table.notes = missing.notes();
  table.notes.emplace_back(interval_note(frame.facts.confidence));
  return table;
}

// ---- How it was computed ----

std::string adjustment_sentence(const std::string& adjustment) {
  if (adjustment.empty() || adjustment == "none") {
    return "P-values are not corrected for many comparisons.";
  }
  return fmt::format(
      "Adjusted p-values are corrected for many comparisons by the method '{}', within each of "
      "three "
      "families: the primary metric over the variants, the other metrics over the variants, and "
      "the "
      "segments. Intervals are not adjusted.",
      adjustment);
}

Section method_section(const Frame& frame) {
  Section section;
  section.heading = "How this was computed";
  const std::vector<Comparison>& all = frame.analysis.comparisons;
  const bool paired = std::all_of(all.begin(), all.end(), [](const auto& c) { return c.paired; });
  section.paragraphs.emplace_back(
      paired
          ? "Pairing: every variant meets the same synthetic customers as control, with the same "
            "dice, and each customer is compared with itself."
          : "Pairing: not every comparison is of the same synthetic customers.");
  std::vector<std::string> said;
  for (const Comparison& comparison : all) {
    if (comparison.method.empty()) continue;
    const std::string line = frame.metric(comparison).name + ": " + comparison.method;
    if (std::find(said.begin(), said.end(), line) == said.end()) said.push_back(line);
  }
  for (const std::string& line : said) section.paragraphs.emplace_back(line);
  section.paragraphs.emplace_back(adjustment_sentence(all.front().adjustment));
  section.paragraphs.emplace_back(
      fmt::format("Verdicts are two-sided, at an adjusted p-value of {:g}; 'same' means that no "
                  "customer differs. "
                  "More synthetic customers make any difference that is not zero certain: judge it "
                  "by its size.",
                  1.0 - frame.facts.confidence));
  return section;
}

}  // namespace

Document compare_document(const Scenario& scenario, const RunFacts& facts,
                          const Analysis& analysis) {
  const Frame frame = {scenario, facts, analysis};
  Document document;
  document.title = scenario.name + ": which variant is better";
  document.sections.push_back({"", summary(scenario, facts, analysis), {}});
  document.sections.push_back(answer_section(frame));
  if (analysis.comparisons.empty()) return document;
  document.sections.push_back({"Metrics", {}, {comparison_table(frame, false)}});
  Table segments = comparison_table(frame, true);
  if (!segments.rows.empty()) {
    document.sections.push_back(
        {"Segments",
         {Text("Exploratory: with this many looks, some differences between segments are chance. "
               "They raise questions; they decide none.")},
         {std::move(segments)}});
  }
  document.sections.push_back(method_section(frame));
  return document;
}

}  // namespace journeylab
