#include "report/trial_document.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/number_text.h"
#include "report/parts.h"

namespace journeylab {
namespace {

struct Frame {
  const TrialPlan& plan;
  const TrialData& data;
  const TrialAnalysis& analysis;

  [[nodiscard]] const TrialMetric& metric(const TrialComparison& comparison) const {
    return plan.metrics[comparison.metric];
  }
  [[nodiscard]] const std::string& arm(const TrialComparison& comparison) const {
    return data.arms[comparison.arm];
  }
};

Estimate shown_part(const Estimated& estimated) {
  Estimate estimate;
  estimate.value = estimated.value;
  estimate.standard_error = estimated.standard_error;
  if (estimated.interval) {
    estimate.low = estimated.interval->low;
    estimate.high = estimated.interval->high;
  }
  estimate.reason = estimated.reason;
  return estimate;
}

NumberStyle style_of(const Estimated& estimated, Measure measure, bool sign) {
  const Estimate estimate = shown_part(estimated);
  NumberStyle style = style_for(estimate, measure, TimeUnit::day, sign);
  // The error of a limit that is not finite says nothing about digits.
  if (style.decimals && (*style.decimals > 12 || *style.decimals < -12)) style.decimals = {};
  return style;
}

std::string value_text(const Estimated& estimated, Measure measure, bool sign = false) {
  if (!estimated.value) return missing_text;
  return show(*estimated.value, style_of(estimated, measure, sign));
}

std::string end_text(double end, const NumberStyle& style) {
  if (std::isinf(end)) return end > 0 ? "∞" : "-∞";
  return show_bare(end, style);
}

std::string interval_text(const Estimated& estimated, Measure measure, bool sign = false) {
  if (!estimated.interval) return missing_text;
  const NumberStyle style = style_of(estimated, measure, sign);
  return end_text(estimated.interval->low, style) + " to " +
         end_text(estimated.interval->high, style);
}

Measure difference_measure(const TrialMetric& metric) noexcept {
  return is_share(metric.kind) ? Measure::points : Measure::plain;
}

Measure value_measure(const TrialMetric& metric) noexcept {
  return is_share(metric.kind) ? Measure::share : Measure::plain;
}

Tone tone_of(TrialVerdict verdict) noexcept {
  switch (verdict) {
    case TrialVerdict::better:
      return Tone::good;
    case TrialVerdict::worse:
      return Tone::bad;
    case TrialVerdict::undecided:
    case TrialVerdict::withheld:
    case TrialVerdict::unknown:
      break;
  }
  return Tone::unsure;
}

std::string verdict_words(const Frame& frame, const TrialComparison& comparison) {
  switch (comparison.verdict) {
    case TrialVerdict::better:
      return "better";
    case TrialVerdict::worse:
      return "worse";
    case TrialVerdict::undecided:
      return fmt::format("undecided: these data do not tell {} from {}", frame.arm(comparison),
                         frame.data.arms.front());
    case TrialVerdict::withheld:
      return "withheld, because the sample ratio is broken";
    case TrialVerdict::unknown:
      break;
  }
  return "no verdict: " + (comparison.difference.reason.empty() ? std::string("not known")
                                                                : comparison.difference.reason);
}

// "gate_40: retention_7 is 0.82 points lower than gate_30 (19.02% → 18.20%), ...: worse"
Text sentence(const Frame& frame, const TrialComparison& comparison) {
  const TrialMetric& metric = frame.metric(comparison);
  const std::string& control = frame.data.arms.front();
  const std::string values = value_text(comparison.control.estimate, value_measure(metric)) +
                             " → " +
                             value_text(comparison.treatment.estimate, value_measure(metric));
  const Tone tone = tone_of(comparison.verdict);
  const Estimated& difference = comparison.difference;
  if (!difference.value) {
    return {fmt::format("{}: {} ({}): {}", frame.arm(comparison), metric.name, values,
                        verdict_words(frame, comparison)),
            tone};
  }
  const NumberStyle style = style_of(difference, difference_measure(metric), false);
  const std::string interval =
      difference.interval
          ? fmt::format(", {} interval {}{}", show_level(frame.plan.confidence),
                        interval_text(difference, difference_measure(metric)), unit_text(style))
          : "";
  const std::string p =
      comparison.p_value_adjusted
          ? fmt::format(", adjusted p {}", show_p_value(comparison.p_value_adjusted))
          : "";
  const std::string direction =
      *difference.value == 0.0
          ? fmt::format("does not differ from {}", control)
          : fmt::format("is {} {} than {}", show(std::abs(*difference.value), style),
                        *difference.value < 0.0 ? "lower" : "higher", control);
  return {fmt::format("{}: {} {} ({}){}{}: {}", frame.arm(comparison), metric.name, direction,
                      values, interval, p, verdict_words(frame, comparison)),
          tone};
}

Section answer_section(const Frame& frame) {
  Section section;
  section.heading = "Answer";
  for (const TrialComparison& comparison : frame.analysis.comparisons) {
    if (!comparison.segment) section.paragraphs.push_back(sentence(frame, comparison));
  }
  return section;
}

Text ratio_words(const Frame& frame) {
  const SampleRatio& ratio = frame.analysis.ratio;
  const std::string p = show_p_value(ratio.p_value);
  switch (ratio.state) {
    case SampleRatioVerdict::as_planned:
      return {fmt::format("The arms are as large as the split says they should be (p {}).", p),
              Tone::good};
    case SampleRatioVerdict::suspicious:
      return {fmt::format("Warning: the sizes of the arms fit the split badly (p {}, below {}). "
                          "Look for customers lost or counted twice in one arm before you believe "
                          "what follows.",
                          p, 0.01),
              Tone::unsure};
    case SampleRatioVerdict::broken:
      break;
  }
  const char* consequence = frame.plan.force ? "Verdicts are given because they are forced."
                                             : "Verdicts are withheld; --force gives them.";
  return {
      fmt::format("The sizes of the arms do not fit the split (p {}, below {}): who is in which "
                  "arm was not left to chance alone, and every difference below can come from "
                  "that. {}",
                  p, 0.001, consequence),
      Tone::bad};
}

Section ratio_section(const Frame& frame) {
  const SampleRatio& ratio = frame.analysis.ratio;
  Section section;
  section.heading = "Sample ratio";
  section.paragraphs.push_back(ratio_words(frame));
  Table table;
  table.caption = fmt::format("Customers in each arm; chi-square {:.4f} on {:.0f} df",
                              ratio.chi_square, ratio.df);
  table.columns = {{"arm", Align::left},
                   {"customers", Align::right},
                   {"share", Align::right},
                   {"expected", Align::right}};
  std::uint64_t all = 0;
  for (const std::uint64_t count : ratio.counts) all += count;
  for (std::size_t a = 0; a < ratio.counts.size(); ++a) {
    table.rows.push_back({frame.data.arms[a], show_count(ratio.counts[a]),
                          show_share(ratio.counts[a], all),
                          fmt::format("{:.2f}%", 100.0 * ratio.expected[a])});
  }
  section.tables.push_back(std::move(table));
  return section;
}

std::string metric_words(const TrialMetric& metric) {
  return metric.lower_is_better ? metric.name + " (lower is better)" : metric.name;
}

std::vector<Text> row_of(const Frame& frame, const TrialComparison& comparison, bool segmented) {
  const TrialMetric& metric = frame.metric(comparison);
  const Measure measure = difference_measure(metric);
  const NumberStyle style = style_of(comparison.difference, measure, true);
  std::vector<Text> row{metric_words(metric)};
  if (segmented) {
    const TrialSegment& segment = frame.data.segments[*comparison.segment];
    row.emplace_back(segment.column + " = " + segment.value);
  }
  row.emplace_back(frame.arm(comparison));
  row.emplace_back(value_text(comparison.control.estimate, value_measure(metric)));
  row.emplace_back(value_text(comparison.treatment.estimate, value_measure(metric)));
  row.emplace_back(value_text(comparison.difference, measure, true));
  row.emplace_back(interval_text(comparison.difference, measure, true) +
                   (comparison.difference.interval ? unit_text(style) : ""));
  row.emplace_back(value_text(comparison.relative, Measure::share, true));
  row.emplace_back(interval_text(comparison.relative, Measure::share, true));
  row.emplace_back(show_p_value(comparison.p_value));
  row.emplace_back(show_p_value(comparison.p_value_adjusted));
  row.emplace_back(std::string(name_of(comparison.verdict)), tone_of(comparison.verdict));
  return row;
}

// Why something is missing, once for each reason.
void add_reasons(const Frame& frame, bool segmented, Table& table) {
  MissingReasons reasons;
  for (const TrialComparison& comparison : frame.analysis.comparisons) {
    if (comparison.segment.has_value() != segmented) continue;
    std::string label = frame.metric(comparison).name + " of " + frame.arm(comparison);
    if (comparison.segment) label += " in " + frame.data.segments[*comparison.segment].value;
    reasons.add(label, shown_part(comparison.difference));
    if (comparison.relative.reason != comparison.difference.reason) {
      reasons.add(label + " (relative)", shown_part(comparison.relative));
    }
  }
  for (Text& note : reasons.notes()) table.notes.push_back(std::move(note));
}

Section comparison_section(const Frame& frame, bool segmented) {
  Section section;
  section.heading = segmented ? "Segments" : "Metrics";
  Table table;
  table.caption = segmented
                      ? "Each segment against control in the same segment. Exploratory: chosen "
                        "after the fact, one segment in many differs by chance alone"
                      : fmt::format(
                            "Each arm against {}. {} intervals: the noise of this test, "
                            "not corrected for many comparisons",
                            frame.data.arms.front(), show_level(frame.plan.confidence));
  table.columns = {{"metric", Align::left}};
  if (segmented) table.columns.push_back({"segment", Align::left});
  for (const char* title : {"arm", "control", "arm's", "difference", "interval", "relative",
                            "relative interval", "p", "adjusted p", "verdict"}) {
    const std::string name = title;
    table.columns.push_back(
        {name, name == "arm" || name == "verdict" ? Align::left : Align::right});
  }
  for (const TrialComparison& comparison : frame.analysis.comparisons) {
    if (comparison.segment.has_value() == segmented) {
      table.rows.push_back(row_of(frame, comparison, segmented));
    }
  }
  add_reasons(frame, segmented, table);
  section.tables.push_back(std::move(table));
  return section;
}

Section method_section(const Frame& frame) {
  Section section;
  section.heading = "How it was computed";
  std::vector<std::string> seen;
  for (const TrialComparison& comparison : frame.analysis.comparisons) {
    const std::string& name = frame.metric(comparison).name;
    if (comparison.test.empty() || std::find(seen.begin(), seen.end(), name) != seen.end())
      continue;
    seen.push_back(name);
    std::string words =
        fmt::format("{}: test {}; interval {}", name, comparison.test, comparison.interval);
    if (comparison.variance_reduction) {
      words += fmt::format("; the covariates take {:.0f}% off the variance",
                           100.0 * std::max(0.0, *comparison.variance_reduction));
    }
    section.paragraphs.emplace_back(std::move(words));
  }
  section.paragraphs.emplace_back(fmt::format(
      "p-values are two-sided, adjusted by {} over all metrics and arms together; segments are a "
      "family of their own. Verdicts: adjusted p below {:.4g}.",
      frame.plan.adjustment, 1.0 - frame.plan.confidence));
  return section;
}

std::string size_words(const TrialPlan& plan, const TrialData& data) {
  const std::string arms = counted(data.arms.size(), "arm");
  if (plan.customers.empty()) return fmt::format("{} in {}.", counted(data.rows, "row"), arms);
  std::uint64_t customers = 0;
  for (const TrialGroup& arm : data.total) customers += arm.customers;
  return fmt::format("{} of counts: {} in {}.", counted(data.rows, "row"),
                     counted(customers, "customer"), arms);
}

}  // namespace

Document trial_document(const TrialPlan& plan, const TrialData& data,
                        const TrialAnalysis& analysis) {
  const Frame frame{.plan = plan, .data = data, .analysis = analysis};
  Document document;
  document.title = data.file + ": each arm against " + data.arms.front();
  Section head;
  head.paragraphs.emplace_back(size_words(plan, data));
  for (const std::string& note : analysis.notes) {
    head.paragraphs.emplace_back("Note: " + note, Tone::unsure);
  }
  document.sections = {head, ratio_section(frame), answer_section(frame),
                       comparison_section(frame, false)};
  if (!data.segments.empty()) document.sections.push_back(comparison_section(frame, true));
  document.sections.push_back(method_section(frame));
  return document;
}

}  // namespace journeylab
