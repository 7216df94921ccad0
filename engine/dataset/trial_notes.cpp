#include "dataset/trial_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dataset/compare_arms.h"

namespace journeylab {
namespace {

using Notes = std::vector<std::string>;

void note_rows(const TrialData& data, Notes& notes) {
  if (data.rows_without_arm > 0) {
    notes.push_back(fmt::format("{} of {} rows name no arm and are left out.",
                                data.rows_without_arm, data.rows));
  }
}

void note_missing(const TrialData& data, const TrialPlan& plan, Notes& notes) {
  for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
    std::vector<std::string> parts;
    for (std::size_t a = 0; a < data.arms.size(); ++a) {
      const std::uint64_t missing = data.total[a].metrics[m].missing;
      if (missing > 0) {
        parts.push_back(
            fmt::format("{} of {} in {}", missing, data.total[a].customers, data.arms[a]));
      }
    }
    if (parts.empty()) continue;
    notes.push_back(
        fmt::format("{}: customers without a value are left out: {}. If that has to do "
                    "with the arm, the comparison is biased.",
                    plan.metrics[m].name, fmt::join(parts, ", ")));
  }
}

// Whether no customer of any arm differs from another in the metric's own columns.
bool is_constant(const TrialData& data, const TrialMetric& metric, std::size_t m) {
  if (metric.has_times()) return false;
  const TrialTally* first = nullptr;
  for (const TrialGroup& arm : data.total) {
    const TrialTally& tally = arm.metrics[m];
    if (tally.moments.n == 0) continue;
    if (first == nullptr) first = &tally;
    const std::size_t own = tally.moments.variables - metric.covariates.size();
    for (std::size_t i = 0; i < own; ++i) {
      if (tally.moments.products[i][i] != 0.0) return false;
      if (tally.moments.mean[i] != first->moments.mean[i]) return false;
    }
  }
  return first != nullptr;
}

void note_constants(const TrialData& data, const TrialPlan& plan, Notes& notes) {
  for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
    if (is_constant(data, plan.metrics[m], m)) {
      notes.push_back(fmt::format("{} is the same for every customer: there is nothing to compare.",
                                  plan.metrics[m].name));
    }
  }
}

void note_logrank(const TrialData& data, const TrialPlan& plan, Notes& notes) {
  for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
    if (plan.metrics[m].kind != TrialKind::time) continue;
    std::vector<const TrialTally*> arms;
    for (const TrialGroup& arm : data.total) arms.push_back(&arm.metrics[m]);
    if (const auto p = logrank_p_value(arms)) {
      notes.push_back(fmt::format("{}: log-rank test of all arms together: p {:.3g}.",
                                  plan.metrics[m].name, *p));
    }
  }
}

// The effects of a comparison in each segment of a column, weighed by the segment's customers.
std::vector<SegmentEffect> effects_in(const TrialComparison& total, const std::string& column,
                                      const TrialData& data,
                                      const std::vector<TrialComparison>& comparisons) {
  std::vector<SegmentEffect> effects;
  for (const TrialComparison& part : comparisons) {
    if (!part.segment || data.segments[*part.segment].column != column) continue;
    if (part.metric != total.metric || part.arm != total.arm || !part.difference.value) continue;
    const auto customers = static_cast<double>(part.control.n + part.treatment.n);
    effects.push_back({.effect = *part.difference.value, .weight = customers});
  }
  double all = 0.0;
  for (const SegmentEffect& effect : effects) all += effect.weight;
  for (SegmentEffect& effect : effects) effect.weight /= all;
  return effects;
}

void note_contradictions(const TrialData& data, const TrialPlan& plan,
                         const std::vector<TrialComparison>& comparisons, Notes& notes) {
  for (const TrialComparison& total : comparisons) {
    if (total.segment || !total.difference.value || *total.difference.value == 0.0) continue;
    for (const std::string& column : plan.segments) {
      const SimpsonWarning warning =
          simpson_warning(*total.difference.value, effects_in(total, column, data, comparisons));
      if (!warning.warns()) continue;
      notes.push_back(fmt::format(
          "Simpson's paradox: {} of {} differs from {} one way in total and the other way {} of "
          "{}; "
          "the arms hold different mixes of segments. Trust the segments.",
          plan.metrics[total.metric].name, data.arms[total.arm], data.arms.front(),
          warning.every_segment_opposed ? "in every segment" : "at the same mix of segments",
          column));
    }
  }
}

}  // namespace

std::vector<std::string> trial_notes(const TrialData& data, const TrialPlan& plan,
                                     const std::vector<TrialComparison>& comparisons) {
  Notes notes;
  note_rows(data, notes);
  note_missing(data, plan, notes);
  note_constants(data, plan, notes);
  note_logrank(data, plan, notes);
  note_contradictions(data, plan, comparisons, notes);
  return notes;
}

}  // namespace journeylab
