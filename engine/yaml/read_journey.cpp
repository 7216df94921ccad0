#include "yaml/read_journey.h"

#include <fmt/format.h>

namespace journeylab {
namespace {

NameList own_names(const Node& document, std::string_view key, bool notes) {
  NameList names;
  const Node* map = field(document, key);
  if (map == nullptr) return names;
  for (const Node::Member& entry : map->members) {
    if (!notes || !is_note(entry.key)) names.add(entry.key);
  }
  return names;
}

// A key as a value, so that it can be looked up like one.
Node key_node(const Node::Member& entry) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = entry.key;
  node.place = entry.key_place;
  return node;
}

std::vector<Assignment> read_set(const Node& node, const JourneyReading& reading) {
  std::vector<Assignment> set;
  if (!expect_map(node, "a map of state variables and their new values", reading.problems)) {
    return set;
  }
  for (const Node::Member& entry : node.members) {
    const Node name = key_node(entry);
    const auto number = find_present(name, reading.names.state, reading.names.all_state,
                                     "state variable", reading.problems);
    if (entry.value.kind == Node::Kind::null) {
      report(reading.problems, entry.key_place, fmt::format("'{}' has no value", entry.key),
             "a number, a formula or a distribution");
      continue;
    }
    Value value = read_value(entry.value, reading.scopes.journey, reading.problems);
    if (number) set.push_back({.state = *number, .value = std::move(value)});
  }
  return set;
}

void add_goal(const Node& node, const JourneyReading& reading, std::vector<std::uint32_t>& goals) {
  const auto word = read_word(node, "the name of a goal", reading.problems);
  if (!word) return;
  const auto goal = reading.names.goals.find(*word);
  if (!goal) return;
  for (const std::uint32_t known : goals) {
    if (known != *goal) continue;
    report(reading.problems, node.place, fmt::format("the goal '{}' is named twice", *word));
    return;
  }
  goals.push_back(*goal);
}

std::vector<std::uint32_t> read_goals(const Node& node, const JourneyReading& reading) {
  std::vector<std::uint32_t> goals;
  if (node.kind != Node::Kind::list) {
    add_goal(node, reading, goals);
    return goals;
  }
  for (const Node& item : node.items) add_goal(item, reading, goals);
  return goals;
}

Step read_step(const Node::Member& entry, const JourneyReading& reading) {
  Step step;
  step.present = true;
  step.place = entry.key_place;
  if (!expect_map(entry.value, "a map that describes the step", reading.problems)) return step;
  const Node& map = entry.value;
  const bool keys_known = check_keys(map, keys::step, reading.problems);
  step.description = read_text(map, "description", reading.problems);
  step.phase = read_text(map, "phase", reading.problems);
  if (const Node* at = field(map, "at")) {
    step.touchpoint = find_present(*at, reading.names.touchpoints, reading.names.all_touchpoints,
                                   "touchpoint", reading.problems);
  }
  step.wait = read_optional_value(map, "wait", reading.scopes.journey, reading.problems);
  step.effects = read_effects(map, reading);
  read_ways(entry, keys_known, reading, step);
  return step;
}

}  // namespace

JourneyNames journey_names(const Names& names, const Node& document) {
  return {.steps = own_names(document, "journey", false),
          .touchpoints = own_names(document, "touchpoints", false),
          .state = own_names(document, "state", true),
          .all_steps = NameList(names.steps),
          .all_touchpoints = NameList(names.touchpoints),
          .all_state = NameList(names.state),
          .goals = NameList(names.goals),
          .statuses = NameList(names.statuses)};
}

std::optional<std::uint32_t> find_present(const Node& node, const NameList& own,
                                          const NameList& all, std::string_view kind,
                                          Problems& problems) {
  const auto number = find_name(node, own, kind, problems);
  if (!number) return std::nullopt;
  return all.find(own.names()[*number]);
}

Effects read_effects(const Node& map, const JourneyReading& reading) {
  Effects effects;
  if (const Node* set = field(map, "set")) effects.set = read_set(*set, reading);
  effects.revenue = read_optional_value(map, "revenue", reading.scopes.journey, reading.problems);
  effects.cost = read_optional_value(map, "cost", reading.scopes.journey, reading.problems);
  if (const Node* goal = field(map, "goal")) effects.goals = read_goals(*goal, reading);
  return effects;
}

void read_journey(const Node& document, const JourneyReading& reading, Variant& variant) {
  const NameList& numbers = reading.names.all_steps;
  variant.steps.assign(numbers.names().size(), Step{});
  const Node* journey = field(document, "journey");
  if (journey == nullptr) {
    report(reading.problems, document.place, "there is no journey", "`journey`: a map of steps");
    return;
  }
  if (!expect_map(*journey, "a map of steps", reading.problems)) return;
  if (journey->members.empty()) {
    report(reading.problems, journey->place, "the journey has no step", "at least one step");
  }
  for (const Node::Member& entry : journey->members) {
    if (entry.key.empty()) report(reading.problems, entry.key_place, "a step without a name");
    const auto number = numbers.find(entry.key);
    if (!number) continue;
    variant.steps[*number] = read_step(entry, reading);
    variant.step_order.push_back(*number);
  }
}

void read_start(const Node& document, const JourneyReading& reading, Variant& variant) {
  if (const Node* start = field(document, "start")) {
    variant.start =
        find_present(*start, reading.names.steps, reading.names.all_steps, "step", reading.problems)
            .value_or(0);
    return;
  }
  variant.start = 0;  // control's first step
  const auto& all = reading.names.all_steps.names();
  if (all.empty() || reading.names.steps.names().empty()) return;
  if (!reading.names.steps.find(all.front())) {
    report(reading.problems, document.place,
           fmt::format("everybody starts at '{}', which is not among the steps", all.front()),
           "`start`: a step");
  }
}

}  // namespace journeylab
