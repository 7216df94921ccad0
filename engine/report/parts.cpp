#include "report/parts.h"

#include <algorithm>

#include <fmt/format.h>

namespace journeylab {

Measure measure_of(const Metric& metric) noexcept {
  if (std::holds_alternative<TimeTo>(metric.kind)) return Measure::time;
  const bool plain =
      std::holds_alternative<Mean>(metric.kind) || std::holds_alternative<Ratio>(metric.kind);
  return plain ? Measure::plain : Measure::share;
}

Measure measure_of_difference(const Metric& metric) noexcept {
  const Measure measure = measure_of(metric);
  return measure == Measure::share ? Measure::points : measure;
}

std::string metric_label(const Metric& metric) {
  return metric.primary ? metric.name + " (primary)" : metric.name;
}

std::string interval_note(double confidence) {
  return show_level(confidence) +
         " intervals: simulation noise only; more synthetic customers shrink them, and they say "
         "nothing of assumptions or of a real test.";
}

std::string count_note() {
  return "Counts of this one run: they carry simulation noise, and no interval is given for it.";
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return show_count(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::vector<Text> summary(const Scenario& scenario, const RunFacts& facts,
                          const Analysis& analysis) {
  std::vector<Text> lines;
  if (!scenario.description.empty()) lines.emplace_back(scenario.description);
  const double horizon = scenario.horizon / scenario.ticks_per_unit();
  lines.emplace_back(fmt::format(
      "{} in each of {}, followed for {}; seed {}; journeylab {}.",
      counted(facts.customers, "synthetic customer"), counted(analysis.variants.size(), "variant"),
      show_span(horizon, scenario.time_unit), facts.seed, facts.version));
  if (!facts.complete) {
    lines.emplace_back(
        fmt::format("Stopped early: {} of {} customers; everything below is partial.",
                    show_count(facts.customers), show_count(facts.planned)),
        Tone::unsure);
  }
  for (const std::string& note : analysis.notes) lines.emplace_back("Note: " + note);
  return lines;
}

void MissingReasons::add(const std::string& label, const Estimate& estimate) {
  if (estimate.value && estimate.low && estimate.high && estimate.reason.empty()) return;
  const std::string reason = estimate.reason.empty() ? "not known" : estimate.reason;
  const auto known = std::find_if(labels_by_reason_.begin(), labels_by_reason_.end(),
                                  [&](const auto& pair) { return pair.first == reason; });
  if (known == labels_by_reason_.end()) {
    labels_by_reason_.emplace_back(reason, label);
  } else {
    known->second += ", " + label;
  }
}

std::vector<Text> MissingReasons::notes() const {
  std::vector<Text> notes;
  for (const auto& [reason, labels] : labels_by_reason_) {
    notes.emplace_back(fmt::format("{} {}: {}", missing_text, labels, reason));
  }
  return notes;
}

}  // namespace journeylab
