#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "report/documents.h"
#include "report/parts.h"

namespace journeylab {
namespace {

std::string shown_value(const Estimate& estimate, const NumberStyle& style) {
  return estimate.value ? show(*estimate.value, style) : missing_text;
}

std::string interval_cell(const Estimate& estimate, const NumberStyle& style) {
  const std::string text = show_interval(estimate, style);
  return text == missing_text ? text : text + unit_text(style);
}

/// "time_to_buy: reached by 16,279, after 3.4 days on average (median 2.1 days); ..."
Text time_to_note(const Scenario& scenario, const Metric& metric, const TimeToSummary& summary) {
  const NumberStyle style = {.measure = Measure::time, .unit = scenario.time_unit};
  const auto time = [&](const std::optional<double>& value) {
    return value ? show(*value, style) : std::string(missing_text);
  };
  std::string text = fmt::format(
      "{}: the goal is reached by {} customers, after {} on average "
      "(median {})",
      metric.name, show_count(summary.n_reached), time(summary.mean_among_reached),
      time(summary.median_among_reached));
  for (const TimeToSummary::Quantile& quantile : summary.quantiles) {
    const std::string share = show_level(quantile.probability);
    text += quantile.time ? fmt::format("; {} of all by {}", share, time(quantile.time))
                          : fmt::format("; {} of all: not reached", share);
  }
  return text + '.';
}

struct MetricsTable {
  const Scenario& scenario;
  bool by_segment;
  Table table;
  MissingReasons missing;

