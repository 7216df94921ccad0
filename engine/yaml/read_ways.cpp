#include <cmath>
#include <set>

#include <fmt/format.h>

#include "scenario/validate_constants.h"
#include "yaml/read_journey.h"

namespace journeylab {
namespace {

constexpr std::array<std::string_view, 4> kinds{"outcomes", "branch", "race", "split"};

// A map with the keys of a way, and who it is for messages.
struct WayText {
  const Node& map;
  const Place& place;
  std::string name;
  bool keys_known = true;  // otherwise what seems to be missing may just be spelt wrong
};

// A way that reads as nothing that later checks speak of.
Way broken_way(const Node::Member& entry) {
  Way way;
  way.name = entry.key;
  way.place = entry.key_place;
  way.chance = constant(std::nan(""), entry.key_place);
  way.weight = 1.0;
  return way;
}

Way read_way(const WayText& text, const Destination& otherwise, const JourneyReading& reading) {
  Way way;
  way.name = text.name;
  way.place = text.place;
  way.description = read_text(text.map, "description", reading.problems);
  way.after = read_optional_value(text.map, "after", reading.scopes.journey, reading.problems);
  way.effects = read_effects(text.map, reading);
  const Destination own = read_destination(text.map, reading);
  const Destination& destination = own.stated ? own : otherwise;
  way.next = destination.next;
  way.ending = destination.ending;
  if (!destination.stated && text.keys_known) {
    report(reading.problems, text.place, fmt::format("the way '{}' leads nowhere", text.name),
           "`go` with a step or `end` with a status, here or in the step");
  }
  return way;
}

// Nothing, where what is missing in the way cannot be told from what is spelt wrong.
std::optional<Way> read_named_way(const Node::Member& entry, keys::List words,
                                  const Destination& otherwise, const JourneyReading& reading) {
  if (entry.key.empty()) report(reading.problems, entry.key_place, "a way without a name");
  if (!expect_map(entry.value, "a map that describes the way", reading.problems)) {
    return std::nullopt;
  }
  const bool keys_known = check_keys(entry.value, words, reading.problems);
  Way way = read_way({entry.value, entry.key_place, entry.key, keys_known}, otherwise, reading);
  if (!keys_known && entry.value.find(words.front()) == nullptr) return std::nullopt;
  return way;
}

void read_outcomes(const Node& map, const Destination& otherwise, const JourneyReading& reading,
                   Step& step) {
  bool has_rest = false;
  for (const Node::Member& entry : map.members) {
    auto way = read_named_way(entry, keys::outcome, otherwise, reading);
    if (!way) {
      step.ways.push_back(broken_way(entry));
      continue;
    }
    if (const Node* chance = entry.value.find("chance")) {
      way->chance = chance->kind == Node::Kind::null
                        ? constant(std::nan(""), entry.key_place)
                        : read_formula(*chance, reading.scopes.journey, reading.problems);
    } else if (has_rest) {
      report(reading.problems, entry.key_place,
             fmt::format("'{}' is a second outcome without a chance", entry.key),
             "`chance`: only one outcome takes the rest");
    } else {
      has_rest = true;
    }
    step.ways.push_back(std::move(*way));
  }
}

void read_race(const Node& map, const Destination& otherwise, const JourneyReading& reading,
               Step& step) {
  for (const Node::Member& entry : map.members) {
    auto way = read_named_way(entry, keys::race_way, otherwise, reading);
    if (!way) {
      step.ways.push_back(broken_way(entry));
      continue;
    }
    const Node* in = entry.value.find("in");
    if (in == nullptr) {
      report(reading.problems, entry.key_place, fmt::format("'{}' has no time", entry.key),
             "`in`: a duration or `never`");
    } else if (in->kind != Node::Kind::null &&
               !(in->kind == Node::Kind::scalar && in->text == "never")) {
      way->in = read_value(*in, reading.scopes.race, reading.problems);
    }
    step.ways.push_back(std::move(*way));
  }
}

double read_weight(const Node& node, const JourneyReading& reading) {
  const Expression formula = read_formula(node, reading.scopes.weight, reading.problems);
  const auto weight = constant_value(formula, {});
  if (!weight) return 1.0;
  if (*weight >= 0.0 && std::isfinite(*weight)) return *weight;
  report(reading.problems, node.place, fmt::format("the weight is {}", *weight),
         "a number that is at least 0");
  return 1.0;
}

void read_split(const Node& map, const Destination& otherwise, const JourneyReading& reading,
                Step& step) {
  double sum = 0.0;
  for (const Node::Member& entry : map.members) {
    auto way = read_named_way(entry, keys::split_way, otherwise, reading);
    if (!way) {
      step.ways.push_back(broken_way(entry));
      continue;
    }
    const Node* weight = entry.value.find("weight");
    way->weight = 1.0;
    if (weight == nullptr) {
      report(reading.problems, entry.key_place, fmt::format("'{}' has no weight", entry.key),
             "`weight`: a number that is at least 0");
    } else if (weight->kind != Node::Kind::null) {
      way->weight = read_weight(*weight, reading);
    }
    sum += way->weight;
    step.ways.push_back(std::move(*way));
  }
  if (!step.ways.empty() && !(sum > 0.0)) {
    report(reading.problems, map.place, "all weights are 0", "at least one above 0");
  }
}

// The map that holds the way's own keys: the one under `else`, if there is one.
const Node* way_map(const Node& item, const JourneyReading& reading) {
  const Node* other = item.find("else");
  if (other == nullptr || other->kind == Node::Kind::null) return &item;
  if (other->kind == Node::Kind::scalar && other->text == "true") return &item;
  if (!expect_map(*other, "nothing, or a map that describes the way", reading.problems)) {
    return nullptr;
  }
  for (const Node::Member& entry : item.members) {
    if (entry.key == "else" || entry.key == "if" || is_note(entry.key)) continue;
    report(reading.problems, entry.key_place,
           fmt::format("'{}' stands beside `else`, which has a map of its own", entry.key),
           "it inside that map");
  }
  return other;
}

std::string branch_name(const Node& item, const Node& map, const JourneyReading& reading) {
  if (const Node* name = field(map, "name")) {
    return read_word(*name, "the name of the way", reading.problems).value_or("?");
  }
  const Node* condition = field(item, "if");
  if (condition != nullptr && condition->kind == Node::Kind::scalar) return condition->text;
  return item.find("if") == nullptr ? "else" : "if";
}

void read_condition(const Node& item, bool is_last, const JourneyReading& reading, Way& way) {
  const Node::Member* condition = member(item, "if");
  if (condition != nullptr && item.find("else") != nullptr) {
    report(reading.problems, condition->key_place, "a way with both `if` and `else`",
           "one of them");
  }
  if (condition != nullptr) {
    way.condition = condition->value.kind == Node::Kind::null
                        ? constant(std::nan(""), condition->key_place)
                        : read_formula(condition->value, reading.scopes.journey, reading.problems);
  } else if (!is_last) {
    report(reading.problems, item.place, fmt::format("the way '{}' has no condition", way.name),
           "`if`: only the last way may do without");
  }
}

void read_branch(const Node& list, const Destination& otherwise, const JourneyReading& reading,
                 Step& step) {
  std::set<std::string> names;
  for (const Node& item : list.items) {
    if (!expect_map(item, "a map {if: CONDITION, ...}", reading.problems)) continue;
    bool keys_known = check_keys(item, keys::branch_way, reading.problems, "else");
    const Node* map = way_map(item, reading);
    if (map == nullptr) continue;
    if (map != &item) keys_known = check_keys(*map, keys::else_way, reading.problems) && keys_known;
    Way way = read_way({*map, item.place, branch_name(item, *map, reading), keys_known}, otherwise,
                       reading);
    read_condition(item, &item == &list.items.back(), reading, way);
    if (!names.insert(way.name).second) {
      report(reading.problems, item.place, fmt::format("two ways are called '{}'", way.name),
             "`name`: another name");
    }
    step.ways.push_back(std::move(way));
  }
}

void read_straight(const Node::Member& entry, const Destination& destination, bool keys_known,
                   const JourneyReading& reading, Step& step) {
  if (!destination.stated && keys_known) {
    report(reading.problems, entry.key_place, fmt::format("the step '{}' has no way on", entry.key),
           "outcomes, branch, race, split, go or end");
  }
  step.way_on = WayOn::straight;
  Way way;
  way.next = destination.next;
  way.ending = destination.ending;
  way.place = entry.key_place;
  step.ways.push_back(std::move(way));
}

bool has_ways(const Node& node, std::string_view kind, const JourneyReading& reading) {
  const bool right = kind == "branch"
                         ? expect_list(node, "a list of {if: CONDITION, ...}", reading.problems)
                         : expect_map(node, "a map of ways", reading.problems);
  if (!right) return false;
  if (!node.items.empty() || !node.members.empty()) return true;
  report(reading.problems, node.place, fmt::format("'{}' has no way", kind), "at least one");
  return false;
}

void read_again(const Node& map, bool is_split, const JourneyReading& reading, Step& step) {
  step.split_again = read_flag(map, "again", reading.problems);
  const Node::Member* again = member(map, "again");
  if (again == nullptr || is_split) return;
  report(reading.problems, again->key_place, "'again' without 'split'", "it only beside `split`");
}

}  // namespace

Destination read_destination(const Node& map, const JourneyReading& reading) {
  Destination destination;
  const Node::Member* go = member(map, "go");
  const Node::Member* end = member(map, "end");
  destination.stated = go != nullptr || end != nullptr;
  if (go != nullptr && end != nullptr) {
    report(reading.problems, end->key_place, "both 'go' and 'end'", "one of them");
    return destination;
  }
  if (const Node* step = field(map, "go")) {
    destination.next =
        find_present(*step, reading.names.steps, reading.names.all_steps, "step", reading.problems);
  }
  const Node* status = field(map, "end");
  if (status == nullptr) return destination;
  const auto word = read_word(*status, "the name of a status", reading.problems);
  if (word && *word == "censored") {
    report(reading.problems, status->place,
           "'censored' is the status of who is still on the way at the horizon", "another name");
  } else if (word) {
    destination.ending = reading.names.statuses.find(*word);
  }
  return destination;
}

void read_ways(const Node::Member& entry, bool keys_known, const JourneyReading& reading,
               Step& step) {
  const Node& map = entry.value;
  const Destination otherwise = read_destination(map, reading);
  const Node::Member* chosen = nullptr;
  for (const Node::Member& candidate : map.members) {
    if (!contains(kinds, candidate.key)) continue;
    if (chosen != nullptr) {
      report(reading.problems, candidate.key_place,
             fmt::format("both '{}' and '{}'", chosen->key, candidate.key),
             "at most one of outcomes, branch, race and split");
      continue;
    }
    chosen = &candidate;
  }
  read_again(map, map.find("split") != nullptr, reading, step);
  if (chosen == nullptr) {
    read_straight(entry, otherwise, keys_known, reading, step);
    return;
  }
  if (chosen->value.kind == Node::Kind::null) return;
  if (!has_ways(chosen->value, chosen->key, reading)) return;
  if (chosen->key == "outcomes") {
    step.way_on = WayOn::outcomes;
    read_outcomes(chosen->value, otherwise, reading, step);
  } else if (chosen->key == "branch") {
    step.way_on = WayOn::branch;
    read_branch(chosen->value, otherwise, reading, step);
  } else if (chosen->key == "race") {
    step.way_on = WayOn::race;
    read_race(chosen->value, otherwise, reading, step);
  } else {
    step.way_on = WayOn::split;
    read_split(chosen->value, otherwise, reading, step);
  }
}

}  // namespace journeylab
