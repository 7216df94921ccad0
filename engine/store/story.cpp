#include "store/story.h"

#include <fmt/format.h>

#include "store/csv.h"
#include "store/json_value.h"

namespace journeylab {
namespace {

std::string step_name(const Scenario& scenario, const Event& event) {
  return event.kind == Event::Kind::enter ? "" : scenario.names.steps.at(event.step);
}

Json json_of(const Scenario& scenario, const Event& event) {
  Json json = {
      {"time", json_number(event.time)}, {"step", nullptr}, {"event", name_of(event.kind)}};
  if (event.kind != Event::Kind::enter) json["step"] = step_name(scenario, event);
  if (!event.detail.empty()) json["detail"] = event.detail;
  if (event.amount) json["amount"] = json_number(event.amount);
  return json;
}

}  // namespace

std::string_view event_csv_header() noexcept {
  return "customer,segment,variant,time,step,event,detail,amount\n";
}

std::string event_csv_line(const Scenario& scenario, std::size_t variant, const Event& event) {
  return csv_line({fmt::to_string(event.customer), scenario.names.segments.at(event.segment),
                   scenario.variants.at(variant).name, csv_number(event.time),
                   step_name(scenario, event), std::string(name_of(event.kind)), event.detail,
                   csv_number(event.amount)});
}

std::string write_story_json(const Scenario& scenario, std::size_t variant, std::uint64_t customer,
                             const Story& story) {
  Json attributes = Json::object();
  for (std::size_t a = 0; a < story.attributes.size(); ++a) {
    attributes[scenario.names.attributes.at(a)] = json_number(story.attributes[a]);
  }
  Json events = Json::array();
  for (const Event& event : story.events) events.push_back(json_of(scenario, event));
  return print({{"scenario", scenario.name},
                {"time_unit", name_of(scenario.time_unit)},
                {"variant", scenario.variants.at(variant).name},
                {"customer", customer},
                {"segment", scenario.names.segments.at(story.segment)},
                {"attributes", attributes},
                {"events", events}});
}

std::string write_story_csv(const Scenario& scenario, std::size_t variant, const Story& story) {
  std::string out(event_csv_header());
  for (const Event& event : story.events) out += event_csv_line(scenario, variant, event);
  return out;
}

}  // namespace journeylab