  void add(const std::string& segment, std::size_t m, const MetricResult& result) {
    const Metric& metric = scenario.metrics.at(m);
    const Estimate& estimate = result.estimate;
    const NumberStyle style = style_for(estimate, measure_of(metric), scenario.time_unit);
    std::vector<Text> row = {metric_label(metric)};
    if (by_segment) row.emplace_back(segment);
    row.emplace_back(shown_value(estimate, style));
    row.emplace_back(interval_cell(estimate, style));
    row.emplace_back(show_count(estimate.n));
    table.rows.push_back(std::move(row));
    missing.add(by_segment ? metric.name + " (" + segment + ")" : metric.name, estimate);
  }
};

Table metrics_table(const Scenario& scenario, const RunFacts& facts, const VariantResult& variant) {
  // One segment alone is everybody: its rows would repeat the total.
  MetricsTable made = {scenario, variant.segments.size() > 1, {}, {}};
  made.table.caption = "Metrics";
  made.table.columns = {{"metric"}};
  if (made.by_segment) made.table.columns.push_back({"segment"});
  made.table.columns.push_back({"estimate", Align::right});
  made.table.columns.push_back({show_level(facts.confidence) + " interval", Align::right});
  made.table.columns.push_back({"customers", Align::right});
  std::vector<Text> time_notes;
  for (std::size_t m = 0; m < variant.metrics.size(); ++m) {
    const MetricResult& result = variant.metrics[m];
    made.add("all", m, result);
    for (std::size_t s = 0; made.by_segment && s < variant.segments.size(); ++s) {
      made.add(scenario.names.segments.at(s), m, variant.segments[s].metrics.at(m));
    }
    if (result.time_to) {
      time_notes.push_back(time_to_note(scenario, scenario.metrics.at(m), *result.time_to));
    }
  }
  made.table.notes = made.missing.notes();
  made.table.notes.insert(made.table.notes.end(), time_notes.begin(), time_notes.end());
  made.table.notes.emplace_back(interval_note(facts.confidence));
  return made.table;
}

bool some_way_unfinished(const VariantResult& variant) {
  return std::any_of(variant.steps.begin(), variant.steps.end(), [](const StepResult& step) {
    return std::any_of(step.ways.begin(), step.ways.end(),
                       [](const WayResult& way) { return way.completed != way.count; });
  });
}

void add_step(Table& table, const Scenario& scenario, const StepResult& step, bool completed) {
  const NumberStyle time = {.measure = Measure::time, .unit = scenario.time_unit, .decimals = 2};
  std::vector<Text> row = {scenario.names.steps.at(step.step), show_count(step.visits), ""};
  if (completed) row.emplace_back("");
  row.emplace_back(show_count(step.customers));
  row.emplace_back(step.mean_entry_time ? show_bare(*step.mean_entry_time, time) : missing_text);
  row.emplace_back(show_money(step.revenue));
  row.emplace_back(show_money(step.cost));
  table.rows.push_back(std::move(row));
  const std::uint64_t chosen =
      std::accumulate(step.ways.begin(), step.ways.end(), std::uint64_t{0},
                      [](std::uint64_t sum, const WayResult& way) { return sum + way.count; });
  for (const WayResult& way : step.ways) {
    std::vector<Text> line = {"→ " + way.name, show_count(way.count),
                              show_share(way.count, chosen)};
    if (completed) line.emplace_back(show_count(way.completed));
    line.resize(table.columns.size());
    table.rows.push_back(std::move(line));
  }
}

Table flow_table(const Scenario& scenario, const VariantResult& variant) {
  const bool completed = some_way_unfinished(variant);
  Table table;
  table.caption = "Flow: each step, and the ways on from it (→)";
  table.columns = {{"step"}, {"count", Align::right}, {"share", Align::right}};
  if (completed) table.columns.push_back({"completed", Align::right});
  const std::string entry = fmt::format("mean entry ({}s)", name_of(scenario.time_unit));
  for (const std::string& title :
       {std::string("customers"), entry, std::string("revenue"), std::string("cost")}) {
    table.columns.push_back({title, Align::right});
  }
  bool unvisited = false;
  for (const StepResult& step : variant.steps) {
    add_step(table, scenario, step, completed);
    unvisited = unvisited || !step.mean_entry_time;
  }
  table.notes.emplace_back(
      "Count: visits of a step, choices of a way; share: of the choices in that step.");
  if (completed) {
    table.notes.emplace_back("Completed: choices whose delay passed before the horizon.");
  }
  if (unvisited) table.notes.emplace_back(std::string(missing_text) + " mean entry: no visits");
  table.notes.emplace_back(count_note());
  return table;
}

Table touchpoint_table(const Scenario& scenario, const VariantResult& variant) {
  Table table = {.caption = "Touchpoints",
                 .columns = {{"touchpoint"},
                             {"visits", Align::right},
                             {"contacts", Align::right},
                             {"cost", Align::right}},
                 .rows = {},
                 .notes = {count_note()}};
  for (const TouchpointResult& touchpoint : variant.touchpoints) {
    table.rows.push_back({scenario.names.touchpoints.at(touchpoint.touchpoint),
                          show_count(touchpoint.visits), show_count(touchpoint.contacts),
                          show_money(touchpoint.cost)});
  }
  return table;
}

Table goal_table(const Scenario& scenario, const RunFacts& facts, const VariantResult& variant) {
  Table table = {.caption = "Goals",
                 .columns = {{"goal"},
                             {"customers", Align::right},
                             {"share", Align::right},
                             {"times reached", Align::right}},
                 .rows = {},
                 .notes = {count_note()}};
  for (std::size_t g = 0; g < variant.goals.size(); ++g) {
    const GoalTally& goal = variant.goals[g];
    table.rows.push_back({scenario.names.goals.at(g), show_count(goal.customers),
                          show_share(goal.customers, facts.customers), show_count(goal.count)});
  }
  return table;
}

Table ending_table(const RunFacts& facts, const VariantResult& variant) {
  Table table = {.caption = "Endings",
                 .columns = {{"ending"}, {"customers", Align::right}, {"share", Align::right}},
                 .rows = {},
                 .notes = {"Censored: still in the journey at the horizon.", count_note()}};
  for (const EndingResult& ending : variant.endings) {
    table.rows.push_back({ending.status, show_count(ending.customers),
                          show_share(ending.customers, facts.customers)});
  }
  return table;
}

Section variant_section(const Scenario& scenario, const RunFacts& facts,
                        const VariantResult& variant) {
  Section section;
  section.heading = "Variant " + variant.name;
  if (!variant.description.empty()) section.paragraphs.emplace_back(variant.description);
  if (variant.metrics.empty()) {
    section.paragraphs.emplace_back("The scenario has no metrics: nothing is estimated.");
  } else {
    section.tables.push_back(metrics_table(scenario, facts, variant));
  }
  section.tables.push_back(flow_table(scenario, variant));
  if (!variant.touchpoints.empty()) section.tables.push_back(touchpoint_table(scenario, variant));
  if (!variant.goals.empty()) section.tables.push_back(goal_table(scenario, facts, variant));
  section.tables.push_back(ending_table(facts, variant));
  return section;
}

}  // namespace

Document simulate_document(const Scenario& scenario, const RunFacts& facts,
                           const Analysis& analysis) {
  Document document;
  document.title = scenario.name + ": what will happen";
  document.sections.push_back({"", summary(scenario, facts, analysis), {}});
  for (const VariantResult& variant : analysis.variants) {
    document.sections.push_back(variant_section(scenario, facts, variant));
  }
  return document;
}

}  // namespace journeylab
