#include "plan/columns.h"

#include "scenario/walk.h"

namespace journeylab {
namespace {

void note_reads(const Expression& expression, FormulaReads& reads) {
  switch (expression.operation) {
    case Operation::revenue:
      reads.revenue = true;
      break;
    case Operation::cost:
      reads.cost = true;
      break;
    case Operation::contacts:
      reads.contacts = true;
      break;
    case Operation::contacts_touchpoint:
      reads.touchpoint_contacts[expression.index] = true;
      break;
    case Operation::contacts_channel:
      reads.channel_contacts[expression.index] = true;
      break;
    case Operation::visits:
      reads.visits[expression.index] = true;
      break;
    case Operation::count:
      reads.goal_count[expression.index] = true;
      break;
    default:
      break;
  }
  for (const Expression& operand : expression.operands) note_reads(operand, reads);
}

// How many formulas a metric evaluates for each customer.
std::size_t observed_formulas(const Metric& metric) {
  if (std::holds_alternative<Mean>(metric.kind)) return 1;
  return std::holds_alternative<Ratio>(metric.kind) ? 2 : 0;
}

}  // namespace

FormulaReads formula_reads(const Scenario& scenario, std::size_t variant) {
  FormulaReads reads;
  reads.touchpoint_contacts.resize(scenario.names.touchpoints.size());
  reads.channel_contacts.resize(scenario.names.channels.size());
  reads.visits.resize(scenario.names.steps.size());
  reads.goal_count.resize(scenario.names.goals.size());
  for_each_formula(scenario, variant,
                   [&](const Expression& formula, FormulaOwner) { note_reads(formula, reads); });
  return reads;
}

ColumnLayout lay_out_columns(const Scenario& scenario, std::size_t variant,
                             const std::vector<bool>& counted, bool guarded) {
  const FormulaReads reads = formula_reads(scenario, variant);
  ColumnLayout layout;
  const auto add = [&layout](bool wanted) { return wanted ? layout.count++ : no_column; };
  const auto add_each = [&](const std::vector<bool>& wanted) {
    std::vector<ColumnIndex> columns;
    for (const bool each : wanted) columns.push_back(add(each));
    return columns;
  };
  layout.attributes = add_each(std::vector<bool>(scenario.names.attributes.size(), true));
  layout.shared = layout.count;
  layout.clock = add(true);
  layout.status = add(true);
  layout.idle = add(guarded);
  layout.revenue = add(reads.revenue);
  layout.cost = add(reads.cost);
  layout.contacts = add(reads.contacts);
  layout.touchpoint_contacts = add_each(reads.touchpoint_contacts);
  layout.channel_contacts = add_each(reads.channel_contacts);
  for (std::size_t s = 0; s < scenario.names.steps.size(); ++s) {
    layout.visits.push_back(
        add(counted[s] || (reads.visits[s] && scenario.variants[variant].steps[s].present)));
  }
  layout.goal_count = add_each(reads.goal_count);
  layout.goal_first = add_each(std::vector<bool>(scenario.names.goals.size(), true));
  layout.state = add_each(std::vector<bool>(scenario.names.state.size(), true));
  for (const Metric& metric : scenario.metrics) {
    layout.returned.push_back(add(std::holds_alternative<Returned>(metric.kind)));
    layout.observed.push_back(add_each(std::vector<bool>(observed_formulas(metric), true)));
  }
  return layout;
}

}  // namespace journeylab
