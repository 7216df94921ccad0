#include "cohort/kept_columns.h"

#include <cmath>

namespace journeylab {
namespace {

// Which columns formulas of metrics read at the end, or at a time that came after it.
std::vector<bool> read_by_metrics(const JourneyPlan& plan) {
  std::vector<bool> is_read(plan.layout.count, false);
  const auto note = [&](const Operand& operand) {
    if (operand.kind == OperandKind::column) is_read[operand.index] = true;
  };
  const auto note_all = [&](const std::vector<ObservedFormula>& observed) {
    for (const ObservedFormula& each : observed) {
      const Program& formula = plan.metrics[each.metric].formulas[each.formula];
      note(formula.result);
      for (const Instruction& instruction : formula.code) {
        note(instruction.a);
        note(instruction.b);
        note(instruction.c);
      }
    }
  };
  note_all(plan.observed_at_end);
  for (const Observation& observation : plan.observations) note_all(observation.formulas);
  return is_read;
}

// The first reaches from which lives are counted, of whom clock and status are read. Nothing: they
// are read of all.
std::optional<std::vector<ColumnIndex>> origins_of_lives(const JourneyPlan& plan) {
  std::vector<ColumnIndex> origins;
  for (const Metric& metric : plan.scenario->metrics) {
    const auto* retained = std::get_if<Retained>(&metric.kind);
    if (retained == nullptr) continue;
    if (!retained->from) return std::nullopt;
    origins.push_back(plan.layout.goal_first[*retained->from]);
  }
  return origins;
}

}  // namespace

KeptColumns kept_columns(const JourneyPlan& plan) {
  const ColumnLayout& layout = plan.layout;
  std::vector<bool> is_read = read_by_metrics(plan);
  if (!plan.observations.empty()) is_read[layout.clock] = true;
  // Whose distribution is counted.
  if (layout.revenue != no_column) is_read[layout.revenue] = true;
  KeptColumns kept;
  const auto origins = origins_of_lives(plan);
  for (const ColumnIndex column : {layout.clock, layout.status}) {
    if (is_read[column] || !origins) {
      kept.push_back({.column = column, .initial = std::nullopt, .origins = {}});
    } else if (!origins->empty()) {
      kept.push_back({.column = column, .initial = std::nullopt, .origins = *origins});
    }
    is_read[column] = false;
  }
  const auto keep_each = [&](const std::vector<ColumnIndex>& columns, double initial) {
    for (const ColumnIndex column : columns) {
      if (column == no_column) continue;
      kept.push_back({.column = column, .initial = initial, .origins = {}});
      is_read[column] = false;
    }
  };
  keep_each(layout.goal_first, never);
  keep_each(layout.returned, 0.0);
  for (const ColumnIndex state : layout.state) {
    if (is_read[state]) kept.push_back({.column = state, .initial = std::nullopt, .origins = {}});
    is_read[state] = false;
  }
  // Nearly everybody is contacted, and costs something; many are never paid by.
  for (ColumnIndex c = layout.shared; c < layout.count; ++c) {
    if (!is_read[c]) continue;
    const bool is_often_zero = c != layout.cost && c != layout.contacts;
    kept.push_back(
        {.column = c, .initial = is_often_zero ? std::optional(0.0) : std::nullopt, .origins = {}});
  }
  return kept;
}

Known known_at_start(const JourneyPlan& plan) {
  const ColumnLayout& layout = plan.layout;
  Known known(layout.count);
  for (ColumnIndex c = layout.shared; c < layout.count; ++c) known.set(c, 0.0);
  known.set(layout.status, status_active);
  for (const ColumnIndex first : layout.goal_first) known.set(first, never);
  for (std::size_t s = 0; s < layout.state.size(); ++s) {
    const auto start = plan.start_state[s].constant();
    if (start && std::isfinite(*start)) {
      known.set(layout.state[s], *start);
    } else {
      known.forget(layout.state[s]);
    }
  }
  // Written by those alone who observe.
  for (const auto& formulas : layout.observed) {
    for (const ColumnIndex observed : formulas) known.forget(observed);
  }
  return known;
}

}  // namespace journeylab
