#include <algorithm>

#include <fmt/format.h>

#include "report/documents.h"
#include "report/parts.h"

namespace journeylab {
namespace {

std::string number_text(double number) {
  return show_bare(number, {});
}

/// What an amount of an event is said to be; the missing text without one.
std::string amount_text(const Event& event) {
  return event.amount ? number_text(*event.amount) : missing_text;
}

std::string words_of(const Scenario& scenario, const Event& event) {
  const std::string detail = event.detail;
  switch (event.kind) {
    case Event::Kind::enter:
      return "enters the journey";
    case Event::Kind::visit:
      return "arrives";
    case Event::Kind::contact:
      return detail.empty() ? "contacted" : "contacted through " + detail;
    case Event::Kind::wait:
      return "waits " + (event.amount ? show(*event.amount,
                                             {.measure = Measure::time, .unit = scenario.time_unit})
                                      : std::string(missing_text));
    case Event::Kind::set:
      return detail + " becomes " + amount_text(event);
    case Event::Kind::revenue:
      return "revenue " + amount_text(event);
    case Event::Kind::cost:
      return "cost " + amount_text(event);
    case Event::Kind::goal:
      return "reaches the goal " + detail;
    case Event::Kind::choose:
      return "way on: " + detail;
    case Event::Kind::end:
      return detail == "censored" ? "the horizon is reached: still in the journey (censored)"
                                  : "the journey ends: " + detail;
  }
  return "";
}

/// Decimals of the clock: two, or as many more (up to six) as tell all moments apart.
int clock_decimals(const Story& story) {
  for (int decimals = 2; decimals < 6; ++decimals) {
    const auto shown = [&](const Event& event) {
      return fmt::format("{:.{}f}", event.time, decimals);
    };
    const auto clash = [&](const Event& first, const Event& second) {
      return first.time != second.time && shown(first) == shown(second);
    };
    const auto& events = story.events;
    if (std::adjacent_find(events.begin(), events.end(), clash) == events.end()) return decimals;
  }
  return 6;
}

/// A touchpoint's cost follows its contact at once: one line tells both.
bool is_cost_of_contact(const Event& before, const Event& event) {
  return before.kind == Event::Kind::contact && event.kind == Event::Kind::cost &&
         before.time == event.time && before.step == event.step;
}

Table events_table(const Scenario& scenario, const Story& story) {
  Table table;
  table.columns = {{"clock", Align::right}, {"step"}, {"what happens"}};
  const int decimals = clock_decimals(story);
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    const Event& event = story.events[i];
    if (i > 0 && is_cost_of_contact(story.events[i - 1], event)) {
      table.rows.back().back().text += " (cost " + amount_text(event) + ")";
      continue;
    }
    const std::string step =
        event.kind == Event::Kind::enter ? "" : scenario.names.steps.at(event.step);
    table.rows.push_back(
        {fmt::format("{} {:.{}f}", name_of(scenario.time_unit), event.time, decimals), step,
         words_of(scenario, event)});
  }
  table.notes.emplace_back(
      "One synthetic customer's story, as any run with this seed has it: an "
      "example, not an estimate.");
  return table;
}

Text totals(const Story& story) {
  double revenue = 0.0;
  double cost = 0.0;
  std::uint64_t contacts = 0;
  std::uint64_t visits = 0;
  for (const Event& event : story.events) {
    if (event.kind == Event::Kind::revenue) revenue += event.amount.value_or(0.0);
    if (event.kind == Event::Kind::cost) cost += event.amount.value_or(0.0);
    contacts += event.kind == Event::Kind::contact ? 1 : 0;
    visits += event.kind == Event::Kind::visit ? 1 : 0;
  }
  return fmt::format("In all: {}, {}, revenue {}, cost {}.", counted(visits, "visit"),
                     counted(contacts, "contact"), number_text(revenue), number_text(cost));
}

}  // namespace

Document story_document(const Scenario& scenario, std::size_t variant, std::uint64_t customer,
                        const Story& story) {
  Section section;
  std::string who = "Segment " + scenario.names.segments.at(story.segment);
  for (std::size_t a = 0; a < story.attributes.size(); ++a) {
    who += "; " + scenario.names.attributes.at(a) + " = " + number_text(story.attributes[a]);
  }
  section.paragraphs.emplace_back(who + ".");
  section.paragraphs.push_back(totals(story));
  section.tables.push_back(events_table(scenario, story));
  Document document;
  document.title = fmt::format("{}: customer {} in {}", scenario.name, customer,
                               scenario.variants.at(variant).name);
  document.sections.push_back(std::move(section));
  return document;
}

}  // namespace journeylab
