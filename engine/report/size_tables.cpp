#include <algorithm>

#include <fmt/format.h>

#include "report/parts.h"
#include "report/size_parts.h"

namespace journeylab {
namespace {

const std::string real_noise =
    "A real test's noise: what so many real customers would show, not simulation noise.";

Table arms_table(const SizeAnswer& answer) {
  const Sizing& sizing = answer.sizing;
  Table table{.caption = "Customers of each arm",
              .columns = {{"arm"},
                          {sizing.question.metric.name, Align::right},
                          {"effect", Align::right},
                          {"relative", Align::right},
                          {"customers", Align::right},
                          {"power", Align::right},
                          {"smallest effect found", Align::right}},
              .rows = {},
              .notes = {real_noise}};
  for (std::size_t a = 0; a < sizing.question.arms.size(); ++a) {
    const SizedArm& arm = sizing.question.arms[a];
    std::vector<Text> row{arm.name, size_value(answer, arm.value)};
    if (a == 0) {
      row.insert(row.end(), {"", "", size_count(sizing.size.customers[a]), "", ""});
    } else {
      const SizedComparison& comparison = sizing.comparisons[a - 1];
      row.insert(row.end(),
                 {size_effect(answer, comparison.effect.value), size_relative(comparison.relative),
                  size_count(sizing.size.customers[a]), size_chance(comparison.power),
                  comparison.detectable == 0.0 ? std::string(missing_text)
                                               : size_effect(answer, comparison.detectable)});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table effects_table(const SizeAnswer& answer) {
  const Sizing& sizing = answer.sizing;
  const bool timed = sizing.question.test.traffic.has_value();
  Table table{
      .caption = fmt::format("Effect against size, at {} power", show_level(sizing.question.power)),
      .columns = {{"effect", Align::right},
                  {"relative", Align::right},
                  {"control", Align::right},
                  {"all arms", Align::right}},
      .rows = {},
      .notes = {real_noise}};
  if (timed) {
    table.columns.push_back({"entry", Align::right});
    table.columns.push_back({"whole test", Align::right});
  }
  for (const EffectRow& row : sizing.effects) {
    std::vector<Text> cells{size_effect(answer, row.effect), size_relative(row.relative),
                            size_count(row.size.customers.front()), size_count(row.size.total)};
    if (timed) {
      cells.emplace_back(size_days(row.size.entry_days));
      cells.emplace_back(size_days(row.size.days));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table days_table(const SizeAnswer& answer) {
  Table table{.caption = "Days against the smallest effect that is found",
              .columns = {{"whole test", Align::right},
                          {"customers", Align::right},
                          {"effect", Align::right},
                          {"relative", Align::right}},
              .rows = {},
              .notes = {real_noise}};
  for (const DaysRow& row : answer.sizing.days) {
    table.rows.push_back({counted(row.days, "day"), size_count(row.customers),
                          row.effect ? size_effect(answer, *row.effect) : std::string(missing_text),
                          row.relative ? size_relative(*row.relative) : std::string(missing_text)});
  }
  return table;
}

Table guardrails_table(const SizeAnswer& answer) {
  Table table{
      .caption = fmt::format("Guardrails: customers who show that each is kept, at {} power",
                             show_level(answer.sizing.question.power)),
      .columns = {{"guardrail"},
                  {"variant"},
                  {"accepted", Align::right},
                  {"expected", Align::right},
                  {"customers", Align::right},
                  {"power at the size above", Align::right}},
      .rows = {},
      .notes = {fmt::format("One-sided test of non-inferiority at {}; both worsenings are "
                            "relative to control. {}",
                            show_level(answer.sizing.question.alpha), real_noise)}};
  for (const GuardrailSizing& guardrail : answer.guardrails) {
    table.rows.push_back(
        {guardrail.metric, guardrail.variant, show_level(guardrail.limit),
         size_relative(guardrail.worsening),
         guardrail.total ? Text(size_count(*guardrail.total)) : Text(guardrail.reason, Tone::bad),
         guardrail.total ? size_chance(guardrail.power) : std::string(missing_text)});
  }
  return table;
}

std::vector<Text> roll_out_row(const std::string& name, const TestAndRoll& test) {
  return {name, size_count(test.first + test.second), show_money(test.profit),
          size_chance(test.choice_error)};
}

Table roll_out_table(const SizeAnswer& answer) {
  const RollOutAnswer& roll_out = *answer.roll_out;
  Table table{.caption = fmt::format("Test and roll-out: expected profit of {} customers",
                                     size_count(roll_out.question.population)),
              .columns = {{"test"},
                          {"customers", Align::right},
                          {"profit", Align::right},
                          {"worse variant rolled out", Align::right}},
              .rows = {},
              .notes = {}};
  table.rows.push_back(roll_out_row("earns the most", roll_out.best));
  if (roll_out.classical_fits) {
    table.rows.push_back(roll_out_row("the size above", roll_out.classical));
  } else {
    table.notes.emplace_back("The size above is larger than the population.");
  }
  table.rows.push_back({"no test", "0", show_money(roll_out.best.profit_untested), "50.0%"});
  table.rows.push_back(
      {"knowing the better", "0", show_money(roll_out.best.profit_knowing), "0.0%"});
  table.notes.emplace_back(fmt::format(
      "Variants of this kind are believed to differ from each other by a standard deviation of {} "
      "each{}; control's value is the mean of that belief. Feit and Berman 2019.",
      size_effect(answer, roll_out.prior_deviation).substr(1),
      roll_out.prior_from_effect ? ", so that two differ by the expected effect on average" : ""));
  return table;
}

}  // namespace

void add_size_tables(const SizeAnswer& answer, Document& document) {
  document.sections.push_back(
      {.heading = "Size", .paragraphs = {}, .tables = {arms_table(answer), effects_table(answer)}});
  if (!answer.sizing.days.empty()) document.sections.back().tables.push_back(days_table(answer));
  if (!answer.guardrails.empty()) {
    document.sections.push_back(
        {.heading = "Guardrails", .paragraphs = {}, .tables = {guardrails_table(answer)}});
  }
  if (answer.roll_out) {
    document.sections.push_back({.heading = "The size that earns the most",
                                 .paragraphs = {},
                                 .tables = {roll_out_table(answer)}});
  }
}

}  // namespace journeylab
