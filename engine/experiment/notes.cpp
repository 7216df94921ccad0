#include "experiment/notes.h"

#include <fmt/format.h>

namespace journeylab {
namespace {

// Whether a metric is among customers, or per units, that the journey after the start decides on.
bool conditions_after_start(const Metric& metric) {
  if (const auto* retained = std::get_if<Retained>(&metric.kind)) return retained->from.has_value();
  if (const auto* returned = std::get_if<Returned>(&metric.kind)) return returned->from.has_value();
  return std::holds_alternative<Ratio>(metric.kind);
}

void note_conditional_metrics(const Scenario& scenario, std::vector<std::string>& notes) {
  std::string names;
  int count = 0;
  for (const Metric& metric : scenario.metrics) {
    if (!conditions_after_start(metric)) continue;
    names += (count++ == 0 ? "" : ", ") + metric.name;
  }
  if (count == 0) return;
  notes.push_back(fmt::format(
      "{} {} on something that happens after the start: its difference between variants is not a "
      "randomised comparison.",
      names, count == 1 ? "conditions" : "each condition"));
}

void note_assumptions(const Scenario& scenario, std::vector<std::string>& notes) {
  if (scenario.assumptions.empty()) return;
  notes.emplace_back(
      "The assumptions are at their means: this is the answer at the mean, not the mean answer, "
      "and "
      "the intervals leave out what is not known about them.");
}

bool decided(const Comparison& comparison) {
  return comparison.verdict == Verdict::better || comparison.verdict == Verdict::worse;
}

// Whether every segment with a verdict says the opposite of the total, and at least one has one.
bool reverses(const Analysis& analysis, const Comparison& overall) {
  bool any = false;
  for (const Comparison& part : analysis.comparisons) {
    if (!part.segment || part.metric != overall.metric || part.variant != overall.variant) continue;
    if (!decided(part)) continue;
    if (part.verdict == overall.verdict) return false;
    any = true;
  }
  return any;
}

void note_reversals(const Scenario& scenario, const Analysis& analysis,
                    std::vector<std::string>& notes) {
  for (const Comparison& overall : analysis.comparisons) {
    if (overall.segment || !decided(overall) || !reverses(analysis, overall)) continue;
    notes.push_back(fmt::format(
        "{}: {} is {} overall, yet {} in every segment where the difference is clear: the total "
        "mixes segments in other proportions (Simpson's paradox), so read the segments.",
        scenario.metrics[overall.metric].name, analysis.variants[overall.variant].name,
        name_of(overall.verdict), overall.verdict == Verdict::better ? "worse" : "better"));
  }
}

}  // namespace

std::vector<std::string> notes_on(const Scenario& scenario, const Analysis& analysis) {
  std::vector<std::string> notes;
  note_conditional_metrics(scenario, notes);
  note_assumptions(scenario, notes);
  note_reversals(scenario, analysis, notes);
  return notes;
}

}  // namespace journeylab
